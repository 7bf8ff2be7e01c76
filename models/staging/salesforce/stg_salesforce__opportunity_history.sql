{%- set form = salesforce_history_form() -%}
with source as (

    select * from {{ salesforce_history(form) }}

),

renamed as (

    {% if form == 'fields' -%}
    {{ salesforce_states_of_fields('source') }}
    {%- else -%}
    select
        {% if form == 'changes' -%}
        id as history_id,
        opportunity_id,
        created_date as changed_at,
        {%- else -%}
            concat_ws('@', id, cast({{ parse_instant('_version_at') }} as {{ dbt.type_string() }})) as history_id,
            id as opportunity_id,
            _version_at as changed_at,
        {%- endif %}
        stage_name as stage,
        amount,
        currency_iso_code as currency,
        probability,
        close_date,
        _landed_at as ingested_at,
        {{ salesforce_changed_at() }} as version_at,
        -- an opportunity that is gone keeps its history
        cast(null as {{ dbt.type_string() }}) as _gone_at,
        _row,
        _decimal_comma,
        _problem
    from source
    {%- endif %}

),

final as (

    {{ parse_entity('renamed', 'opportunity_history', 'salesforce') }}

)

select * from final
