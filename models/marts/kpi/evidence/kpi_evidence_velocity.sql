with sends as (

    select * from {{ ref('int_campaign_answered') }}

),

changes as (

    select * from {{ ref('int_programme_change_applied') }}

),

published as (

    select * from {{ ref('int_date_published') }}

),

catalog as (

    select * from {{ ref('int_kpi_defined') }}

),

-- K10: from the first send of a campaign to an account to its first answer; of older sends no period asks
first_response as (

    select
        'K10' as kpi_id,
        sends.*,
        published.seen_on,
        sends.sent_on as anchor_date,
        cast(null as {{ dbt.type_string() }}) as side,
        false as is_without_change
    from sends
    inner join published
        on sends.sent_on <= published.seen_on
    inner join catalog
        on catalog.kpi_id = 'K10' and {{ is_in_reach('sends.sent_on', 'published.seen_on', 'catalog') }}

),

-- K11: the same after the last change of the programme against the days before it
around_change as (

    select
        'K11' as kpi_id,
        sends.*,
        changes.seen_on,
        changes.seen_on as anchor_date,
        case
            when sends.sent_on >= changes.changed_on then 'after'
            when sends.sent_on < changes.changed_on then 'before'
        end as side,
        changes.changed_on is null as is_without_change
    from sends
    inner join changes
        on
            sends.campaign_id = changes.campaign_id
            and sends.sent_on <= changes.seen_on
            and sends.sent_on
            >= coalesce(changes.changed_on, {{ day_after('changes.seen_on') }}) - {{ var('days_before_change') }}

),

compared as (

    select * from first_response
    union all
    select * from around_change

),

-- days to the first answer; censored on the campaign's last day, or on the day it is seen from
followed as (

    select
        *,
        case
            when sent_on > ends_on then null
            else {{ days_between('sent_on', 'least(answered_on, ends_on, seen_on)') }}
        end as duration,
        case
            when sent_on > ends_on then null
            when answered_on <= least(ends_on, seen_on) then 'event'
            else 'censored'
        end as outcome,
        case
            when is_without_change then 'no_programme_change'
            when sent_on > ends_on then 'sent_after_the_end'
        end as excluded_reason
    from compared

),

final as (

    {{ event_evidence(['followed'], 'campaign_account', 'campaign_account_id', having=['lapse', 'campaign', 'side']) }}

)

select * from final
