{#-
    The raw table, wherever it lands: the demo seed, or the source that a loader fills.
    Returns none where the table belongs to a source that is off or to no demo seed.
-#}
{%- macro raw_relation(source_name, table_name) -%}
    {%- if source_name not in var('sources_enabled') -%}
        {{ return(none) }}
    {%- elif var('raw_from') == 'demo' -%}
        {%- if table_name in var('demo_tables').get(source_name, []) -%}
            {{ return(ref(source_name ~ '__' ~ table_name)) }}
        {%- endif -%}
        {{ return(none) }}
    {%- else -%}
        {{ return(source('raw_' ~ source_name, table_name)) }}
    {%- endif -%}
{%- endmacro -%}


{#- Names of the columns that have landed, lower case; empty where nothing has. -#}
{%- macro landed_columns(relation) -%}
    {%- if relation is none or not execute -%}
        {{ return([]) }}
    {%- endif -%}
    {%- set found = load_relation(relation) -%}
    {%- if found is none -%}
        {{ return([]) }}
    {%- endif -%}
    {{ return(adapter.get_columns_in_relation(found) | map(attribute='name') | map('lower') | list) }}
{%- endmacro -%}


{#- The wanted columns of a source's table, wherever it lands. -#}
{%- macro raw(source_name, table_name, columns) -%}
    {{ raw_columns(raw_relation(source_name, table_name), columns) }}
{%- endmacro -%}


{#-
    The wanted columns of a raw table, all as text: the one place that absorbs what loaders do differently.
    A column may be spelled in several ways ('contract_months_c|contract_months__c'): the first that has
    landed is taken and carries the first name. A missing column is an empty one; a missing table has no rows.
    Column `_row` is the row's number in its file (header = row 1), empty for a database table;
    `_decimal_comma` says that the file writes 1,5 for one and a half; `_problem` what is wrong with the row as such.
-#}
{%- macro raw_columns(relation, columns) -%}
    {%- set landed = landed_columns(relation) -%}
    {%- set technical = [('_row', 'bigint'), ('_decimal_comma', 'boolean'), ('_problem', 'varchar')] -%}
    (
        select
        {%- for spellings in columns %}
            {%- set wanted = spellings.split('|') %}
            {%- set found = wanted | select('in', landed) | first %}
            {% if found -%}
                cast({{ adapter.quote(found) }} as {{ dbt.type_string() }})
            {%- else -%}
                cast(null as {{ dbt.type_string() }})
            {%- endif %} as {{ adapter.quote(wanted[0]) }},
        {%- endfor %}
        {%- for name, type in technical %}
            {% if name in landed %}cast({{ name }} as {{ type }}){% else %}cast(null as {{ type }}){% endif %} as {{ name }}
            {%- if not loop.last %},{% endif %}
        {%- endfor %}
        {% if landed %}from {{ relation }}{% else %}where false{% endif %}
    )
{%- endmacro -%}
