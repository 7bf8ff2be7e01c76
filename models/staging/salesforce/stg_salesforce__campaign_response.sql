-- what only the CRM knows of a campaign's success: its members who, as it says today, responded or came
with members as (

    select *
    from {{ salesforce_members(all_versions=false) }} as members

),

answered as (

    select
        *,
        {{ salesforce_member_status() }} as member_status,
        {{ mapped_value('campaign_type', var('campaign_channels')) }} as channel
    from members
    where {{ salesforce_member_status() }} in ('responded', 'attended')

),

renamed as (

    select
        id || ':' || member_status as interaction_id,
        id as source_event_id,
        {{ salesforce_member_changed_at() }} as occurred_at,
        case
            when member_status = 'responded' then 'form_submit'
            when channel = 'webinar' then 'webinar_attended'
            else 'event_attended'
        end as type,
        'inbound' as direction,
        {{ salesforce_member() }} as person_id,
        campaign_id,
        {{ loader_columns(salesforce_changed_at(), deleted='is_deleted') }}
    from answered

),

final as (

    {{ parse_entity('renamed', 'interactions', 'salesforce', absent=[
        'email', 'domain', 'account_id', 'asset_id', 'session_id', 'duration_seconds', 'scroll_ratio', 'user_agent',
        'url', 'is_filtered',
    ]) }}

)

select * from final
