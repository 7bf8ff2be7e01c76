{#-
    The raw table, wherever it lands: the demo seed, or the source that a loader fills, under the name it gives it.
    Returns none where the table belongs to a source that is off, to no demo seed, or has not landed.
-#}
{%- macro raw_relation(source_name, table_name) -%}
    {%- if source_name not in var('sources_enabled') -%}
        {{ return(none) }}
    {%- endif -%}
    {%- if var('raw_from') == 'demo' -%}
        {%- if table_name in var('demo_tables').get(source_name, []) -%}
            {{ return(ref(source_name ~ '__' ~ table_name)) }}
        {%- endif -%}
        {{ return(none) }}
    {%- endif -%}
    {%- set declared = source('raw_' ~ source_name, table_name) -%}
    {%- if not execute -%}
        {{ return(declared) }}
    {%- endif -%}
    {%- set own = var('table_names').get(source_name, {}).get(table_name) -%}
    {%- set there = [] -%}
    {%- for spelling in ([own] if own else table_spellings(table_name)) -%}
        {%- set found = adapter.get_relation(declared.database, declared.schema, spelling) -%}
        {%- if found -%}
            {%- do there.append(found) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for found in there if there | length == 1 or has_rows(found) -%}
        {{ return(found) }}
    {%- endfor -%}
    {%- if there -%}
        {{ return(there[0]) }}
    {%- endif -%}
    {%- if own -%}
        {{ exceptions.raise_compiler_error(
            "table_names: " ~ source_name ~ "." ~ table_name ~ " is " ~ own ~ ", and schema " ~ declared.schema
            ~ " has no such table; name the one that landed"
        ) }}
    {%- endif -%}
    {{ return(none) }}
{%- endmacro -%}


{#- Under which names loaders land a table: user, users, sf_user. -#}
{%- macro table_spellings(table_name) -%}
    {%- set plural = table_name[:-1] ~ 'ies' if table_name.endswith('y') else table_name ~ 's' -%}
    {{ return([table_name, plural, 'sf_' ~ table_name]) }}
{%- endmacro -%}


{#- The columns that have landed, name (lower case) to data type; empty where nothing has. -#}
{%- macro landed_columns(relation) -%}
    {%- set landed = {} -%}
    {%- if relation is not none and execute and load_relation(relation) is not none -%}
        {%- for column in adapter.get_columns_in_relation(relation) -%}
            {%- do landed.update({column.name | lower: column}) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(landed) }}
{%- endmacro -%}


{#- A name without what loaders write differently: case, underscores (x_c, X__c), HubSpot's prefix (property_x). -#}
{%- macro bare_name(name) -%}
    {{ return(name.lower().removeprefix('property_').removeprefix('properties_').replace('_', '')) }}
{%- endmacro -%}


{#-
    The landed column that is meant by a name: the company's own spelling, the name itself, or one that differs as
    loaders do. Where two loaders have different words, both stand in it ('owner_id|hubspot_owner_id').
-#}
{%- macro landed_column(wanted, landed, own_names) -%}
    {%- set words = wanted.split('|') -%}
    {%- for name in [own_names.get(words[0], '') | lower] + words -%}
        {%- if name in landed -%}
            {{ return(landed[name]) }}
        {%- endif -%}
    {%- endfor -%}
    {%- for word in words -%}
        {%- for name, column in landed.items() -%}
            {%- if bare_name(name) == bare_name(word) -%}
                {{ return(column) }}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(none) }}
{%- endmacro -%}


{#- The wanted columns of a source's table, wherever it lands. -#}
{%- macro raw(source_name, table_name, columns) -%}
    {{ raw_columns(
        raw_relation(source_name, table_name), columns,
        own_names=var('column_names').get(source_name, {}).get(table_name, {}),
        ids_of_salesforce=(source_name == 'salesforce'),
        key='id|' ~ table_name ~ '_id'
    ) }}
{%- endmacro -%}


{#- The rows of a source's table, whatever is in them. -#}
{%- macro raw_rows(source_name, table_name) -%}
    {%- set relation = raw_relation(source_name, table_name) -%}
    (select 1 as one {% if landed_columns(relation) %}from {{ relation }}{% else %}where false{% endif %})
{%- endmacro -%}


{#-
    The wanted columns of a raw table, all as text: the one place that absorbs what loaders do differently. A column
    is found under the name its company gives it (var column_names), or any loader's spelling of it. A missing column
    is an empty one; a missing table has no rows. Beside them:

    - `_landed_at`, `_version_at`, `_gone_at`: when the row landed, since when this version of it holds, and when
      the loader saw it go, as Fivetran (history mode too), dlt, ingestr, Airbyte and Stitch write it;
    - `_row` the row's number in its file (header = row 1), empty for a database table; `_decimal_comma` says that
      the file writes 1,5 for one and a half; `_problem` what is wrong with the row as such.
-#}
{%- macro raw_columns(relation, columns, own_names={}, ids_of_salesforce=false, key='id') -%}
    {%- if var('is_linting', false) -%}
        {{ return('(select * from raw_table)') }}
    {%- endif -%}
    {%- set landed = landed_columns(relation) -%}
    {%- for column, own in own_names.items() if landed and own | lower not in landed -%}
        {{ exceptions.raise_compiler_error(
            "column_names: " ~ column ~ " is " ~ own ~ ", and " ~ relation ~ " has no such column; name the one that landed"
        ) }}
    {%- endfor -%}
    {%- set technical = [('_row', 'bigint'), ('_decimal_comma', 'boolean'), ('_problem', 'varchar')] -%}
    (
        select
        {%- for wanted in columns %}
            {%- set found = landed_column(wanted, landed, own_names) %}
            {% if not found -%}
                cast(null as {{ dbt.type_string() }})
            {%- elif ids_of_salesforce and (wanted == 'id' or wanted.endswith('_id')) -%}
                {{ salesforce_id(as_text(found)) }}
            {%- else -%}
                {{ as_text(found) }}
            {%- endif %} as {{ adapter.quote(wanted.split('|')[0]) }},
        {%- endfor %}
            {{ landed_at(landed) }} as _landed_at,
            {% if '_fivetran_start' in landed %}cast(_fivetran_start as {{ dbt.type_string() }})
            {%- else %}cast(null as {{ dbt.type_string() }}){% endif %} as _version_at,
            {{ gone_at(landed, landed_column(key, landed, own_names)) }} as _gone_at
        {%- for name, type in technical %},
            {% if name in landed %}cast({{ name }} as {{ type }}){% else %}cast(null as {{ type }}){% endif %} as {{ name }}
        {%- endfor %}
        {% if landed %}from {{ relation }}{% else %}where false{% endif %}
    )
{%- endmacro -%}


{#- A landed column as text; a whole number is written as one where it landed as a floating-point or decimal one. -#}
{%- macro as_text(column) -%}
    {%- set name = adapter.quote(column.name) -%}
    {%- if column.data_type | upper in ('DOUBLE', 'FLOAT', 'REAL', 'DOUBLE PRECISION') -%}
        case
            when {{ name }} = floor({{ name }}) and abs({{ name }}) < 1e15
                then cast(cast({{ name }} as bigint) as {{ dbt.type_string() }})
            else cast({{ name }} as {{ dbt.type_string() }})
        end
    {%- elif column.data_type.upper().startswith(('DECIMAL', 'NUMERIC')) and not column.data_type.endswith(',0)') -%}
        regexp_replace(cast({{ name }} as {{ dbt.type_string() }}), '\.?0+$', '')
    {%- else -%}
        nullif(cast({{ name }} as {{ dbt.type_string() }}), '')
    {%- endif -%}
{%- endmacro -%}


{#- When the row landed: dlt names a load by the second it began. -#}
{%- macro landed_at(landed) -%}
    {%- if '_dlt_load_id' in landed -%}
        cast({{ instant_of_epoch('_dlt_load_id') }} as {{ dbt.type_string() }})
    {%- else -%}
        {%- set known = [
            '_fivetran_synced', '_airbyte_extracted_at', '_sdc_batched_at', '_ingestr_loaded_at', 'ingested_at',
        ] -%}
        cast({{ known | select('in', landed) | first or 'null' }} as {{ dbt.type_string() }})
    {%- endif -%}
{%- endmacro -%}

{%- macro instant_of_epoch(seconds) -%}
    {{ adapter.dispatch('instant_of_epoch')(seconds) }}
{%- endmacro -%}

{%- macro default__instant_of_epoch(seconds) -%}
    to_timestamp(try_cast({{ seconds }} as double))
{%- endmacro -%}


{#-
    When the loader saw the row go: its flag, or in history mode the end of its last version, where none is active; an
    association without an id of its own is a version of nothing else.
-#}
{%- macro gone_at(landed, key) -%}
    case
        {% if '_fivetran_deleted' in landed -%}
        when {{ parse_boolean('cast(_fivetran_deleted as ' ~ dbt.type_string() ~ ')') }} then {{ landed_at(landed) }}
        {% endif -%}
        {% if '_fivetran_active' in landed and '_fivetran_end' in landed and key -%}
        {%- set active = parse_boolean('cast(_fivetran_active as ' ~ dbt.type_string() ~ ')') -%}
        when max(case when {{ active }} then 1 else 0 end) over (partition by {{ adapter.quote(key.name) }}) = 0
            then cast(max(_fivetran_end) over (partition by {{ adapter.quote(key.name) }}) as {{ dbt.type_string() }})
        {% elif '_fivetran_active' in landed and '_fivetran_end' in landed -%}
        when not {{ parse_boolean('cast(_fivetran_active as ' ~ dbt.type_string() ~ ')') }}
            then cast(_fivetran_end as {{ dbt.type_string() }})
        {% endif -%}
        when false then ''
    end
{%- endmacro -%}
