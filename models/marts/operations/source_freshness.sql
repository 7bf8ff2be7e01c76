with counted as (

    select * from {{ ref('int_landed_row_counted') }}

),

reconciled as (

    select * from {{ ref('int_row_reconciled') }}

),

-- a table that rarely changes is not late while its source still lands others
newest as (

    select
        source_system,
        max(latest_ingested_at) as source_latest_ingested_at
    from counted
    group by source_system

),

final as (

    select
        counted.source_system,
        counted.table_name,
        reconciled.read_from,
        counted.n_landed,
        case
            when newest.source_latest_ingested_at < {{ as_of_at() }} - interval {{ var('freshness_hours') }} hour
                then 'late'
            else 'fresh'
        end as status,
        counted.latest_ingested_at
    from counted
    inner join newest
        on counted.source_system = newest.source_system
    left join reconciled
        on
            counted.source_system = reconciled.source_system
            and counted.table_name = reconciled.table_name

)

select * from final
