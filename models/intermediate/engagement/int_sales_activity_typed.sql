{{ config(materialized='view') }}

with activities as (

    select * from {{ ref('input__sales_activities') }}

),

opportunities as (

    select * from {{ ref('input__opportunities') }}

),

-- tasks are plans, not touches; what was done of them is logged as a call, a meeting, a mail or a message
final as (

    select
        activities.source_system || ':activity:' || coalesce(activities.activity_id, {{ content_id([
            'activities.occurred_at', 'activities.type', 'activities.direction', 'activities.user_id',
            'activities.person_id', 'activities.account_id', 'activities.opportunity_id', 'activities.is_automated',
            'activities.is_completed', 'activities.completed_at', 'activities.due_at', 'activities.subject',
        ]) }}) as interaction_id,
        activities.source_system,
        cast(null as {{ dbt.type_string() }}) as source_event_id,
        case
            when activities.type in ('email', 'message') and activities.direction = 'inbound' then 'sales_reply'
            else 'sales_' || activities.type
        end as type,
        coalesce(activities.direction, 'outbound') as direction,
        activities.person_id,
        cast(null as {{ dbt.type_string() }}) as email,
        cast(null as {{ dbt.type_string() }}) as domain,
        -- a deal's activity is its account's
        coalesce(activities.account_id, opportunities.account_id) as account_id,
        cast(null as {{ dbt.type_string() }}) as campaign_id,
        cast(null as {{ dbt.type_string() }}) as asset_id,
        cast(null as {{ dbt.type_string() }}) as session_id,
        activities.user_id,
        activities.subject,
        cast(null as {{ dbt.type_string() }}) as user_agent,
        cast(null as {{ dbt.type_string() }}) as url,
        cast(null as decimal(18, 8)) as duration_seconds,
        cast(null as decimal(18, 8)) as scroll_ratio,
        cast(1 as bigint) as event_count,
        false as is_daily_count,
        false as is_filtered,
        coalesce(activities.is_automated, false) as is_automated,
        coalesce(activities.is_completed, true) as is_done,
        activities.occurred_at,
        activities.ingested_at
    from activities
    left join opportunities
        on
            activities.source_system = opportunities.source_system
            and activities.opportunity_id = opportunities.opportunity_id
    where activities.type != 'task'

)

select * from final
