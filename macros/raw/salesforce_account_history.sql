{#-
    Where the marketing and sales status of accounts is read from:

    - fields: account_history as Salesforce's AccountHistory, a row for each changed field;
    - copies: account_history as copies of the account, by day or in history mode;
    - versions: the account itself in history mode.

    Which fields hold a status, and what their values mean, is the company's own (var account_status_fields).
-#}
{%- macro salesforce_account_history_form() -%}
    {%- set history_relation = raw_relation('salesforce', 'account_history') -%}
    {%- set account_relation = raw_relation('salesforce', 'account') -%}
    {%- set history = landed_columns(history_relation) if has_rows(history_relation) else {} -%}
    {%- if landed_column('new_value', history, {}) -%}
        {{ return('fields') }}
    {%- elif history -%}
        {{ return('copies') }}
    {%- elif '_fivetran_start' in landed_columns(account_relation) -%}
        {{ return('versions') }}
    {%- endif -%}
    {{ return('none') }}
{%- endmacro -%}


{#- What a reader is told of the form. -#}
{%- macro salesforce_account_history_forms() -%}
    {{ return({
        'fields': 'account_history',
        'copies': 'account_history (copies)',
        'versions': 'account (history mode)',
        'none': 'nothing',
    }) }}
{%- endmacro -%}


{%- macro salesforce_account_history(form) -%}
    {%- set columns = ['id', 'partitiontime'] + (var('account_status_fields') | list) -%}
    {%- if form == 'fields' -%}
        {{ raw('salesforce', 'account_history', [
            'id', 'account_id', 'field', 'new_value', 'created_date', 'created_by_id', 'is_deleted',
        ]) }}
    {%- elif form == 'copies' -%}
        {{ raw('salesforce', 'account_history', columns) }}
    {%- elif form == 'versions' -%}
        {{ raw('salesforce', 'account', columns) }}
    {%- else -%}
        {{ raw_columns(none, columns) }}
    {%- endif -%}
{%- endmacro -%}


{#- What the history says in its form: the word that a status field took, since when, and the status it means. -#}
{%- macro salesforce_account_words(form, source) -%}
    {%- for field, statuses in var('account_status_fields').items() %}
    {%- set word = 'new_value' if form == 'fields' else adapter.quote(field) %}
    select
        {{ 'account_id' if form == 'fields' else 'id' }} as account_id,
        '{{ field }}' as field_name,
        {{ word }} as word,
        {{ known_value(word, statuses) }} as status,
        {{ 'created_date' if form == 'fields' else 'coalesce(_version_at, partitiontime)' }} as stated_at,
        {{ 'created_by_id' if form == 'fields' else 'cast(null as ' ~ dbt.type_string() ~ ')' }} as user_id,
        _landed_at,
        -- an account that is gone keeps its history
        {{ deleted_at('is_deleted') if form == 'fields' else 'cast(null as ' ~ dbt.type_string() ~ ')' }} as _gone_at,
        _row,
        _decimal_comma,
        _problem
    from {{ source }}
    where {{ is_salesforce_field('field', field) if form == 'fields' else 'true' }}
    {{ 'union all' if not loop.last }}
    {%- else %}
    select
        {%- for column in ('account_id', 'field_name', 'word', 'status', 'stated_at', 'user_id') %}
        cast(null as {{ dbt.type_string() }}) as {{ column }},
        {%- endfor %}
        _landed_at,
        _gone_at,
        _row,
        _decimal_comma,
        _problem
    from {{ source }}
    where false
    {%- endfor %}
{%- endmacro -%}


{#- How many rows of the input layer a row of the history makes: one for each status field whose word is known. -#}
{%- macro salesforce_account_statuses_read(form) -%}
    {%- for field, statuses in var('account_status_fields').items() %}
    case
        {% if form == 'fields' -%}
        when {{ is_salesforce_field('field', field) }} and {{ known_value('new_value', statuses) }} is not null then 1
        {%- else -%}
        when {{ known_value(adapter.quote(field), statuses) }} is not null then 1
        {%- endif %}
        else 0
    end +
    {%- endfor %} 0
{%- endmacro -%}


{%- macro is_salesforce_field(written, field) -%}
    replace(lower({{ written }}), '_', '') = '{{ bare_name(field) }}'
{%- endmacro -%}
