with events as (

    select *
    from {{ raw('hubspot', 'email_event', [
        'id', 'type', 'created', 'recipient', 'email_campaign_id', 'filtered_event',
    ]) }}

),

-- what only the events of one type have
details as (

    {% for table in ('email_event_open', 'email_event_click') -%}
    select
        id,
        max(user_agent) as user_agent,
        max(url) as url,
        max(duration) as duration
    from {{ raw('hubspot', table, ['id', 'user_agent', 'url', 'duration']) }}
    group by id
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

typed as (

    select
        events.*,
        coalesce({{ known_value('events.type', var('interaction_types')) }}, 'unmapped') as interaction_type,
        details.user_agent,
        details.url,
        -- HubSpot counts how long a mail was open in milliseconds
        {{ divided('details.duration', 1000) }} as duration_seconds
    from events
    left join details
        on events.id = details.id

),

renamed as (

    select
        id as interaction_id,
        id as source_event_id,
        created as occurred_at,
        interaction_type as type,
        case
            when interaction_type in ('email_open', 'email_click', 'email_reply', 'email_unsubscribe') then 'inbound'
            else 'outbound'
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
