{{ config(materialized='view') }}

with changed as (

    select * from {{ ref('int_account_score_changed') }}

),

account_days as (

    select * from {{ ref('int_account_day_engaged') }}

),

lifetimes as (

    select * from {{ ref('int_account_lifetime') }}

),

memberships as (

    select * from {{ ref('int_membership_resolved') }}

),

due as (

    select * from {{ ref('int_account_score_due') }}

),

first_day as (

    select min(occurred_on) as starts_on from account_days

),

-- the days on which an account has a score: something of theirs still counts, or they are in the programme
spans as (

    select
        account_key,
        changed_on as valid_from,
        changed_again_on as valid_to,
        score,
        n_events_counted
    from changed
    where n_events_counted > 0
    union all
    select
        lifetimes.account_key,
        greatest(memberships.valid_from, first_day.starts_on) as valid_from,
        memberships.valid_to,
        0 as score,
        0 as n_events_counted
    from memberships
    inner join lifetimes
        on memberships.account_id = lifetimes.account_id
    cross join first_day
    where memberships.valid_to > first_day.starts_on

),

-- up to the as-of date, as far as it is scored again
final as (

    select
        spans.account_key,
        lifetimes.account_id,
        spans.n_events_counted,
        spans.score,
        spans.valid_from as faded_from,
        greatest(spans.valid_from, lifetimes.lives_from, due.scored_from) as starts_on,
        least(spans.valid_to, {{ day_after(as_of_date()) }}) as ends_on
    from spans
    inner join lifetimes
        on spans.account_key = lifetimes.account_key
    inner join due
        on spans.account_key = due.account_key

)

select * from final
where starts_on < ends_on
