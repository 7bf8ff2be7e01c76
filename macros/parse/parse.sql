{#-
    Text to type without ever failing. `cleaned` is applied first, then `parsed`, which returns NULL where the
    text does not parse; parse_entity turns "text there, value missing" into a reason. Formats: docs/files.md.
-#}

{%- macro cleaned(column, type) -%}
    {%- if type in ('integer', 'money', 'rate') -%}
        {#- gaps part thousands and stand beside a sign; 12 34 is no number -#}
        {%- set joined -%}
            regexp_replace({{ column }}, '^{{ gap() }}*([+-]?){{ gap() }}+|{{ gap() }}(\d{3})\b', '\1\2', 'g')
        {%- endset -%}
        case
            when regexp_full_match({{ column }}, '[!-&(-~]+') then {{ column }}
            else nullif({{ bare(joined) }}, '')
        end
    {%- elif type == 'code' -%}
        {#- "New Business", "tier_1", "Tier 1", "1.0" in their one spelling: "new_business", "1" -#}
        {%- set words -%}
            regexp_replace(lower({{ trimmed(column) }}), '[ \x{00A0}-]+', '_', 'g')
        {%- endset %}
        nullif(regexp_replace({{ words }}, '^(?:tier_?)?(\d+)[.,]0{1,2}$|^tier_?', '\1'), '')
    {%- elif type == 'email' -%}
        nullif({{ plain_address(trimmed(column)) }}, '')
    {%- elif type == 'domains' -%}
        nullif({{ half_width(trimmed(column)) }}, '')
    {%- elif type == 'currency' -%}
        nullif(upper({{ trimmed(column) }}), '')
    {%- else -%}
        nullif({{ trimmed(column) }}, '')
    {%- endif -%}
{%- endmacro -%}


{#- Spaces of every width, and apostrophes, as a class of a regular expression. -#}
{%- macro gap() -%}
    [\s\x{00A0}\x{202F}\x{2009}''’]
{%- endmacro -%}


{#- A text without what cannot be seen at its ends: spaces of every width, tabs, marks of no width. -#}
{%- macro bare(text) -%}
    trim({{ text }}, '{{ " \t\n\v\f\r\u00a0\u2009\u200b\u200c\u200d\u202f\u2060\ufeff" }}')
{%- endmacro -%}


{#- The same of a column: most texts begin and end with a character that can be seen, and asking first costs a fifth. -#}
{%- macro trimmed(column) -%}
    case
        when {{ column }}[1] between '!' and '~' and {{ column }}[-1] between '!' and '~' then {{ column }}
        else {{ bare(column) }}
    end
{%- endmacro -%}


{#- An address out of a link, full-width letters as plain ones: most are plain, and asking first costs little. -#}
{%- macro plain_address(text) -%}
    case
        when regexp_full_match({{ text }}, '[!-~]*') and not starts_with(lower({{ text }}), 'mailto:') then {{ text }}
        else regexp_replace({{ half_width(text) }}, '^mailto:\s*([^?]*).*$', '\1', 'i')
    end
{%- endmacro -%}


{#- Full-width letters, digits and signs, as East Asian keyboards write them, as plain ones. -#}
{%- macro half_width(text) -%}
    case
        when regexp_full_match({{ text }}, '[!-~]*') then {{ text }}
        else translate(
            {{ text }},
            '{% for code in range(0xFF01, 0xFF5F) %}{{ "%c" % code }}{% endfor %}',
            '{% for code in range(0x21, 0x7F) %}{{ "%c" % code if code != 0x27 else "\'\'" }}{% endfor %}'
        )
    end
{%- endmacro -%}


{%- macro parsed(text, type) -%}
    {%- if type == 'boolean' -%} {{ parse_boolean(text) }}
    {%- elif type == 'integer' -%} {{ parse_integer(text) }}
    {%- elif type == 'date' -%} {{ parse_date(text) }}
    {%- elif type == 'instant' -%} {{ parse_instant(text) }}
    {%- elif type in ('money', 'rate', 'exact') -%} {{ parse_number(text, type) }}
    {%- elif type == 'country' -%} {{ parse_country(text) }}
    {%- else -%} {{ text }}
    {%- endif -%}
{%- endmacro -%}


{#- 1.0 and 0.0 are how spreadsheets and pandas write 1 and 0 where cells are empty. -#}
{%- macro parse_boolean(text) -%}
    {%- if var('is_linting', false) -%}
        {{ return('parse_boolean(' ~ text ~ ')') }}
    {%- endif -%}
    case
        when lower({{ text }}) in ('true', 't', '1', '1.0', '1,0', 'yes', 'y', 'oui', 'vrai') then true
        when lower({{ text }}) in ('false', 'f', '0', '0.0', '0,0', 'no', 'n', 'non', 'faux') then false
    end
{%- endmacro -%}


{#-
    1234.5 and 1234,5 are the same number; 1.234,5 and 1,234.5 too. A lone 1,234 is one and a bit where the file is
    written with decimal commas, else it could be either and is refused; so is an amount of 1.234 where commas are decimal.
-#}
{%- macro parse_number(text, type) -%}
    try_cast(case
        {% if type in ('money', 'exact') -%}
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


{#- An amount without the currency beside it, where that is the row's own (`currency`): 100 EUR and € 100 are 100. -#}
{%- macro without_currency(text, currency) -%}
    {%- set symbol -%}
        case {{ currency }} when 'EUR' then '€' when 'GBP' then '£' when 'USD' then '$' else {{ currency }} end
    {%- endset -%}
    case
        when regexp_full_match({{ text }}, '[-+\d.,eE]*') then {{ text }}
        {%- for beside in [currency, symbol] %}
        when starts_with(upper({{ text }}), {{ beside }}) then {{ bare('substr(' ~ text ~ ', length(' ~ beside ~ ') + 1)') }}
        when ends_with(upper({{ text }}), {{ beside }}) then {{ bare('left(' ~ text ~ ', length(' ~ text ~ ') - length(' ~ beside ~ '))') }}
        {%- endfor %}
        else {{ text }}
    end
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
    {{ in_living_memory('cast(' ~ written_day(text) ~ ' as date)') }}
{%- endmacro -%}


{#- The calendar day of a date or an instant as it is written, whatever its year. -#}
{%- macro written_day(text) -%}
    {%- set form = '^(\d{4}-\d{1,2}-\d{1,2}|\d{1,2}/\d{1,2}/\d{4})([ T][\d:.]+( ?(Z|[+-]\d{2}:?(\d{2})?))?)?$' -%}
    try_strptime(regexp_extract({{ text }}, '{{ form }}', 1), ['%Y-%m-%d', '{{ day_first() }}'])
{%- endmacro -%}


{%- macro day_first() -%}
    {{ return('%d/%m/%Y' if var('date_order') == 'dmy' else '%m/%d/%Y') }}
{%- endmacro -%}


{#- An instant: ISO 8601, without offset = UTC; a bare date is midnight in the reporting time zone. -#}
{%- macro parse_instant(text) -%}
    {%- if var('is_linting', false) -%}
        {{ return('parse_instant(' ~ text ~ ')') }}
    {%- endif -%}
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


{#- A year such as 0225 is a slip of the pen, one such as 9999 stands for no day. -#}
{%- macro in_living_memory(time) -%}
    case when {{ is_in_living_memory(time) }} then {{ time }} end
{%- endmacro -%}

{%- macro is_in_living_memory(time) -%}
    year({{ time }}) between 1900 and 2199
{%- endmacro -%}

{#- As exports write an end that is open: 9999-12-31. -#}
{%- macro is_beyond(time) -%}
    year({{ time }}) > 2199
{%- endmacro -%}


{#-
    A country's code (ISO 3166-1 alpha-2), written as such or as its name in English or French. The names are looked
    up in one text, "|france:FR|": a thousand branches of a case would take DuckDB a second to plan.
-#}
{%- macro parse_country(text) -%}
    {%- if var('is_linting', false) -%}
        {{ return(text) }}
    {%- endif -%}
    {%- set countries = country_codes() -%}
    {%- set pairs = [] -%}
    {%- for code, names in countries.items() -%}
        {%- for name in names.split('|') -%}
            {%- do pairs.append(name ~ ':' ~ code) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set known = "'|" ~ pairs | join('|') ~ "|'" -%}
    {%- set found = 'strpos(' ~ known ~ ", '|' || " ~ spelled_country(text) ~ " || ':')" -%}
    case
        when {{ is_one_of('upper(' ~ text ~ ')', 2, countries) }} then upper({{ text }})
        when {{ found }} > 0
            then substr({{ known }}, {{ found }} + length({{ spelled_country(text) }}) + 2, 2)
    end
{%- endmacro -%}


{#- Small letters without accents, one space between words, no article before: as generate_countries.py writes names. -#}
{%- macro spelled_country(text) -%}
    {{ adapter.dispatch('spelled_country')(text) }}
{%- endmacro -%}

{%- macro default__spelled_country(text) -%}
    regexp_replace(trim(regexp_replace(lower(strip_accents({{ text }})), '[^a-z]+', ' ', 'g')), '^(the|les?|la|l) ', '')
{%- endmacro -%}


{#- Whether a code is one of several, looked up in one text: a list of hundreds is slow to plan. -#}
{%- macro is_one_of(code, length, codes) -%}
    (length({{ code }}) = {{ length }} and strpos('|{{ codes | join("|") }}|', '|' || {{ code }} || '|') > 0)
{%- endmacro -%}


{%- macro sql_type(type) -%}
    {{ {
        'boolean': 'boolean', 'integer': 'bigint', 'date': 'date', 'instant': 'timestamptz',
        'money': 'decimal(18, 2)', 'rate': 'decimal(18, 8)', 'exact': 'decimal(28, 6)'
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
        'country': 'a country (its code such as FR, or its name in English or French)',
        'money': 'a number that reads in one way (1234.56 or 1234,56)',
        'rate': 'a number that reads in one way (0.9720 or 0,9720)'
    }[type] }}
{%- endmacro -%}
