{#- An instant of a calendar day by the clock on the wall there; "09:00" is not the ninth hour where clocks change. -#}
{%- macro local_instant(day, time) -%}
    {{ adapter.dispatch('local_instant')(day, time) }}
{%- endmacro -%}

{%- macro default__local_instant(day, time) -%}
    (({{ day }} + cast('{{ time }}' as time)) at time zone '{{ var("reporting_timezone") }}')
{%- endmacro -%}


{#- Seconds that have gone by from one instant to another, to the microsecond. -#}
{%- macro seconds_between(from_at, to_at) -%}
    {{ adapter.dispatch('seconds_between')(from_at, to_at) }}
{%- endmacro -%}

{%- macro default__seconds_between(from_at, to_at) -%}
    (cast(epoch_us({{ to_at }}) - epoch_us({{ from_at }}) as decimal(18, 0)) * cast(0.000001 as decimal(7, 6)))
{%- endmacro -%}


{#-
    Business seconds from the calendar's beginning up to an instant: the span between two instants is a subtraction.
    `business_day` is the row of int_business_day of the instant's local day.
-#}
{%- macro business_seconds_at(instant, business_day) -%}
    {{ business_day }}.seconds_before + case
        when {{ business_day }}.is_business_day
            then least(
                greatest({{ seconds_between(business_day ~ '.starts_at', instant) }}, 0), {{ business_day }}.n_seconds
            )
        else 0
    end
{%- endmacro -%}


{#- Seconds as hours, to six decimals (4 milliseconds). -#}
{%- macro as_hours(seconds) -%}
    cast(cast({{ seconds }} as double) / 3600 as decimal(18, 6))
{%- endmacro -%}


{#- The two clocks that a response is timed by, and the hours within which it is due. -#}
{%- macro response_clocks() -%}
    {{ return(['calendar', 'business']) }}
{%- endmacro -%}

{%- macro response_hours() -%}
    {{ return([24, 48]) }}
{%- endmacro -%}
