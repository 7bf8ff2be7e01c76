-- what each KPI's own evidence gives, whatever the estimator
select
    {{ estimate_columns('estimates', having_side=false) }},
    estimates.n,
    estimates.numerator,
    estimates.denominator,
    estimates.value,
    estimates.ci_low,
    estimates.ci_high,
    estimates.is_immature,
    0 as n_not_compared
from {{ ref('kpi_estimate') }} as estimates
inner join {{ ref('int_kpi_defined') }} as defined
    on estimates.kpi_id = defined.kpi_id
where
    estimates.side = 'all'
    -- these are made of what their evidence gives, below
    and defined.estimator not in ('retention', 'lifetime_value')
union all
select * from {{ ref('kpi_estimate_uplift') }}
union all
select * from {{ ref('kpi_estimate_standardised') }}
union all
select * from {{ ref('kpi_estimate_retention') }}
union all
select * from {{ ref('kpi_estimate_lifetime') }}
