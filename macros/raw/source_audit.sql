{#-
    The raw tables that staging may read, as {source, table, read, required}: what the audit of the sources goes
    through. A source's YAML says which columns of a table staging reads and which of them every row needs (meta
    `read`, `required`; `read: []` alone: nobody reads the table); for files the entity's shape says it.
-#}
{%- macro audited_tables() -%}
    {%- set tables = [] -%}
    {%- if not execute -%}
        {#- the graph is not there yet: what the demo reads has to be known to dbt all the same -#}
        {%- for source_name, names in (var('demo_tables') if var('raw_from') == 'demo' else {}).items() -%}
            {%- for name in names -%}
                {%- set read_later = raw_relation(source_name, name) -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endif -%}
    {%- for declared in (graph.sources.values() if execute else []) | sort(attribute='unique_id') -%}
        {%- set source_name = declared.source_name.removeprefix('raw_') -%}
        {%- set meta = declared.config.meta -%}
        {%- if source_name != declared.source_name and source_name in var('sources_enabled') -%}
            {%- if source_name == 'files' -%}
                {%- set columns = entity_columns(declared.name) -%}
                {%- do tables.append({
                    'source': source_name,
                    'table': declared.name,
                    'read': columns | map(attribute='name') | list + ['ingested_at'],
                    'required': columns | selectattr('required') | map(attribute='name') | list,
                }) -%}
            {%- elif meta.read is not defined or meta.read or meta.required -%}
                {%- do tables.append({
                    'source': source_name,
                    'table': declared.name,
                    'read': (meta.required or []) + (meta.read or []) + columns_of_settings(source_name, declared.name),
                    'required': meta.required or [],
                }) -%}
            {%- endif -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(tables) }}
{%- endmacro -%}


{#- Columns that a company's own settings ask for. -#}
{%- macro columns_of_settings(source_name, table_name) -%}
    {%- if source_name == 'salesforce' and table_name in ('account', 'account_history') -%}
        {{ return(var('account_status_fields') | list) }}
    {%- elif (source_name, table_name) == ('hubspot', 'company') -%}
        {{ return(var('company_status_dates') | list) }}
    {%- endif -%}
    {{ return([]) }}
{%- endmacro -%}


{#-
    The columns of an audited table as they landed: by the project's own name where staging reads them, else by their
    bare name, so that another loader's spelling is no other column. A loader's own columns start with an underscore
    and are left out.
-#}
{%- macro audited_columns(audited) -%}
    {%- set landed = landed_columns(raw_relation(audited.source, audited.table)) -%}
    {%- set own_names = var('column_names').get(audited.source, {}).get(audited.table, {}) -%}
    {%- set found = {} -%}
    {%- set claimed = [] -%}
    {%- for wanted in audited.read -%}
        {%- set column = landed_column(wanted, landed, own_names) -%}
        {%- if column and column.name not in claimed -%}
            {%- do claimed.append(column.name) -%}
            {%- do found.update({wanted.split('|')[0]: {
                'landed_as': column.name, 'data_type': column.dtype, 'is_read': true,
                'is_required': wanted in audited.required,
            }}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for name, column in landed.items() -%}
        {%- if column.name not in claimed and not name.startswith('_') and bare_name(name) not in found -%}
            {%- do found.update({bare_name(name): {
                'landed_as': column.name, 'data_type': column.dtype, 'is_read': false, 'is_required': false,
            }}) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro -%}


{#- What kind of value a data type holds: a longer text, another scale or a time zone is no other kind. -#}
{%- macro type_family(data_type) -%}
    {%- set name = data_type | upper -%}
    {%- if name.endswith(']') -%}
        {{ return('other') }}
    {%- elif name.startswith(('VARCHAR', 'CHAR', 'TEXT', 'STRING', 'BPCHAR')) -%}
        {{ return('text') }}
    {%- elif name in ('TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'HUGEINT', 'UTINYINT', 'USMALLINT', 'UINTEGER', 'UBIGINT')
        or (name.startswith(('DECIMAL', 'NUMERIC')) and name.endswith(',0)')) -%}
        {{ return('integer') }}
    {%- elif name.startswith(('DECIMAL', 'NUMERIC', 'DOUBLE', 'FLOAT', 'REAL')) -%}
        {{ return('number') }}
    {%- elif name.startswith('BOOL') -%}
        {{ return('boolean') }}
    {%- elif name == 'DATE' -%}
        {{ return('date') }}
    {%- elif name.startswith(('TIMESTAMP', 'DATETIME')) -%}
        {{ return('instant') }}
    {%- endif -%}
    {{ return('other') }}
{%- endmacro -%}
