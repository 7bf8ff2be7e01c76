with engagements as (

    select *
    from {{ raw('hubspot', 'engagement', ['id', 'type', 'timestamp', 'created_at', 'owner_id', 'active']) }}

),

-- what was done stands in a table of its own for each type
details as (

    select * from {{ hubspot_engagement_details() }}

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
        coalesce(engagements._landed_at, details._landed_at) as ingested_at,
        coalesce(engagements._version_at, details._version_at) as version_at,
        coalesce(
            {{ deleted_at(negated('engagements.active'), of='engagements') }},
            details._gone_at
        ) as _gone_at,
        engagements._row,
        engagements._decimal_comma,
        engagements._problem
    from engagements
    full outer join details
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
            -- a meeting stays SCHEDULED where nobody says how it went
            when typed.outcome not in ('', 'SCHEDULED') then 'false'
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
