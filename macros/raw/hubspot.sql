{#- Stages of deals, one row each, with their own words for closed and won. -#}
{%- macro hubspot_stages() -%}
    (
        select
            stage_id,
            label,
            probability,
            {{ parse_boolean('is_closed') }} as is_closed,
            {{ parse_boolean('closed_won') }} as is_won
        from {{ newest(
            'hubspot', 'deal_pipeline_stage', 'stage_id',
            ['stage_id', 'label', 'probability', 'is_closed', 'closed_won', 'updated_at'], 'updated_at'
        ) }}
    )
{%- endmacro -%}


{#- Is the deal closed, or won? By its stage's flag, its own, its stage's probability, HubSpot's ids of last stages. -#}
{%- macro is_hubspot_stage(what, stage_id, stage_flag, deal_flag, probability) -%}
    {%- set ids = {'closed': ['closedwon', 'closedlost'], 'won': ['closedwon']}[what] -%}
    {%- set probabilities = {'closed': '(0, 1, 100)', 'won': '(1, 100)'}[what] -%}
    coalesce(
        {{ stage_flag }},
        {{ parse_boolean(deal_flag) }},
        try_cast({{ probability }} as double) in {{ probabilities }},
        lower({{ stage_id }}) in ('{{ ids | join("', '") }}'),
        false
    )
{%- endmacro -%}


{#- The tables that say what was done, and what the engagement is called. -#}
{%- macro hubspot_engagement_tables() -%}
    {{ return({
        'engagement_call': 'call', 'engagement_email': 'email', 'engagement_meeting': 'meeting',
        'engagement_note': 'note', 'engagement_task': 'task',
    }) }}
{%- endmacro -%}


{#- Does a change of status only subscribe? It says UNSUBSCRIBED, SUBSCRIBED, or both of several subscriptions. -#}
{%- macro hubspot_is_subscribed(written) -%}
    upper({{ written }}) like '%SUBSCRIBED%' and upper({{ written }}) not like '%UNSUBSCRIBED%'
{%- endmacro -%}


{#- Their columns, by one set of names: HubSpot names the same property after the type. -#}
{%- macro hubspot_engagement_columns(type) -%}
    {{ return([
        'engagement_id', 'property_hs_timestamp', 'property_hs_createdate', 'property_hubspot_owner_id',
        'property_hs_direction|property_hs_' ~ type ~ '_direction',
        'property_hs_status|property_hs_' ~ type ~ '_status|property_hs_' ~ type ~ '_outcome',
        'property_hs_end_time|property_hs_' ~ type ~ '_end_time',
        'property_hs_completed_at|property_hs_' ~ type ~ '_completion_date',
        'property_hs_title|property_hs_' ~ type ~ '_title|property_hs_' ~ type ~ '_subject',
    ]) }}
{%- endmacro -%}


{#- What was done, one row for each engagement, from the table of its type. -#}
{%- macro hubspot_engagement_details() -%}
    (
        {% for table, type in hubspot_engagement_tables().items() -%}
        select
            *,
            '{{ type }}' as detail_type
        from {{ newest('hubspot', table, 'engagement_id', hubspot_engagement_columns(type)) }}
        {% if not loop.last %}union all{% endif %}
        {% endfor %}
    )
{%- endmacro -%}


{#- Whom an engagement was with: of several the one whose id comes first, as text. -#}
{%- macro hubspot_associate(table_name, id) -%}
    (
        select
            engagement_id,
            min({{ id }}) as {{ id }}
        from {{ raw('hubspot', table_name, ['engagement_id', id]) }}
        where _gone_at is null
        group by engagement_id
    )
{%- endmacro -%}
