{#- Time is var('as_of_date') alone: no model reads a clock. -#}

{%- macro as_of_date() -%}
    cast('{{ var("as_of_date") }}' as date)
{%- endmacro -%}


{#- Midnight that opens a calendar day in the reporting time zone, as an instant. -#}
{%- macro start_of_day(day) -%}
    {{ adapter.dispatch('start_of_day')(day) }}
{%- endmacro -%}

{%- macro default__start_of_day(day) -%}
    (cast({{ day }} as timestamp) at time zone '{{ var("reporting_timezone") }}')
{%- endmacro -%}


{#- The as-of instant: what is dated at or after it does not exist. -#}
{%- macro as_of_instant() -%}
    {{ start_of_day(day_after(as_of_date())) }}
{%- endmacro -%}


{#- The moment the run speaks of: the earlier of its start and the as-of instant (var as_of_at). -#}
{%- macro as_of_at() -%}
    {%- if var('as_of_at') -%}
        least(cast('{{ var("as_of_at") }}' as timestamptz), {{ as_of_instant() }})
    {%- else -%}
        {{ as_of_instant() }}
    {%- endif -%}
{%- endmacro -%}


{#- The calendar day of an instant in the reporting time zone. -#}
{%- macro local_date(instant) -%}
    cast(({{ instant }}) at time zone '{{ var("reporting_timezone") }}' as date)
{%- endmacro -%}


{%- macro day_after(day) -%}
    cast({{ day }} + interval 1 day as date)
{%- endmacro -%}


{#- A day moved by whole months, month ends clamped (31 August + 6 months = 28 February). -#}
{%- macro add_months(day, months) -%}
    cast({{ day }} + interval ({{ months }}) month as date)
{%- endmacro -%}


{#- Differences of local dates: the same day is 0. -#}
{%- macro days_between(first_day, last_day) -%}
    ({{ last_day }} - {{ first_day }})
{%- endmacro -%}


{#- First day of the month, fiscal quarter or fiscal year of a day (var fiscal_year_start_month). -#}
{%- macro period_start(period_type, day) -%}
    {%- set offset = (13 - var('fiscal_year_start_month')) % 12 -%}
    {{ add_months(
        "cast(date_trunc('" ~ period_type ~ "', " ~ add_months(day, offset) ~ ") as date)", -offset
    ) }}
{%- endmacro -%}


{#- One row for each first day of a month, from one day to another. -#}
{%- macro months_from(first_day, last_day) -%}
    {{ adapter.dispatch('months_from')(first_day, last_day) }}
{%- endmacro -%}

{%- macro default__months_from(first_day, last_day) -%}
    cast(unnest(generate_series(cast({{ first_day }} as timestamp), cast({{ last_day }} as timestamp), interval 1 month)) as date)
{%- endmacro -%}


{#- One row for each of the last `n` days, the last one `day` itself. -#}
{%- macro days_up_to(day, n) -%}
    {{ adapter.dispatch('days_up_to')(day, n) }}
{%- endmacro -%}

{%- macro default__days_up_to(day, n) -%}
    cast(unnest(generate_series(cast({{ day }} as timestamp) - interval {{ n - 1 }} day, cast({{ day }} as timestamp), interval 1 day)) as date)
{%- endmacro -%}


{#- Months up to the start of a day, counted from an arbitrary one; a day is its part of its own month. -#}
{%- macro months_up_to(day) -%}
    (
        12 * year({{ day }}) + month({{ day }})
        + cast(day({{ day }}) - 1 as double) / day({{ last_of_month(day) }})
    )
{%- endmacro -%}


{#- The last instant of a calendar day in the reporting time zone: databases count in microseconds. -#}
{%- macro last_instant_of(day) -%}
    ({{ start_of_day(day_after(day)) }} - interval 1 microsecond)
{%- endmacro -%}


{#- Days before and after all others, for spans without a beginning or an end. -#}
{%- macro beginning_of_time() -%}
    cast('0001-01-01' as date)
{%- endmacro -%}

{%- macro end_of_time() -%}
    cast('9999-12-31' as date)
{%- endmacro -%}


{%- macro last_of_month(day) -%}
    cast(date_trunc('month', {{ day }}) + interval 1 month - interval 1 day as date)
{%- endmacro -%}


{%- macro month_of(day) -%}
    cast(date_trunc('month', {{ day }}) as date)
{%- endmacro -%}


{#- One row for each day of [first_day, end_day). -#}
{%- macro each_day_of(first_day, end_day) -%}
    {{ adapter.dispatch('each_day_of')(first_day, end_day) }}
{%- endmacro -%}

{%- macro default__each_day_of(first_day, end_day) -%}
    cast(unnest(generate_series(cast({{ first_day }} as timestamp), cast({{ end_day }} as timestamp) - interval 1 day, interval 1 day)) as date)
{%- endmacro -%}
