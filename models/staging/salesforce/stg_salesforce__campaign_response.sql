-- what only the CRM knows of a campaign's success: its members who responded or came
with members as (

    select *
    from {{ raw('salesforce', 'campaign_member', ['id'] + salesforce_campaign_member_columns()) }}

),

campaigns as (

    select
        id,
        {{ mapped_value('max(type)', var('campaign_channels')) }} as channel
    from {{ raw('salesforce', 'campaign', ['id', 'type']) }}
    group by id

),

answered as (

    select
        *,
        {{ salesforce_member_status() }} as member_status
    from members
    where {{ salesforce_member_status() }} in ('responded', 'attended')

),

renamed as (

    select
        answered.id || ':' || answered.member_status as interaction_id,
        answered.id as source_event_id,
        {{ salesforce_member_changed_at() }} as occurred_at,
        case
            when answered.member_status = 'responded' then 'form_submit'
            when campaigns.channel = 'webinar' then 'webinar_attended'
            else 'event_attended'
        end as type,
        'inbound' as direction,
        {{ salesforce_member() }} as person_id,
        answered.campaign_id,
        {{ loader_columns(salesforce_changed_at(), deleted='is_deleted') }}
    from answered
    left join campaigns
        on answered.campaign_id = campaigns.id

),

final as (

    {{ parse_entity('renamed', 'interactions', 'salesforce', absent=[
        'email', 'domain', 'account_id', 'asset_id', 'session_id', 'duration_seconds', 'scroll_ratio', 'user_agent',
        'url', 'is_filtered',
    ]) }}

)

select * from final
