with counted as (

    select * from {{ ref('int_landed_row_counted') }}

),

final as (

    select
        source_system,
        table_name,
        n_landed,
        case
            when latest_ingested_at < {{ as_of_at() }} - interval {{ var('freshness_hours') }} hour then 'late'
            else 'fresh'
        end as status,
        latest_ingested_at
    from counted

)

select * from final
