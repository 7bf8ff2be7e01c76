-- The cascade: every KPI below the strategic level reaches a strategic one.
with recursive catalog as (

    select * from {{ ref('kpi_definition') }}

),

edges as (

    select * from {{ ref('kpi_parent') }}

),

reached as (

    select
        kpi_id,
        parent_kpi_id as reached_id
    from edges
    union
    select
        reached.kpi_id,
        edges.parent_kpi_id as reached_id
    from reached
    inner join edges
        on reached.reached_id = edges.kpi_id

),

strategic as (

    select reached.kpi_id
    from reached
    inner join catalog
        on reached.reached_id = catalog.kpi_id
    where catalog.kpi_level = 'strategic'

)

select catalog.kpi_id
from catalog
left join strategic
    on catalog.kpi_id = strategic.kpi_id
where
    catalog.kpi_level != 'strategic'
    and strategic.kpi_id is null
