{{ config(materialized='view') }}

with interactions as (

    select * from {{ ref('input__interactions') }}

),

activities as (

    select * from {{ ref('int_sales_activity_typed') }}

),

advertising as (

    select * from {{ ref('int_ad_engagement_typed') }}

),

own as (

    select
        source_system || ':' || interaction_id as interaction_id,
        source_system,
        source_event_id,
        type,
        direction,
        person_id,
        email,
        domain,
        account_id,
        campaign_id,
        asset_id,
        session_id,
        cast(null as {{ dbt.type_string() }}) as user_id,
        cast(null as {{ dbt.type_string() }}) as subject,
        user_agent,
        url,
        duration_seconds,
        scroll_ratio,
        cast(1 as bigint) as event_count,
        false as is_daily_count,
        coalesce(is_filtered, false) as is_filtered,
        false as is_automated,
        true as is_done,
        occurred_at,
        ingested_at
    from interactions

),

unioned as (

    select * from own
    union all
    select * from activities
    union all
    select * from advertising

),

-- numbers that tell rows apart: how somebody is named in it, its event, all it says
final as (

    select
        *,
        {{ content_hash(['source_system', 'person_id', 'email', 'domain', 'account_id']) }} as name_number,
        case
            when source_event_id is not null then {{ content_hash(['source_system', 'source_event_id']) }}
        end as event_number,
        {{ content_hash([
            'interaction_id', 'source_system', 'source_event_id', 'type', 'direction', 'person_id', 'email', 'domain',
            'account_id', 'campaign_id', 'asset_id', 'session_id', 'user_id', 'subject', 'user_agent', 'url',
            'event_count', 'duration_seconds', 'scroll_ratio', 'is_daily_count', 'is_filtered', 'is_automated', 'is_done',
            'occurred_at', 'ingested_at',
        ]) }} as content_number,
        {{ block_of('occurred_at') }} as block
    from unioned

)

select * from final
