with events as (

    select *
    from {{ raw('hubspot', 'email_event', [
        'id', 'type', 'created', 'recipient', 'email_campaign_id', 'filtered_event',
    ]) }}

),

-- what only the events of one type have
opens as (

    select * from {{ newest('hubspot', 'email_event_open', 'id', ['id', 'user_agent', 'duration']) }}

),

clicks as (

    select * from {{ newest('hubspot', 'email_event_click', 'id', ['id', 'user_agent', 'url']) }}

),

status_changes as (

    select *
    from {{ newest('hubspot', 'email_event_status_change', 'id', [
        'id', 'portal_subscription_status', 'subscriptions',
    ]) }}

),

typed as (

    select
        events.*,
        case
            when
                lower(events.type) = 'statuschange'
                and {{ hubspot_is_subscribed(
                    "coalesce(status_changes.portal_subscription_status, status_changes.subscriptions)"
                ) }}
                then 'email_subscribe'
            else coalesce({{ known_value('events.type', var('interaction_types')) }}, 'unmapped')
        end as interaction_type,
        coalesce(opens.user_agent, clicks.user_agent) as user_agent,
        clicks.url,
        -- HubSpot counts how long a mail was open in milliseconds
        {{ divided('opens.duration', 1000) }} as duration_seconds
    from events
    left join opens
        on events.id = opens.id
    left join clicks
        on events.id = clicks.id
    left join status_changes
        on events.id = status_changes.id

),

renamed as (

    select
        id as interaction_id,
        id as source_event_id,
        created as occurred_at,
        interaction_type as type,
        case
            when interaction_type in ('email_sent', 'email_delivered', 'email_bounced', 'unmapped') then 'outbound'
            else 'inbound'
        end as direction,
        recipient as email,
        email_campaign_id as campaign_id,
        duration_seconds,
        user_agent,
        url,
        filtered_event as is_filtered,
        {{ loader_columns() }}
    from typed

),

final as (

    {{ parse_entity('renamed', 'interactions', 'hubspot', absent=[
        'person_id', 'domain', 'account_id', 'asset_id', 'session_id', 'scroll_ratio',
    ]) }}

)

select * from final
