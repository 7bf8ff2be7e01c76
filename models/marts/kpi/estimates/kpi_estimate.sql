select * from {{ ref('kpi_estimate_total') }}
union all
select * from {{ ref('kpi_estimate_median') }}
union all
select * from {{ ref('kpi_estimate_survival_median') }}
union all
select * from {{ ref('kpi_estimate_incidence') }}
