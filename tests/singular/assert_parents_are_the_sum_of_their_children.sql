-- Where the tree says that a parent is the sum of its children, the numbers agree to the cent in every cell.
with scorecard as (

    select * from {{ ref('kpi_scorecard') }}

),

edges as (

    select * from {{ ref('kpi_parent') }}
    where is_sum_of_children

),

children as (

    select
        edges.parent_kpi_id,
        scorecard.period_type,
        scorecard.period_start,
        scorecard.segment_type,
        scorecard.segment_value,
        sum(scorecard.numerator) as total
    from scorecard
    inner join edges
        on scorecard.kpi_id = edges.kpi_id
    group by
        edges.parent_kpi_id,
        scorecard.period_type,
        scorecard.period_start,
        scorecard.segment_type,
        scorecard.segment_value

),

parents as (

    select scorecard.*
    from scorecard
    where scorecard.kpi_id in (select edges.parent_kpi_id from edges)

)

select
    coalesce(parents.kpi_id, children.parent_kpi_id) as kpi_id,
    coalesce(parents.period_start, children.period_start) as period_start,
    coalesce(parents.segment_value, children.segment_value) as segment_value,
    parents.numerator,
    children.total
from parents
full outer join children
    on
        parents.kpi_id = children.parent_kpi_id
        and parents.period_type = children.period_type
        and parents.period_start = children.period_start
        and parents.segment_type = children.segment_type
        and parents.segment_value = children.segment_value
where parents.numerator is distinct from children.total
