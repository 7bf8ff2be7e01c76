with exposed as (

    select * from {{ ref('int_customer_exposed') }}

),

valued as (

    select * from {{ ref('int_customer_valued') }}

),

won as (

    select * from {{ ref('int_customer_won') }}

),

first_contracts as (

    select
        account_id,
        min(valid_from) as customer_since
    from {{ ref('int_contract_dated') }}
    group by account_id

),

segments as (

    select * from {{ ref('int_account_segmented') }}

),

memberships as (

    select * from {{ ref('int_membership_resolved') }}

),

-- membership at the creation of the first new business won, else on the day the first contract began
final as (

    select
        exposed.account_id,
        segments.owner_id,
        case
            when won.has_won then won.abm_segment
            else {{ abm_segment('exposed.account_id', 'first_contracts.customer_since', 'memberships') }}
        end as abm_segment,
        case when won.has_won then won.tier else memberships.tier end as tier,
        segments.industry,
        segments.country_code,
        segments.owner_team,
        case when valued.is_running then valued.problem end as problem,
        case when valued.was_running then coalesce(valued.problem_before, valued.problem) end as problem_before,
        exposed.n_churns,
        exposed.exposed_days,
        exposed.customer_years,
        coalesce(won.n_expansions, 0) as n_expansions,
        valued.annual_value,
        valued.annual_value_before,
        {{ gross_margin_of('valued.annual_value') }} as annual_margin,
        coalesce(valued.is_running, false) as is_running,
        coalesce(valued.was_running, false) as was_running,
        first_contracts.customer_since >= {{ add_months(day_after('exposed.seen_on'), -12) }} as is_new,
        first_contracts.customer_since,
        exposed.seen_on
    from exposed
    inner join first_contracts
        on exposed.account_id = first_contracts.account_id
    left join valued
        on
            exposed.account_id = valued.account_id
            and exposed.seen_on = valued.seen_on
    left join won
        on
            exposed.account_id = won.account_id
            and exposed.seen_on = won.seen_on
    left join segments
        on exposed.account_id = segments.account_id
    left join memberships
        on
            exposed.account_id = memberships.account_id
            and first_contracts.customer_since >= memberships.valid_from
            and first_contracts.customer_since < memberships.valid_to

)

select * from final
