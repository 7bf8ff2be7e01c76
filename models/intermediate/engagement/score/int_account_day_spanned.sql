{{ config(materialized='view') }}

with changed as (

    select * from {{ ref('int_account_score_changed') }}

),

accounts as (

    select * from {{ ref('int_account_standing') }}

),

memberships as (

    select * from {{ ref('int_membership_resolved') }}

),

first_day as (

    select min(changed_on) as starts_on from changed

),

-- the days on which an account has a score: something of theirs still counts, or they are in the programme
spans as (

    select
        accounts.account_key,
        changed.changed_on as valid_from,
        changed.changed_again_on as valid_to,
        changed.score,
        changed.n_events_counted
    from changed
    inner join accounts
        on changed.account_key = accounts.account_key
    where changed.n_events_counted > 0
    union all
    select
        accounts.account_key,
        greatest(memberships.valid_from, first_day.starts_on) as valid_from,
        memberships.valid_to,
        0 as score,
        0 as n_events_counted
    from memberships
    inner join accounts
        on memberships.account_id = accounts.account_id
    cross join first_day
    where memberships.valid_to > first_day.starts_on

),

-- up to the as-of date; what happened at an account that was deleted since leads nowhere any more, on no day
final as (

    select
        spans.account_key,
        accounts.account_id,
        spans.n_events_counted,
        spans.score,
        spans.valid_from as faded_from,
        greatest(spans.valid_from, coalesce({{ local_date('accounts.created_at') }}, spans.valid_from)) as starts_on,
        least(spans.valid_to, {{ day_after(as_of_date()) }}) as ends_on
    from spans
    inner join accounts
        on spans.account_key = accounts.account_key
    where not accounts.is_deleted

)

select * from final
where starts_on < ends_on
