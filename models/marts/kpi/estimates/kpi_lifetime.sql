-- Customer lifetime value, side by side: mean margin a year (stratum margin) times the years it is worth under the
-- hazard (stratum churn). Its limits join those of the hazard and of the mean by MOVER on the logarithm.
with estimates as (

    select * from {{ ref('kpi_estimate_total') }}

),

catalog as (

    select * from {{ ref('int_kpi_defined') }}

),

paired as (

    select
        {{ estimate_columns('estimates', having_side=false) }},
        estimates.side,
        coalesce(max(case when estimates.stratum = 'margin' then estimates.n end), 0) as n,
        max(case when estimates.stratum = 'margin' then estimates.value end) as margin,
        max(case when estimates.stratum = 'margin' then estimates.variance end) as margin_variance,
        max(case when estimates.stratum = 'churn' then estimates.numerator end) as churns,
        max(case when estimates.stratum = 'churn' then estimates.denominator end) as customer_years
    from estimates
    inner join catalog
        on estimates.kpi_id = catalog.kpi_id
    where catalog.estimator in ('lifetime_value', 'lifetime_uplift')
    group by {{ estimate_columns('estimates', having_side=false) }}, estimates.side

),

with_hazard as (

    select
        *,
        {{ churn_hazard('churns', 'customer_years') }} as hazard,
        {{ churn_hazard_limit('churns', 'customer_years', 'low') }} as hazard_low,
        {{ churn_hazard_limit('churns', 'customer_years', 'high') }} as hazard_high
    from paired

),

with_years as (

    select
        *,
        {{ discounted_years('hazard') }} as years,
        {{ discounted_years('hazard_high') }} as years_low,
        {{ discounted_years('hazard_low') }} as years_high,
        case when margin > 0 then {{ t_quantile('(n - 1)') }} * sqrt(margin_variance) / margin end as margin_spread
    from with_hazard

),

final as (

    select
        {{ estimate_columns(having_side=false) }},
        side,
        n,
        margin,
        churns,
        customer_years,
        hazard,
        margin * years as value,
        sqrt(power(ln(years / years_low), 2) + power(margin_spread, 2)) as log_below,
        sqrt(power(ln(years_high / years), 2) + power(margin_spread, 2)) as log_above
    from with_years

)

select * from final
