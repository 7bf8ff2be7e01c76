with customers as (

    select * from {{ ref('int_customer_observed') }}

),

-- K32a: customers lost per customer-year of the last 24 months
kept as (

    select
        'K32a' as kpi_id,
        account_id,
        seen_on,
        seen_on as anchor_date,
        n_churns as numerator_part,
        customer_years as denominator_part,
        cast(null as {{ dbt.type_string() }}) as excluded_reason
    from customers

),

-- who had a contract a year before: K32b does not let one customer's growth hide another's loss ...
gross_kept as (

    select
        'K32b' as kpi_id,
        account_id,
        seen_on,
        seen_on as anchor_date,
        least(annual_value, annual_value_before) as numerator_part,
        annual_value_before as denominator_part,
        problem_before as excluded_reason
    from customers
    where was_running

),

-- ... K32c counts growth too
net_kept as (

    select
        'K32c' as kpi_id,
        account_id,
        seen_on,
        seen_on as anchor_date,
        annual_value as numerator_part,
        annual_value_before as denominator_part,
        problem_before as excluded_reason
    from customers
    where was_running

),

-- K33: customers that won expansions brought more from, per customer-year of the last 24 months
expanded as (

    select
        'K33' as kpi_id,
        account_id,
        seen_on,
        seen_on as anchor_date,
        case when n_expansions > 0 then 1 else 0 end as numerator_part,
        customer_years as denominator_part,
        cast(null as {{ dbt.type_string() }}) as excluded_reason
    from customers

),

final as (

    {{ evidence_rows(['kept', 'gross_kept', 'net_kept', 'expanded'], 'customers', 'account_id', 'customer') }}

)

select * from final
