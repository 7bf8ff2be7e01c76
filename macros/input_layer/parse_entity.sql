{#-
    The last CTE of a staging model: the renamed text columns parsed to the entity's shape, and beside them

    - `rejected_because`: why the row breaks the contract, NULL where it does not; one entry a column, parted by
      the unit separator, each "column, reason, text as it landed" parted by the record separator;
    - `read_otherwise`: what was read as another value than its text says, in the same form, with the finding's name
      for the reason;
    - `raw_row`: the row as it landed, for the quarantine;
    - `version_at`: which of several versions of one record is the newest, where the source says so;
    - `record_id`: the source's own id of a record whose entity has none, so that its versions are told apart;
    - `is_gone`: the source or its loader says that the row was deleted. An entity with a `deleted_at` of its own
      keeps such rows.

    `renamed` brings every column of the entity but those named in `absent`, and what loader_columns brings.
-#}
{%- macro parse_entity(renamed, entity, source_system, absent=[], record_id=none) -%}
    {%- if var('is_linting', false) -%}
        {#- sqlfluff judges what a model writes, not what its macros do: long generated SQL only takes it time -#}
        {{ return('select * from ' ~ renamed) }}
    {%- endif -%}
    {%- set columns = entity_columns(entity) -%}
    {%- set landed = columns | map(attribute='name') | reject('in', absent) | list -%}
    select
        {%- for column in columns %}
        {% if column.name in absent -%}
            cast(null as {{ sql_type(column.type) }})
        {%- else -%}
            {{ column.name }}_parsed
        {%- endif %} as {{ column.name }},
        {%- endfor %}
        '{{ source_system }}' as source_system,
        {#- a folder of files lands with the run itself -#}
        {% if source_system == 'files' %}coalesce(ingested_at_parsed, {{ as_of_at() }}){% else %}ingested_at_parsed{% endif %} as ingested_at,
        version_at_parsed as version_at,
        {% if columns | selectattr('name', 'equalto', 'deleted_at') | list -%}
            false
        {%- else -%}
            _gone_at is not null
        {%- endif %} as is_gone,
        _row as row_number,
        raw_row,
        record_id,
        nullif(concat_ws(
            chr(31),
            case when _problem is not null then concat_ws(chr(30), 'the row', _problem) end
            {%- for column in columns if column.name not in absent %}
                {%- for check in column_checks(column, absent) %},
            case when {{ check.fails }} then concat_ws(chr(30), '{{ column.name }}', '{{ check.reason }}', {{ without_separators(column.name) }}) end
                {%- endfor %}
            {%- endfor %}
        ), '') as rejected_because,
        {{ read_otherwise(columns, absent) }} as read_otherwise
    from (
        select
            *
            {%- for column in columns if column.name not in absent %},
            {{ parsed(number_of(column, columns, absent), column.type) }} as {{ column.name }}_parsed
            {%- endfor %},
            {{ parsed('ingested_at', 'instant') }} as ingested_at_parsed,
            {{ parsed('version_at', 'instant') }} as version_at_parsed
        from (
            select
                {%- for column in columns if column.name not in absent %}
                {{ cleaned(column.name, form_of(column)) }} as {{ column.name }},
                {%- endfor %}
                {{ cleaned('ingested_at', 'instant') }} as ingested_at,
                {{ cleaned('version_at', 'instant') }} as version_at,
                _row,
                _decimal_comma,
                _problem,
                _gone_at,
                {{ record_id or 'cast(null as ' ~ dbt.type_string() ~ ')' }} as record_id,
                {{ row_as_text(renamed, landed + ['ingested_at', 'version_at']) }} as raw_row
            from {{ renamed }}
        ) as texts
    ) as values_and_texts
{%- endmacro -%}


{#- By what a column's text is cleaned. -#}
{%- macro form_of(column) -%}
    {%- if column.personal == 'address' -%}
        {{ return('email') }}
    {%- endif -%}
    {{ return(column.form or ('code' if column.accepted else column.type)) }}
{%- endmacro -%}


{#- The text of a column, without the row's own currency where it is an amount. -#}
{%- macro number_of(column, columns, absent) -%}
    {%- set has_currency = columns | selectattr('name', 'equalto', 'currency') | list and 'currency' not in absent -%}
    {%- if column.type != 'money' -%}
        {{ return(column.name) }}
    {%- elif column.currency_of and has_currency -%}
        {{ return(without_currency(column.name, 'currency')) }}
    {%- endif -%}
    {%- set reporting = "'" ~ var('reporting_currency') ~ "'" -%}
    {{ return(without_currency(column.name, 'coalesce(currency, ' ~ reporting ~ ')' if has_currency else reporting)) }}
{%- endmacro -%}


{#- A text in which nothing parts an entry of rejected_because. -#}
{%- macro without_separators(text) -%}
    translate({{ text }}, '{{ "\x1e\x1f" }}', '  ')
{%- endmacro -%}


{#- What can be wrong with a cleaned text, by the column's entry in entity_columns. -#}
{%- macro column_checks(column, absent=[]) -%}
    {%- set checks = [] -%}
    {%- if column.required -%}
        {%- do checks.append({'fails': column.name ~ ' is null', 'reason': 'is required and empty'}) -%}
    {%- endif -%}
    {%- if column.required_without -%}
        {%- do checks.append({
            'fails': column.name ~ ' is null and ' ~ column.required_without ~ ' is null',
            'reason': 'is empty, and so is ' ~ column.required_without
        }) -%}
    {%- endif -%}
    {%- if column.accepted -%}
        {%- do checks.append({
            'fails': column.name ~ " not in ('" ~ column.accepted | join("', '") ~ "')",
            'reason': 'is none of ' ~ column.accepted | join(', ')
        }) -%}
    {%- elif column.one_of -%}
        {%- do checks.append({
            'fails': column.name ~ " not in ('" ~ column.one_of | join("', '") ~ "')",
            'reason': 'is none of ' ~ column.one_of | join(', ')
        }) -%}
    {%- elif column.list_of -%}
        {%- set part = '(' ~ column.list_of | join('|') ~ ')' -%}
        {%- do checks.append({
            'fails': 'not regexp_full_match(' ~ column.name ~ ", '" ~ part ~ '(\\|' ~ part ~ ")*')",
            'reason': 'is no list of ' ~ column.list_of | join(', ') ~ ' parted by pipes'
        }) -%}
    {%- elif column.form == 'currency' -%}
        {%- do checks.append({
            'fails': 'not ' ~ is_one_of(column.name, 3, currency_codes()),
            'reason': 'is not a currency code of three letters (ISO 4217)'
        }) -%}
    {%- elif column.form == 'email' -%}
        {%- do checks.append({
            'fails': 'not regexp_full_match(' ~ column.name ~ ", '[^\\s@,;<>]+@[^\\s@,;<>]+\\.[^\\s@,;<>.]+')",
            'reason': 'is not one e-mail address'
        }) -%}
    {%- elif column.form == 'domains' -%}
        {%- set domain = '([a-zA-Z]+://)?[^\\s@,;|/]+\\.[^\\s@,;|/]+(/[^\\s|]*)?' -%}
        {%- do checks.append({
            'fails': 'not regexp_full_match(' ~ column.name ~ ", '[ |]*" ~ domain ~ '( *\\|[ |]*' ~ domain ~ ")*[ |]*')",
            'reason': 'is no list of domains parted by pipes, such as example.com|example.fr'
        }) -%}
    {%- elif column.type in ('date', 'instant') -%}
        {%- set is_unread = column.name ~ ' is not null and ' ~ column.name ~ '_parsed is null and ' -%}
        {%- set day = written_day(column.name) -%}
        {%- do checks.append({
            'fails': is_unread ~ 'coalesce(' ~ is_in_living_memory(day) ~ ', true)',
            'reason': 'is not ' ~ expected_form(column.type)
        }) -%}
        {%- do checks.append({
            'fails': is_unread ~ 'not ' ~ is_in_living_memory(day) ~ (' and not ' ~ is_beyond(day) if column.may_be_open else ''),
            'reason': 'is a date before 1900 or after 2199'
        }) -%}
    {%- elif column.type != 'text' -%}
        {%- do checks.append({
            'fails': column.name ~ ' is not null and ' ~ column.name ~ '_parsed is null',
            'reason': 'is not ' ~ expected_form(column.type)
        }) -%}
    {%- endif -%}
    {%- if column.type == 'money' -%}
        {%- do checks.append({
            'fails': 'abs(' ~ column.name ~ '_parsed) >= 1e12',
            'reason': 'is not an amount below 1,000,000,000,000'
        }) -%}
    {%- endif -%}
    {%- if column.above_zero -%}
        {%- do checks.append({'fails': column.name ~ '_parsed <= 0', 'reason': 'is not above zero'}) -%}
    {%- endif -%}
    {%- if column.at_least is defined -%}
        {%- do checks.append({
            'fails': column.name ~ '_parsed < ' ~ column.at_least ~ exception_of(column, absent),
            'reason': 'is below ' ~ column.at_least ~ (', which only a ' ~ column.unless.text ~ ' may be' if column.unless else '')
        }) -%}
    {%- endif -%}
    {%- if column.at_most is defined -%}
        {%- do checks.append({
            'fails': column.name ~ '_parsed > ' ~ column.at_most,
            'reason': 'is above ' ~ '{:,}'.format(column.at_most)
        }) -%}
    {%- endif -%}
    {%- for key, sign, words in [
        ('after', '<=', 'is not after'), ('above', '<=', 'is not above'), ('not_before', '<', 'is before'),
        ('not_below', '<', 'is below'), ('not_above', '>', 'is above'),
    ] if column[key] and column[key] not in absent -%}
        {%- do checks.append({
            'fails': column.name ~ '_parsed ' ~ sign ~ ' ' ~ column[key] ~ '_parsed', 'reason': words ~ ' ' ~ column[key]
        }) -%}
    {%- endfor -%}
    {{ return(checks) }}
{%- endmacro -%}


{#- Values that are not quite what their text says: an open end written as a far day, an amount beyond the cent. -#}
{%- macro read_otherwise(columns, absent) -%}
    {%- set told = [] -%}
    {%- for column in columns if column.name not in absent -%}
        {%- if column.may_be_open -%}
            {%- do told.append((
                column.name, 'open_end', column.name ~ '_parsed is null and ' ~ is_beyond(written_day(column.name))
            )) -%}
        {%- elif column.type == 'money' -%}
            {#- more than two digits behind a sign, and not the noise of a floating-point number -#}
            {%- do told.append((
                column.name, 'amount_rounded',
                'regexp_matches(' ~ column.name ~ ", '[.,][0-9]{3}|[eE]') and " ~ column.name ~ '_parsed != '
                ~ parsed(number_of(column, columns, absent), 'exact')
            )) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if not told -%}
        cast(null as {{ dbt.type_string() }})
    {%- else -%}
        nullif(concat_ws(
            chr(31)
            {%- for name, finding, condition in told %},
            case when {{ condition }} then concat_ws(chr(30), '{{ name }}', '{{ finding }}', {{ without_separators(name) }}) end
            {%- endfor %}
        ), '')
    {%- endif -%}
{%- endmacro -%}


{#- A condition under which a number below its limit is meant: `unless` names a column and its values. -#}
{%- macro exception_of(column, absent) -%}
    {%- if column.unless and column.unless.column not in absent -%}
        {{ return(' and coalesce(' ~ column.unless.column ~ ", '') not in ('" ~ column.unless.among | join("', '") ~ "')") }}
    {%- endif -%}
    {{ return('') }}
{%- endmacro -%}


{#- Columns of a relation as one text, by their names. -#}
{%- macro row_as_text(relation, columns) -%}
    {{ adapter.dispatch('row_as_text')(relation, columns) }}
{%- endmacro -%}

{%- macro default__row_as_text(relation, columns) -%}
    cast(to_json({
        {%- for column in columns %}'{{ column }}': {{ relation }}.{{ column }}{% if not loop.last %}, {% endif %}{% endfor -%}
    }) as {{ dbt.type_string() }})
{%- endmacro -%}


{#- A column's text in such a row; `column` is an expression. -#}
{%- macro text_in_row(row, column) -%}
    {{ adapter.dispatch('text_in_row')(row, column) }}
{%- endmacro -%}

{%- macro default__text_in_row(row, column) -%}
    json_extract_string({{ row }}, '$."' || {{ column }} || '"')
{%- endmacro -%}
