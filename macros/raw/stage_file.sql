{#- A file of the input layer: its columns carry the entity's names already, its words may be the company's own. -#}
{%- macro stage_file(entity) -%}
{%- set names = entity_columns(entity) | map(attribute='name') | list -%}
{%- set mapped = {
    'campaigns': {'channel': 'campaign_channels'},
    'campaign_members': {'status': 'campaign_member_statuses'},
    'interactions': {'type': 'interaction_types'},
    'opportunities': {'type': 'opportunity_types'},
    'opportunity_people': {'role': 'buying_roles'},
    'people': {'buying_role': 'buying_roles'},
    'sales_activities': {'type': 'activity_types'},
}.get(entity, {}) -%}
with source as (

    select * from {{ raw('files', entity, names) }}

),

renamed as (

    select
        {% if mapped -%}
        * replace (
            {%- for column, setting in mapped.items() %}
            {{ mapped_value(column, var(setting)) }} as {{ column }}{{ ',' if not loop.last }}
            {%- endfor %}
        )
        {%- else -%}
        *
        {%- endif %},
        _landed_at as ingested_at,
        _version_at as version_at
    from source

),

final as (

    {{ parse_entity('renamed', entity, 'files') }}

)

select * from final
{%- endmacro -%}
