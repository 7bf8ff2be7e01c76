-- What a customer's deals say of it on each day it is seen from: the first won, and whether it has bought more.
with opportunities as (

    select * from {{ ref('int_opportunity_described') }}
    where is_won and account_id is not null

),

first_won as (

    select
        account_id,
        abm_segment,
        tier,
        seen_on,
        row_number() over (
            partition by account_id, seen_on order by closed_on asc nulls last, created_at asc, opportunity_id asc
        ) as won_number
    from opportunities
    where type = 'new_business'

),

-- a deal that makes the customer smaller is no expansion
expanded as (

    select
        account_id,
        seen_on,
        count(*) as n_expansions
    from opportunities
    where
        type = 'expansion'
        and coalesce(amount_in_currency, 0) >= 0
        and closed_on >= {{ add_months(day_after('seen_on'), -trailing_periods()['trailing_24m']) }}
    group by account_id, seen_on

),

final as (

    select
        coalesce(first_won.account_id, expanded.account_id) as account_id,
        first_won.abm_segment,
        first_won.tier,
        coalesce(expanded.n_expansions, 0) as n_expansions,
        first_won.account_id is not null as has_won,
        coalesce(first_won.seen_on, expanded.seen_on) as seen_on
    from first_won
    full outer join expanded
        on
            first_won.account_id = expanded.account_id
            and first_won.seen_on = expanded.seen_on
    where first_won.account_id is null or first_won.won_number = 1

)

select * from final
