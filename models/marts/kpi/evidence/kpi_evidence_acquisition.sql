-- K36: fully loaded cost of acquisition per new customer, by quarter. Each segment is lagged by its own cycle, so
-- that a cost or a customer has one row of the whole and one of its part. All stands on the first day of its quarter:
-- of any twelve months the last four quarters are in them, the current one included.
with costs as (

    select *
    from {{ ref('int_ledger_allocated') }}
    where kind = 'cost'

),

customers as (

    select * from {{ ref('int_customer_acquired') }}

),

scopes as (

    select
        *,
        3 * coalesce(lag_quarters, 0) as lag_months,
        case scope when 'all' then 'whole' else 'part' end as side
    from {{ ref('acquisition_scope') }}

),

cost_pieces as (

    select
        scopes.kpi_id,
        concat_ws(':', costs.ledger_line_id, costs.quarter_start, costs.allocated_to, scopes.scope) as entity_id,
        -- what nobody bears is told to each segment, and counts in none
        case
            when costs.allocated_to != 'unallocated' then costs.allocated_to
            when scopes.scope = 'all' then 'unknown'
            else scopes.scope
        end as abm_segment,
        scopes.side,
        costs.amount,
        costs.is_segment_assumed,
        case
            when costs.excluded_reason is not null then costs.excluded_reason
            when not {{ is_listed('costs.category', var('acquisition_cost_categories')) }} then 'not_acquisition'
            when costs.allocated_to = 'unallocated' and scopes.scope != 'all' then 'shared_unallocated'
            when scopes.lag_quarters is null then 'no_cycle'
        end as excluded_reason,
        {{ add_months('costs.quarter_start', 'scopes.lag_months') }} as anchor_date,
        scopes.seen_on
    from costs
    inner join scopes
        on
            costs.known_from <= scopes.seen_on
            and costs.known_to > scopes.seen_on
            and (scopes.scope = 'all' or costs.allocated_to in (scopes.scope, 'unallocated'))
    where {{ add_months('costs.quarter_start', 'scopes.lag_months') }} <= scopes.seen_on

),

-- within a quarter the programme's horizon, or a platform's month, may part a line
cost_of_acquisition as (

    select
        kpi_id,
        concat_ws(':', entity_id, excluded_reason) as entity_id,
        abm_segment,
        {{ no_attributes() }},
        side,
        excluded_reason,
        sum(amount) as numerator_part,
        0 as denominator_part,
        is_segment_assumed,
        anchor_date,
        seen_on
    from cost_pieces
    group by kpi_id, entity_id, abm_segment, side, excluded_reason, is_segment_assumed, anchor_date, seen_on

),

customers_won as (

    select
        scopes.kpi_id,
        customers.customer_id || ':' || scopes.scope as entity_id,
        customers.abm_segment,
        {{ no_attributes() }},
        scopes.side,
        case
            when customers.excluded_reason is not null then customers.excluded_reason
            when scopes.lag_quarters is null then 'no_cycle'
            when not coalesce(
                {{ add_months(period_start('quarter', 'customers.closed_on'), '-scopes.lag_months') }}
                between scopes.first_quarter and scopes.last_quarter, false
            ) then 'no_costs'
        end as excluded_reason,
        0 as numerator_part,
        1 as denominator_part,
        customers.is_type_assumed,
        {{ period_start('quarter', 'coalesce(customers.closed_on, customers.created_on)') }} as anchor_date,
        customers.seen_on
    from customers
    inner join scopes
        on
            customers.seen_on = scopes.seen_on
            and (scopes.scope = 'all' or customers.abm_segment = scopes.scope)

),

final as (

    {{ evidence_rows(
        ['cost_of_acquisition'], none, 'entity_id', 'ledger_line', having=['parts', 'side'], assumes=['segment']
    ) }}
    union all
    {{ evidence_rows(
        ['customers_won'], none, 'entity_id', 'account', having=['parts', 'side'], assumes=['type']
    ) }}

)

select * from final
