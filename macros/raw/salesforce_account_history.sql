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
