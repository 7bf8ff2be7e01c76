with tree as (

    select * from {{ ref('input__kpi_tree') }}

),

catalog as (

    select * from {{ ref('input__kpi_catalog') }}

),

final as (

    select tree.*
    from tree
    inner join catalog
        on tree.kpi_id = catalog.kpi_id
    inner join catalog as parents
        on tree.parent_kpi_id = parents.kpi_id

)

select * from final
