-- A KPI that reaches itself through its parents would never add up.
with recursive edges as (

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

)

select kpi_id
from reached
where kpi_id = reached_id
