with customers as (

    select * from {{ ref('int_customer_observed') }}

),

-- what customers bring a year, of those with a contract that day ...
margins as (

    select
        'K34' as kpi_id,
        account_id,
        seen_on,
        seen_on as anchor_date,
        annual_margin as numerator_part,
        1 as denominator_part,
        'margin' as stratum,
        problem as excluded_reason
    from customers
    where is_running

),

-- ... and how soon they leave, of all of the last 24 months (K32a)
lives as (

    select
        'K34' as kpi_id,
        account_id,
        seen_on,
        seen_on as anchor_date,
        n_churns as numerator_part,
        customer_years as denominator_part,
        'churn' as stratum,
        cast(null as {{ dbt.type_string() }}) as excluded_reason
    from customers

),

-- K35: the same, ABM against non-ABM
margins_compared as (

    select * replace ('K35' as kpi_id)
    from margins

),

lives_compared as (

    select * replace ('K35' as kpi_id)
    from lives

),

-- K38: how much of one month's margin of a new customer one acquisition costs
new_margins as (

    select
        'K38' as kpi_id,
        account_id,
        seen_on,
        seen_on as anchor_date,
        1 as numerator_part,
        annual_margin / 12 as denominator_part,
        problem as excluded_reason
    from customers
    where is_running and is_new

),

final as (

    {{ evidence_rows(
        ['margins', 'margins_compared'], 'customers', 'account_id', 'customer', having=['parts', 'stratum']
    ) }}
    union all
    {{ evidence_rows(
        ['lives', 'lives_compared'], 'customers', 'account_id', 'customer_life', having=['parts', 'stratum']
    ) }}
    union all
    {{ evidence_rows(['new_margins'], 'customers', 'account_id', 'customer', having=['parts']) }}

)

select * from final
