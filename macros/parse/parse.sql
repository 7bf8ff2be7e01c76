{#-
    Text to type without ever failing. `cleaned` is applied first, then `parsed`, which returns NULL where the
    text does not parse; parse_entity turns "text there, value missing" into a reason. Formats: docs/files.md.
-#}

{%- macro cleaned(column, type) -%}
    {%- if type in ('integer', 'money', 'rate') -%}
        {#- spaces of every width and apostrophes part thousands -#}
        nullif(regexp_replace({{ column }}, '[\s\x{00A0}\x{202F}\x{2009}'']', '', 'g'), '')
    {%- elif type == 'code' -%}
        {#- "New Business", "tier_1", "Tier 1" in their one spelling: "new_business", "1" -#}
        nullif(regexp_replace(regexp_replace(lower(trim({{ column }})), '[ -]+', '_', 'g'), '^tier_?', ''), '')
    {%- elif type == 'currency' -%}
        nullif(upper(trim({{ column }})), '')
    {%- else -%}
        nullif(trim({{ column }}), '')
    {%- endif -%}
{%- endmacro -%}


{%- macro parsed(text, type) -%}
    {%- if type == 'boolean' -%} {{ parse_boolean(text) }}
    {%- elif type == 'integer' -%} {{ parse_integer(text) }}
    {%- elif type == 'date' -%} {{ parse_date(text) }}
    {%- elif type == 'instant' -%} {{ parse_instant(text) }}
    {%- elif type in ('money', 'rate') -%} {{ parse_number(text, type) }}
    {%- else -%} {{ text }}
    {%- endif -%}
{%- endmacro -%}


{%- macro parse_boolean(text) -%}
    case
        when lower({{ text }}) in ('true', 't', '1', 'yes', 'y', 'oui', 'vrai') then true
        when lower({{ text }}) in ('false', 'f', '0', 'no', 'n', 'non', 'faux') then false
    end
{%- endmacro -%}


{#-
    1234.5 and 1234,5 are the same number; 1.234,5 and 1,234.5 too. A lone 1,234 is one and a bit where the file is
    written with decimal commas, else it could be either and is refused; so is an amount of 1.234 where commas are decimal.
-#}
{%- macro parse_number(text, type) -%}
    try_cast(case
        {% if type == 'money' -%}
        when coalesce(_decimal_comma, false) and regexp_full_match({{ text }}, '[+-]?[1-9]\d{0,2}\.\d{3}') then null
        {% endif -%}
        when regexp_full_match({{ text }}, '[+-]?\d+(\.\d+)?([eE][+-]?\d+)?') then {{ text }}
        when regexp_full_match({{ text }}, '[+-]?\d{1,3}(,\d{3})+\.\d+|[+-]?\d{1,3}(,\d{3}){2,}')
            then replace({{ text }}, ',', '')
        when regexp_full_match({{ text }}, '[+-]?\d{1,3}(\.\d{3})+,\d+')
            then replace(replace({{ text }}, '.', ''), ',', '.')
        when
            regexp_full_match({{ text }}, '[+-]?\d+,\d+')
            and (coalesce(_decimal_comma, false) or not regexp_full_match({{ text }}, '[+-]?[1-9]\d{0,2},\d{3}'))
            then replace({{ text }}, ',', '.')
    end as {{ sql_type(type) }})
{%- endmacro -%}


{#- A whole number: 12 and 12.0 are, 12.5 is not; 1,000 could be one or a thousand and is refused. -#}
{%- macro parse_integer(text) -%}
    case
        when regexp_full_match({{ text }}, '[+-]?\d+([.,]0{1,2})?')
            then try_cast(regexp_replace({{ text }}, '[.,]0+$', '') as bigint)
    end
{%- endmacro -%}


{#- A calendar date; of an instant its date as written, never shifted between time zones. -#}
{%- macro parse_date(text) -%}
    {%- set form = '^(\d{4}-\d{1,2}-\d{1,2}|\d{1,2}/\d{1,2}/\d{4})([ T][\d:.]+( ?(Z|[+-]\d{2}:?(\d{2})?))?)?$' -%}
    {{ in_living_memory("cast(try_strptime(regexp_extract(" ~ text ~ ", '" ~ form ~ "', 1), ['%Y-%m-%d', '"
        ~ day_first() ~ "']) as date)") }}
{%- endmacro -%}


{%- macro day_first() -%}
    {{ return('%d/%m/%Y' if var('date_order') == 'dmy' else '%m/%d/%Y') }}
{%- endmacro -%}


{#- An instant: ISO 8601, without offset = UTC; a bare date is midnight in the reporting time zone. -#}
{%- macro parse_instant(text) -%}
    case
        when regexp_full_match({{ text }}, '\d{4}-\d{1,2}-\d{1,2}|\d{1,2}/\d{1,2}/\d{4}')
            then {{ start_of_day(parse_date(text)) }}
        -- as spreadsheets write an instant; without offset = UTC
        when regexp_full_match({{ text }}, '\d{1,2}/\d{1,2}/\d{4} \d{1,2}:\d{2}(:\d{2})?')
            then {{ in_living_memory("cast(try_strptime(" ~ text ~ ", ['" ~ day_first() ~ " %H:%M', '"
                ~ day_first() ~ " %H:%M:%S']) at time zone 'UTC' as timestamptz)") }}
        when regexp_full_match({{ text }}, '\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}.*')
            then {{ in_living_memory('try_cast(' ~ with_seconds(text) ~ ' as timestamptz)') }}
    end
{%- endmacro -%}


{#- 23:30Z is 23:30:00Z; a space may stand before the offset. -#}
{%- macro with_seconds(text) -%}
    regexp_replace(
        regexp_replace({{ text }}, ' ([+-]\d|Z)', '\1'), '^(\S{10}[ T]\d{2}:\d{2})([^:].*)?$', '\1:00\2'
    )
{%- endmacro -%}


{#- A year such as 0225 is a slip of the pen. -#}
{%- macro in_living_memory(time) -%}
    case when year({{ time }}) between 1900 and 2199 then {{ time }} end
{%- endmacro -%}


{%- macro sql_type(type) -%}
    {{ {
        'boolean': 'boolean', 'integer': 'bigint', 'date': 'date', 'instant': 'timestamptz',
        'money': 'decimal(18, 2)', 'rate': 'decimal(18, 8)'
    }.get(type, 'varchar') }}
{%- endmacro -%}


{#- What a reader is told about a text that does not parse. -#}
{%- macro expected_form(type) -%}
    {%- set day = 'YYYY-MM-DD or ' ~ ('dd/mm/yyyy' if var('date_order') == 'dmy' else 'mm/dd/yyyy') -%}
    {{ {
        'boolean': 'true or false (1/0, yes/no, oui/non)',
        'integer': 'a whole number',
        'date': 'a date (' ~ day ~ ')',
        'instant': 'an instant (ISO 8601, such as 2025-03-31T09:30:00Z) or a date (' ~ day ~ ')',
        'money': 'a number that reads in one way (1234.56 or 1234,56)',
        'rate': 'a number that reads in one way (0.9720 or 0,9720)'
    }[type] }}
{%- endmacro -%}
