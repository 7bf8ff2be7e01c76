{{ config(materialized='incremental', incremental_strategy='stale_days') }}

with events as (

    select * from {{ ref('int_engagement_scored') }}

),

stale as (

    select *
    from {{ ref('int_engaged_day_stale') }}
    where is_counted_again

),

accounts as (

    select * from {{ ref('int_account_keyed') }}

),

rules as (

    select * from {{ ref('int_engaged_day_ruled') }}

),

account_days as (

    select
        events.account_key,
        stale.day_number,
        cast(sum(events.event_count) as bigint) as n_events,
        cast(sum(case when events.quality = 'high' then events.event_count else 0 end) as bigint)
            as n_high_quality_events,
        cast(sum(events.score_points) as decimal(18, 6)) as score_points,
        cast(
            sum(case when events.quality = 'high' then events.score_points else 0 end) as decimal(18, 6)
        ) as high_quality_points,
        events.occurred_on
    from events
    inner join stale
        on events.occurred_on = stale.occurred_on
    group by events.account_key, stale.day_number, events.occurred_on

),

-- under a number of the account's record: its key shifts when a record comes
final as (

    select
        {{ content_hash(['accounts.source_system', 'accounts.account_id']) }} as account_number,
        account_days.day_number,
        rules.rules_number,
        account_days.n_events,
        account_days.n_high_quality_events,
        account_days.score_points,
        account_days.high_quality_points,
        account_days.occurred_on
    from account_days
    inner join accounts
        on account_days.account_key = accounts.account_key
    cross join rules

)

select * from final
