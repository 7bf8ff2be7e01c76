with tables as (

    select *
    from {{ ref('int_row_reconciled') }}
    where
        source_system in (
            {%- for source_name in var('sources_enabled') %}
            '{{ source_name }}'{{ ',' if not loop.last }}
            {%- endfor %}
        )

),

-- a table that rarely changes is not late while its source still lands others
sources as (

    select
        source_system,
        sum(n_landed) as n_source_landed,
        max(latest_ingested_at) as source_latest_ingested_at
    from tables
    group by source_system

),

final as (

    select
        tables.source_system,
        tables.table_name,
        tables.read_from,
        tables.n_landed,
        case
            when sources.n_source_landed = 0 then 'empty'
            when sources.source_latest_ingested_at is null then 'unknown'
            when
                sources.source_latest_ingested_at
                < {{ as_of_at() }} - interval {{ var('freshness_hours') }} hour
                then 'late'
            else 'fresh'
        end as status,
        tables.latest_ingested_at
    from tables
    inner join sources
        on tables.source_system = sources.source_system
    -- of a source that landed nothing, every table it could have brought
    where tables.n_landed > 0 or sources.n_source_landed = 0

)

select * from final
