{#-
    Where the history of opportunities is read from, the first of these that has landed with rows:

    - changes: opportunity_history as Salesforce's OpportunityHistory, a row for each change;
    - versions_apart: opportunity_history as Fivetran's history mode of the opportunity;
    - versions: the opportunity itself in history mode;
    - fields: opportunity_field_history, a row for each changed field;
    - copies: opportunity_history as copies of the opportunity, by day: what happened between two is not known.
-#}
{%- macro salesforce_history_form() -%}
    {%- set tables = {
        'history': raw_relation('salesforce', 'opportunity_history'),
        'opportunity': raw_relation('salesforce', 'opportunity'),
        'fields': raw_relation('salesforce', 'opportunity_field_history'),
    } -%}
    {%- set landed = {} -%}
    {%- for name, relation in tables.items() -%}
        {%- do landed.update({name: landed_columns(relation) if has_rows(relation) else {}}) -%}
    {%- endfor -%}
    {%- if landed_column('opportunity_id', landed.history, {}) -%}
        {{ return('changes') }}
    {%- elif '_fivetran_start' in landed.history -%}
        {{ return('versions_apart') }}
    {%- elif '_fivetran_start' in landed.opportunity -%}
        {{ return('versions') }}
    {%- elif landed.fields -%}
        {{ return('fields') }}
    {%- elif 'partitiontime' in landed.history -%}
        {{ return('copies') }}
    {%- endif -%}
    {{ return('none') }}
{%- endmacro -%}


{#- What a reader is told of the form. -#}
{%- macro salesforce_history_forms() -%}
    {{ return({
        'changes': 'opportunity_history',
        'versions_apart': 'opportunity_history (versions)',
        'versions': 'opportunity (history mode)',
        'fields': 'opportunity_field_history',
        'copies': 'opportunity_history (copies)',
        'none': 'nothing',
    }) }}
{%- endmacro -%}


{#- The raw rows of the history in its form. -#}
{%- macro salesforce_history(form) -%}
    {%- if form == 'fields' -%}
        {{ raw('salesforce', 'opportunity_field_history', [
            'id', 'opportunity_id', 'created_date', 'field', 'old_value', 'new_value', 'is_deleted',
        ]) }}
    {%- else -%}
        {%- set columns = [
            'id', 'opportunity_id', 'created_date', 'stage_name', 'amount', 'currency_iso_code', 'probability',
            'close_date', 'system_modstamp', 'last_modified_date',
        ] + (['partitiontime'] if form == 'copies' else []) -%}
        {%- if form == 'versions' -%}
            {{ raw('salesforce', 'opportunity', columns) }}
        {%- elif form == 'none' -%}
            {{ raw_columns(none, columns) }}
        {%- else -%}
            {{ raw('salesforce', 'opportunity_history', columns) }}
        {%- endif -%}
    {%- endif -%}
{%- endmacro -%}


{#- Which rows of the history are rows of the input layer: of changed fields, those of the fields that are read. -#}
{%- macro salesforce_history_is_read(form) -%}
    {%- if form == 'fields' -%}
        lower(field) in ('created', '{{ salesforce_history_fields().values() | join("', '") }}')
    {%- else -%}
        true
    {%- endif -%}
{%- endmacro -%}

{%- macro salesforce_history_fields() -%}
    {{ return({
        'stage': 'stagename', 'amount': 'amount', 'currency': 'currencyisocode', 'probability': 'probability',
        'close_date': 'closedate',
    }) }}
{%- endmacro -%}


{#- The states of opportunities over time, from the history in its form. -#}
{%- macro salesforce_states(form, source) -%}
    {%- if form == 'fields' -%}
        {{ return(salesforce_states_of_fields(source)) }}
    {%- endif -%}
    {%- set since = 'partitiontime' if form == 'copies' else '_version_at' -%}
    {%- set version_id = "concat_ws('@', id, cast(" ~ parse_instant(since) ~ " as " ~ dbt.type_string() ~ "))" -%}
    select
        {{ 'id' if form == 'changes' else version_id }} as history_id,
        {{ 'opportunity_id' if form == 'changes' else 'id' }} as opportunity_id,
        {{ 'created_date' if form == 'changes' else since }} as changed_at,
        stage_name as stage,
        amount,
        currency_iso_code as currency,
        probability,
        close_date,
        -- an opportunity that is gone keeps its history
        {{ loader_columns(salesforce_changed_at(), stays=true) }}
    from {{ source }}
{%- endmacro -%}


{#-
    The state of the opportunity after each change of one of its fields: the last value written, before the first
    writing the value it replaced. A stage that was never changed is the opportunity's own; of other fields without
    a change it is not known whether they are tracked at all.
-#}
{%- macro salesforce_states_of_fields(source) -%}
    select
        changes.id as history_id,
        changes.opportunity_id,
        changes.created_date as changed_at,
        {%- for column, field in salesforce_history_fields().items() %}
        nullif(coalesce(
            last_value(case when lower(changes.field) = '{{ field }}' then coalesce(changes.new_value, '') end ignore nulls) over until_now,
            first_value(case when lower(changes.field) = '{{ field }}' then coalesce(changes.old_value, '') end ignore nulls) over from_now
            {%- if column == 'stage' %},
            opportunities.stage_name
            {%- endif %}
        ), '') as {{ column }},
        {%- endfor %}
        {{ loader_columns('changes.created_date', deleted='changes.is_deleted', of='changes') }}
    from {{ source }} as changes
    left join {{ newest('salesforce', 'opportunity', 'id', ['id', 'stage_name', 'system_modstamp'], 'system_modstamp') }}
        as opportunities
        on changes.opportunity_id = opportunities.id
    where {{ salesforce_history_is_read('fields') }}
    window
        until_now as (
            partition by changes.opportunity_id order by {{ parse_instant('changes.created_date') }}
            range between unbounded preceding and current row
        ),
        from_now as (
            partition by changes.opportunity_id order by {{ parse_instant('changes.created_date') }}
            range between current row and unbounded following
        )
{%- endmacro -%}


{#- Has anything landed there? -#}
{%- macro has_rows(relation) -%}
    {%- if relation is none or not execute or load_relation(relation) is none -%}
        {{ return(false) }}
    {%- endif -%}
    {{ return(run_query('select 1 from ' ~ relation ~ ' limit 1').rows | length > 0) }}
{%- endmacro -%}
