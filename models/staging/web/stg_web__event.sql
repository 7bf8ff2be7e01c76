with events as (

    select *
    from {{ raw('web', 'event', [
        '_fivetran_id', 'name', 'timestamp', 'date', 'stream_id', 'user_id', 'user_pseudo_id', 'param_ga_session_id',
        'param_engagement_time_msec', 'param_percent_scrolled', 'param_page_location', 'event_dimensions_hostname',
        'is_intraday',
    ]) }}

),

-- the day's export replaces what came during the day
superseded as (

    select
        *,
        cast(
            {{ parse_boolean('is_intraday') }}
            and max(case when {{ parse_boolean('is_intraday') }} then 0 else 1 end) over (
                partition by coalesce(date, replace(left(timestamp, 10), '-', '')), stream_id
            ) = 1 as {{ dbt.type_string() }}
        ) as is_superseded
    from events

),

renamed as (

    select
        _fivetran_id as interaction_id,
        _fivetran_id as source_event_id,
        timestamp as occurred_at,
        coalesce({{ known_value('name', var('interaction_types')) }}, 'unmapped') as type,
        'inbound' as direction,
        user_id as person_id,
        user_pseudo_id || '.' || param_ga_session_id as session_id,
        {{ divided('param_engagement_time_msec', 1000) }} as duration_seconds,
        {{ divided('param_percent_scrolled', 100) }} as scroll_ratio,
        coalesce(param_page_location, event_dimensions_hostname) as url,
        {{ loader_columns('timestamp', deleted='is_superseded') }}
    from superseded

),

final as (

    {{ parse_entity('renamed', 'interactions', 'web', absent=[
        'email', 'domain', 'account_id', 'campaign_id', 'asset_id', 'user_agent', 'is_filtered',
    ]) }}

)

select * from final
