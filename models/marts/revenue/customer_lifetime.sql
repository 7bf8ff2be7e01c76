with counted as (

    select * from {{ ref('int_customer_counted') }}

),

with_hazard as (

    select
        *,
        {{ churn_hazard('n_churns', 'customer_years') }} as hazard,
        {{ churn_hazard_limit('n_churns', 'customer_years', 'low') }} as hazard_low,
        {{ churn_hazard_limit('n_churns', 'customer_years', 'high') }} as hazard_high
    from counted

),

valued as (

    select
        *,
        annual_margin * {{ discounted_years('hazard') }} as lifetime_value_exact,
        new_annual_margin / 12 as new_monthly_margin
    from with_hazard

),

final as (

    select
        segment_type,
        segment_value,
        'start_of_year' as margin_timing,
        'exponential' as survival_curve,
        n_customers,
        n_running,
        n_without_value,
        n_churns,
        customer_years,
        1 - cast(n_churns as double) / cast(nullif(customer_years, 0) as double) as logo_retention,
        n_a_year_before,
        value_a_year_before,
        cast(value_kept as double) / cast(nullif(value_a_year_before, 0) as double) as gross_revenue_retention,
        cast(value_now as double) / cast(nullif(value_a_year_before, 0) as double) as net_revenue_retention,
        n_expanded,
        cast(n_expanded as double) / cast(nullif(customer_years, 0) as double) as expansion_rate,
        hazard,
        hazard_low,
        hazard_high,
        cast({{ var('hazard_prior').a }} as double) as prior_churns,
        cast({{ var('hazard_prior').b }} as double) as prior_customer_years,
        cast({{ var('clv_horizon_months') }} as integer) as horizon_months,
        cast({{ var('discount_rate') }} as double) as discount_rate,
        cast({{ var('gross_margin') }} as double) as contract_margin_rate,
        cast(annual_margin as decimal(18, 2)) as annual_margin,
        cast(lifetime_value_exact as decimal(18, 2)) as lifetime_value,
        n_new,
        cast(new_monthly_margin as decimal(18, 2)) as new_customer_monthly_margin,
        seen_on
    from valued

)

select * from final
