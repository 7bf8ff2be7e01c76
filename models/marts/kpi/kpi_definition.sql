with catalog as (

    select * from {{ ref('int_kpi_defined') }}

),

final as (

    select * exclude (trailing_months, trailing_days, is_snapshot, lacks_programme)
    from catalog

)

select * from final
