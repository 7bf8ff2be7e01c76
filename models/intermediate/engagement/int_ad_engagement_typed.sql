{{ config(materialized='view') }}

with advertising as (

    select * from {{ ref('input__ad_engagements') }}

),

-- which companies saw and clicked advertisements, by day; rows of a campaign alone are spend, nobody's interaction
final as (

    {% for type, direction, count in [
        ('ad_impression', 'outbound', 'impressions'), ('ad_click', 'inbound', 'clicks'),
    ] -%}
    select
        source_system || ':{{ type }}:' || {{ content_id([
            'day', 'campaign_id', 'account_id', 'domain',
        ]) }} as interaction_id,
        source_system,
        cast(null as {{ dbt.type_string() }}) as source_event_id,
        '{{ type }}' as type,
        '{{ direction }}' as direction,
        cast(null as {{ dbt.type_string() }}) as person_id,
        cast(null as {{ dbt.type_string() }}) as email,
        domain,
        account_id,
        campaign_id,
        cast(null as {{ dbt.type_string() }}) as asset_id,
        cast(null as {{ dbt.type_string() }}) as session_id,
        cast(null as {{ dbt.type_string() }}) as user_id,
        cast(null as {{ dbt.type_string() }}) as subject,
        cast(null as {{ dbt.type_string() }}) as user_agent,
        cast(null as {{ dbt.type_string() }}) as url,
        cast(null as decimal(18, 8)) as duration_seconds,
        cast(null as decimal(18, 8)) as scroll_ratio,
        {{ count }} as event_count,
        true as is_daily_count,
        false as is_filtered,
        false as is_automated,
        true as is_done,
        -- at what time of its day nobody knows; at the day's end it comes before nothing that it may have followed
        {{ last_instant_of('day') }} as occurred_at,
        ingested_at
    from advertising
    where {{ count }} > 0 and (account_id is not null or domain is not null)
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

)

select * from final
