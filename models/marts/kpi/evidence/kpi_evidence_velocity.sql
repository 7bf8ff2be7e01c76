with sends as (

    select * from {{ ref('int_campaign_answered') }}

),

changes as (

    select * from {{ ref('int_programme_change_applied') }}

),

published as (

    select * from {{ ref('int_date_published') }}

),

observed as (

    select *
    from {{ ref('int_date_observed') }}
    where observed_every = 'month'

),

days as (

    select seen_on from published
    union
    select seen_on from observed

),

-- days to the first answer; censored on the campaign's last day, or on the day it is seen from
followed as (

    select
        sends.*,
        days.seen_on,
        case
            when sends.sent_on > sends.ends_on then null
            else {{ days_between('sends.sent_on', 'least(sends.answered_on, sends.ends_on, days.seen_on)') }}
        end as duration,
        case
            when sends.sent_on > sends.ends_on then null
            when sends.answered_on <= least(sends.ends_on, days.seen_on) then 'event'
            else 'censored'
        end as outcome,
        case when sends.sent_on > sends.ends_on then 'sent_after_the_end' end as excluded_reason
    from sends
    inner join days
        on sends.sent_on <= days.seen_on

),

-- K10: from the first send of a campaign to an account to its first answer
first_response as (

    select
        'K10' as kpi_id,
        *,
        sent_on as anchor_date
    from followed
    where seen_on in (select published.seen_on from published)

),

-- K11: the same after the last change of the programme against the days before it
around_change as (

    select
        'K11' as kpi_id,
        followed.* exclude (excluded_reason),
        followed.seen_on as anchor_date,
        case
            when followed.sent_on >= changes.changed_on then 'after'
            when followed.sent_on < changes.changed_on then 'before'
        end as side,
        case
            when changes.changed_on is null then 'no_programme_change'
            else followed.excluded_reason
        end as excluded_reason
    from followed
    inner join changes
        on
            followed.campaign_id = changes.campaign_id
            and followed.seen_on = changes.seen_on
            and followed.sent_on
            >= coalesce(changes.changed_on, {{ day_after('followed.seen_on') }}) - {{ var('days_before_change') }}

),

final as (

    {{ event_evidence(['first_response'], 'campaign_account', 'campaign_account_id', having=['lapse', 'campaign']) }}
    union all
    {{ event_evidence(
        ['around_change'], 'campaign_account', 'campaign_account_id', having=['lapse', 'campaign', 'side']
    ) }}

)

select * from final
