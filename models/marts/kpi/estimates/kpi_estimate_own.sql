-- what each KPI's own evidence gives, whatever the estimator
select
    {{ estimate_columns(having_side=false) }},
    n,
    numerator,
    denominator,
    value,
    ci_low,
    ci_high,
    is_immature,
    0 as n_not_compared
from {{ ref('kpi_estimate') }}
where side = 'all'
union all
select * from {{ ref('kpi_estimate_uplift') }}
union all
select * from {{ ref('kpi_estimate_standardised') }}
