with targets as (

    select * from {{ ref('input__kpi_targets') }}

),

catalog as (

    select * from {{ ref('input__kpi_catalog') }}

),

final as (

    select targets.*
    from targets
    inner join catalog
        on targets.kpi_id = catalog.kpi_id

)

select * from final
