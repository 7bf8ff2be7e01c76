-- K46 of the as-of date counts the rows of the list.
with counted as (

    select
        kpi_id,
        sum(numerator_part) as n_alerts
    from {{ ref('kpi_evidence_alert') }}
    where seen_on = {{ as_of_date() }} and excluded_reason is null
    group by kpi_id

),

listed as (

    select
        case sla_hours when 24 then 'K46a' else 'K46b' end as kpi_id,
        count(*) as n_alerts
    from {{ ref('sla_alert') }}
    group by sla_hours

)

select
    counted.kpi_id,
    listed.n_alerts,
    counted.n_alerts as n_alerts_counted
from counted
full outer join listed
    on counted.kpi_id = listed.kpi_id
where coalesce(counted.n_alerts, 0) != coalesce(listed.n_alerts, 0)
