{{ config(materialized='view') }}

{%- set block_days = score_block_days() -%}
{%- set n_later_blocks = (var('score_window_days') + block_days - 2) // block_days -%}

with account_days as (

    select * from {{ ref('int_account_day_engaged') }}

),

memberships as (

    select * from {{ ref('int_membership_resolved') }}

),

lifetimes as (

    select * from {{ ref('int_account_lifetime') }}

),

first_day as (

    select min(occurred_on) as starts_on from account_days

),

event_blocks as (

    select
        account_key,
        {{ score_block_of('occurred_on') }} as block
    from account_days
    group by account_key, block

),

with_next as (

    select
        *,
        lead(block) over (partition by account_key order by block) as next_block
    from event_blocks

),

-- the blocks with a day on which something counts or the account is in the programme
reached as (

    select
        account_key,
        unnest(range(
            block,
            least(
                next_block, block + {{ n_later_blocks }} + 1, {{ score_block_of(as_of_date()) }} + 1
            )
        )) as block
    from with_next
    union
    select
        lifetimes.account_key,
        unnest(range(
            {{ score_block_of('greatest(memberships.valid_from, first_day.starts_on, lifetimes.lives_from)') }},
            {{ score_block_of('least(memberships.valid_to - 1, ' ~ as_of_date() ~ ')') }} + 1
        )) as block
    from memberships
    inner join lifetimes
        on memberships.account_id = lifetimes.account_id
    cross join first_day
    where
        memberships.valid_to > greatest(first_day.starts_on, lifetimes.lives_from)
        and memberships.valid_from <= {{ as_of_date() }}

),

-- before the first engagement of any account there is no score
bounded as (

    select
        reached.account_key,
        reached.block,
        greatest({{ score_block_starts_on('reached.block') }}, first_day.starts_on) as starts_on,
        least({{ score_block_starts_on('reached.block + 1') }}, {{ day_after(as_of_date()) }}) as ends_on
    from reached
    cross join first_day

),

-- an end of life that the as-of date cuts off says where the block ends
final as (

    select
        lifetimes.account_id,
        bounded.account_key,
        bounded.block,
        bounded.starts_on,
        bounded.ends_on,
        greatest(lifetimes.lives_from, bounded.starts_on - {{ momentum_days() }}) as lives_from
    from bounded
    inner join lifetimes
        on bounded.account_key = lifetimes.account_key
    where lifetimes.lives_from < bounded.ends_on

)

select * from final
