with costs as (

    select *
    from {{ ref('int_ledger_allocated') }}
    where
        kind = 'cost' and excluded_reason is null
        and {{ is_listed('category', var('acquisition_cost_categories')) }}
        and known_from <= {{ as_of_date() }} and known_to > {{ as_of_date() }}

),

customers as (

    select
        *,
        {{ period_start('quarter', 'closed_on') }} as quarter_start
    from {{ ref('int_customer_acquired') }}
    where seen_on = {{ as_of_date() }} and excluded_reason is null

),

scopes as (

    select *
    from {{ ref('acquisition_scope') }}
    where seen_on = {{ as_of_date() }} and kpi_id = 'K36a'

),

lags as (

    select *
    from {{ ref('acquisition_lag') }}
    where seen_on = {{ as_of_date() }}

),

spent as (

    select
        scopes.scope,
        costs.quarter_start,
        sum(case when {{ is_indirect_cost('costs.category') }} then 0 else costs.amount end) as direct_cost,
        sum(case when {{ is_indirect_cost('costs.category') }} then costs.amount else 0 end) as indirect_cost,
        sum(costs.amount) as total_cost
    from costs
    inner join scopes
        on scopes.scope = 'all' or costs.allocated_to = scopes.scope
    group by scopes.scope, costs.quarter_start

),

-- told beside each segment: what is shared and nobody bears
unallocated as (

    select
        quarter_start,
        sum(amount) as unallocated_cost
    from costs
    where allocated_to = 'unallocated'
    group by quarter_start

),

won as (

    select
        scopes.scope,
        customers.quarter_start,
        count(*) as n_new_customers
    from customers
    inner join scopes
        on scopes.scope = 'all' or customers.abm_segment = scopes.scope
    group by scopes.scope, customers.quarter_start

),

quarters as (

    select
        scope,
        quarter_start
    from spent
    union
    select
        scope,
        quarter_start
    from won

),

joined as (

    select
        quarters.scope as segment,
        quarters.quarter_start,
        '{{ var("shared_allocation") }}' as shared_allocation,
        '{{ var("acquisition_cost_categories") | join("|") }}' as cost_categories,
        lags.cycle_days,
        scopes.lag_quarters,
        coalesce(spent.direct_cost, 0) as direct_cost,
        coalesce(spent.indirect_cost, 0) as indirect_cost,
        coalesce(spent.total_cost, 0) as total_cost,
        coalesce(unallocated.unallocated_cost, 0) as unallocated_cost,
        coalesce(won.n_new_customers, 0) as n_new_customers,
        coalesce(quarters.quarter_start between scopes.first_quarter and scopes.last_quarter, false) as is_cost_known,
        case
            when
                {{ add_months('quarters.quarter_start', '-3 * scopes.lag_quarters') }}
                between scopes.first_quarter and scopes.last_quarter
                then coalesce(lagged.total_cost, 0)
        end as lagged_cost
    from quarters
    inner join scopes
        on quarters.scope = scopes.scope
    left join lags
        on quarters.scope = lags.scope
    left join spent
        on
            quarters.scope = spent.scope
            and quarters.quarter_start = spent.quarter_start
    left join spent as lagged
        on
            quarters.scope = lagged.scope
            and {{ add_months('quarters.quarter_start', '-3 * scopes.lag_quarters') }} = lagged.quarter_start
    left join unallocated
        on quarters.quarter_start = unallocated.quarter_start
    left join won
        on
            quarters.scope = won.scope
            and quarters.quarter_start = won.quarter_start

),

final as (

    select
        segment,
        shared_allocation,
        cost_categories,
        cast(direct_cost as decimal(18, 2)) as direct_cost,
        cast(indirect_cost as decimal(18, 2)) as indirect_cost,
        cast(total_cost as decimal(18, 2)) as total_cost,
        cast(unallocated_cost as decimal(18, 2)) as unallocated_cost,
        cast(cycle_days as integer) as cycle_days,
        lag_quarters,
        cast(lagged_cost as decimal(18, 2)) as lagged_cost,
        cast(n_new_customers as bigint) as n_new_customers,
        {{ rounded_quotient('cast(lagged_cost * 100 as hugeint)', 'nullif(n_new_customers, 0)') }}
            as lagged_cost_per_customer,
        case
            when is_cost_known
                then {{ rounded_quotient('cast(total_cost * 100 as hugeint)', 'nullif(n_new_customers, 0)') }}
        end as cost_per_customer,
        {{ add_months('quarter_start', 3) }} <= {{ day_after(as_of_date()) }} as is_complete,
        quarter_start
    from joined

)

select * from final
