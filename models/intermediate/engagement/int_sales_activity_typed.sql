{{ config(materialized='view') }}

with activities as (

    select * from {{ ref('input__sales_activities') }}

),

opportunities as (

    select * from {{ ref('input__opportunities') }}

),

-- tasks are plans, not touches; what was done of them is logged as a call, a meeting, a mail or a message
-- a deal's id means the deal of the activity's own source, else that of the one source that has it
deals as (

    select
        *,
        count(*) over (partition by opportunity_id) as n_sources
    from opportunities

),

final as (

    select
        activities.source_system || ':activity:' || activities.activity_id as interaction_id,
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
        coalesce(activities.account_id, deals.account_id) as account_id,
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
    left join deals
        on
            activities.opportunity_id = deals.opportunity_id
            and (activities.source_system = deals.source_system or deals.n_sources = 1)
    where activities.type != 'task'

)

select * from final
