{#-
    Money in the reporting currency at the rate of its own day, rounded to the cent, half away from zero; NULL
    where no rate of the last days (var fx_max_stale_days) exists. `rates` is int_fx_rate_bounded joined by
    join_fx_rate under the same alias.
-#}
{%- macro in_reporting_currency(amount, currency, rates) -%}
    case
        when coalesce({{ currency }}, '{{ var("reporting_currency") }}') = '{{ var("reporting_currency") }}'
            then {{ amount }}
        else cast(round({{ amount }} * {{ rates }}.rate, 2) as decimal(18, 2))
    end
{%- endmacro -%}


{%- macro join_fx_rate(rates, currency, day) -%}
    left join {{ ref('int_fx_rate_bounded') }} as {{ rates }}
        on
            {{ currency }} = {{ rates }}.currency
            and {{ day }} >= {{ rates }}.valid_from
            and {{ day }} < {{ rates }}.valid_to
{%- endmacro -%}


{%- macro has_contract_term(contract_months) -%}
    coalesce({{ contract_months }}, 0) > 0
{%- endmacro -%}


{#- Annual contract value: the amount by the year; the amount itself where no term is known. -#}
{%- macro annual_value(amount, contract_months) -%}
    case
        when {{ has_contract_term(contract_months) }}
            then {{ rounded_quotient('cast(' ~ amount ~ ' * 1200 as hugeint)', contract_months) }}
        else {{ amount }}
    end
{%- endmacro -%}


{#- Whole cents over a whole number, to the cent, half away from zero; a division of doubles would miss the half. -#}
{%- macro rounded_quotient(cents, divisor) -%}
    {{ adapter.dispatch('rounded_quotient')(cents, divisor) }}
{%- endmacro -%}

{%- macro default__rounded_quotient(cents, divisor) -%}
    cast(cast(
        sign({{ cents }}) * ((2 * abs({{ cents }}) + {{ divisor }}) // (2 * {{ divisor }})) as decimal(38, 0)
    ) * cast(0.01 as decimal(2, 2)) as decimal(18, 2))
{%- endmacro -%}
