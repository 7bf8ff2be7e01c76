with engagements as (

    select *
    from {{ raw('hubspot', 'engagement', ['id', 'type', 'timestamp', 'created_at', 'owner_id']) }}

),

-- what was done stands in a table of its own for each type
details as (

    {% for table, type in hubspot_engagement_tables().items() -%}
    select
        engagement_id,
        '{{ type }}' as detail_type,
        property_hs_timestamp,
        property_hs_createdate,
        property_hubspot_owner_id,
        property_hs_direction,
        property_hs_status,
        property_hs_end_time,
        property_hs_completed_at,
        property_hs_title,
        _landed_at as detail_landed_at,
        _version_at as detail_version_at,
        _gone_at as detail_gone_at,
        row_number() over (partition by engagement_id order by _landed_at desc) as preference
    from {{ raw('hubspot', table, hubspot_engagement_columns(type)) }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

latest_details as (

    select *
    from details
    where preference = 1

),

-- an activity has one contact, company and deal here
contacts as (

    select * from {{ hubspot_associate('engagement_contact', 'contact_id') }}

),

companies as (

    select * from {{ hubspot_associate('engagement_company', 'company_id') }}

),

deals as (

    select * from {{ hubspot_associate('engagement_deal', 'deal_id') }}

),

joined as (

    select
        coalesce(engagements.id, details.engagement_id) as id,
        coalesce(details.detail_type, lower(engagements.type)) as engagement_type,
        coalesce(details.property_hs_timestamp, engagements.timestamp) as stamped_at,
        coalesce(details.property_hs_createdate, engagements.created_at) as written_at,
        coalesce(details.property_hubspot_owner_id, engagements.owner_id) as owner_id,
        details.property_hs_direction as direction,
        details.property_hs_status as status,
        details.property_hs_end_time as ended_at,
        details.property_hs_completed_at as completed_at,
        details.property_hs_title as title,
        coalesce(engagements._landed_at, details.detail_landed_at) as ingested_at,
        coalesce(engagements._version_at, details.detail_version_at) as version_at,
        coalesce(engagements._gone_at, details.detail_gone_at) as _gone_at,
        engagements._row,
        engagements._decimal_comma,
        engagements._problem
    from engagements
    full outer join latest_details as details
        on engagements.id = details.engagement_id

),

typed as (

    select
        *,
        coalesce({{ known_value('engagement_type', var('activity_types')) }}, 'task') as activity_type,
        upper(coalesce(status, '')) as outcome
    from joined

),

renamed as (

    select
        typed.id as activity_id,
        case
            when typed.activity_type = 'task' then coalesce(typed.completed_at, typed.written_at, typed.stamped_at)
            else coalesce(typed.stamped_at, typed.written_at)
        end as occurred_at,
        typed.activity_type as type,
        case
            when upper(typed.direction) in ('INBOUND', 'INCOMING_EMAIL') then 'inbound'
            when typed.activity_type != 'task' then 'outbound'
        end as direction,
        typed.owner_id as user_id,
        contacts.contact_id as person_id,
        companies.company_id as account_id,
        -- deals of another CRM do not count
        case when {{ is_crm_of_record('hubspot') | lower }} then deals.deal_id end as opportunity_id,
        'false' as is_automated,
        case
            when typed.outcome in ('COMPLETED', 'SENT') then 'true'
            when typed.outcome != '' then 'false'
            -- what is logged was done, but for tasks and for meetings that are still to come
            when typed.engagement_type in ('call', 'email', 'note', 'communication') then 'true'
            when
                typed.activity_type = 'meeting'
                and {{ parse_instant('coalesce(typed.ended_at, typed.stamped_at)') }} <= {{ as_of_at() }}
                then 'true'
            else 'false'
        end as is_completed,
        typed.completed_at,
        case when typed.engagement_type = 'task' then typed.stamped_at end as due_at,
        typed.title as subject,
        typed.ingested_at,
        typed.version_at,
        typed._gone_at,
        typed._row,
        typed._decimal_comma,
        typed._problem
    from typed
    left join contacts
        on typed.id = contacts.engagement_id
    left join companies
        on typed.id = companies.engagement_id
    left join deals
        on typed.id = deals.engagement_id

),

final as (

    {{ parse_entity('renamed', 'sales_activities', 'hubspot') }}

)

select * from final
