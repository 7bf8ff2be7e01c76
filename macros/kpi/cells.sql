{#- The periods that a KPI's cadences may name: calendar ones, by their months ... -#}
{%- macro calendar_periods() -%}
    {{ return({'month': 1, 'quarter': 3, 'year': 12}) }}
{%- endmacro -%}


{#- ... or by their days: weeks begin on Monday ... -#}
{%- macro weekly_periods() -%}
    {{ return({'week': 7}) }}
{%- endmacro -%}


{#- ... single days, those of the last weeks alone ... -#}
{%- macro daily_periods() -%}
    {{ return({'day': 35}) }}
{%- endmacro -%}


{#- ... those that end with the day they are seen from, by their months or days ... -#}
{%- macro trailing_periods() -%}
    {{ return({'trailing_12m': 12, 'trailing_24m': 24}) }}
{%- endmacro -%}

{%- macro trailing_days() -%}
    {{ return({'trailing_90d': 90}) }}
{%- endmacro -%}


{#- A day in the trailing 90 days that end with another. -#}
{%- macro is_in_trailing_days(day, seen_on) -%}
    {{ day }} <= {{ seen_on }} and {{ day }} > {{ seen_on }} - {{ trailing_days()['trailing_90d'] }}
{%- endmacro -%}


{#- ... that day itself, `as_of`, and the day of a survey's wave. -#}
{%- macro period_types() -%}
    {{ return(
        daily_periods() | list + weekly_periods() | list + calendar_periods() | list + trailing_days() | list + trailing_periods() | list
        + ['as_of', 'wave']
    ) }}
{%- endmacro -%}


{#- What a KPI may be broken down by: `all`, and the segment columns of kpi_evidence. -#}
{%- macro segment_types() -%}
    {{ return(['all', 'abm', 'tier', 'industry', 'country', 'owner', 'team', 'campaign', 'stage']) }}
{%- endmacro -%}


{#-
    What a person calls the period: 2025-W10, 2025-03, 2025 Q1, FY2026 Q1 (var fiscal_year_named_by), 90 days to
    2025-03-31, 2025-03-31.
-#}
{%- macro period_name(period_type, period_start, period_end) -%}
    {%- set start = var('fiscal_year_start_month') -%}
    {%- set fiscal_day = add_months(period_start, (13 - start) % 12) -%}
    {%- set named_by = 1 if start != 1 and var('fiscal_year_named_by') == 'start' else 0 -%}
    {%- set year -%}
        '{{ '' if start == 1 else 'FY' }}' || cast(year({{ fiscal_day }}) - {{ named_by }} as {{ dbt.type_string() }})
    {%- endset -%}
    case {{ period_type }}
        when 'day' then cast({{ period_start }} as {{ dbt.type_string() }})
        when 'as_of' then cast({{ period_start }} as {{ dbt.type_string() }})
        when 'wave' then cast({{ period_start }} as {{ dbt.type_string() }})
        when 'week' then {{ iso_week(period_start) }}
        when 'month' then {{ year_and_month(period_start) }}
        when 'quarter' then {{ year }} || ' Q' || cast(quarter({{ fiscal_day }}) as {{ dbt.type_string() }})
        when 'year' then {{ year }}
        {%- for trailing, n_days in trailing_days().items() %}
        when '{{ trailing }}' then '{{ n_days }} days to ' || cast({{ period_end }} - 1 as {{ dbt.type_string() }})
        {%- endfor %}
        {%- for trailing, months in trailing_periods().items() %}
        when '{{ trailing }}'
            then '{{ months }} months to ' || cast({{ period_end }} - 1 as {{ dbt.type_string() }})
        {%- endfor %}
    end
{%- endmacro -%}


{%- macro year_and_month(day) -%}
    substring(cast({{ day }} as {{ dbt.type_string() }}), 1, 7)
{%- endmacro -%}


{#- The week of a day as ISO 8601 counts it: 2025-W01 begins on 2024-12-30. -#}
{%- macro iso_week(day) -%}
    {{ adapter.dispatch('iso_week')(day) }}
{%- endmacro -%}

{%- macro default__iso_week(day) -%}
    strftime({{ day }}, '%G-W%V')
{%- endmacro -%}
