{#- z of a two-sided 95 % interval. -#}
{%- macro z() -%} 1.959963984540054 {%- endmacro -%}


{#-
    Wilson (1927) for shares that count rows, Student's t for means (not below 0 where no value of the KPI is, nor above 1
    where its values are shares), Byar's approximation of the Poisson one for rates; nothing for sums and shares of money.
-#}
{%- macro interval_limit(side) -%}
    {%- set sign = '-' if side == 'low' else '+' -%}
    case
        -- the formula gives these too, but for the last digit
        when interval_method = 'wilson' and denominator > 0 and value = {{ 0 if side == 'low' else 1 }}
            then cast({{ 0 if side == 'low' else 1 }} as double)
        when interval_method = 'wilson' and denominator > 0
            then greatest(0, least(1, (
                value + power({{ z() }}, 2) / (2 * denominator)
                {{ sign }} {{ z() }} * sqrt(
                    value * (1 - value) / denominator + power({{ z() }}, 2) / (4 * power(denominator, 2))
                )
            ) / (1 + power({{ z() }}, 2) / denominator)))
        when interval_method = 'byar' and denominator > 0
            then rate_per * {{ byar_limit('cast(numerator as double)', side) }} / cast(denominator as double)
        {%- if side == 'low' %}
        when interval_method in ('student_t', 'log_ratio') and smallest >= 0 and value < mean_spread then 0
        {%- else %}
        when interval_method = 'student_t' and unit = 'share' and largest <= 1 and value + mean_spread > 1 then 1
        {%- endif %}
        when interval_method in ('student_t', 'log_ratio') then value {{ sign }} mean_spread
    end
{%- endmacro -%}


{#-
    Limit of the count of events that a Poisson process is expected to make, of the count it made, by Byar's
    approximation (Breslow and Day 1987, Statistical methods in cancer research II, 2.3); exact where it made none.
-#}
{%- macro byar_limit(events, side) -%}
    {%- if side == 'low' -%}
    case
                when {{ events }} = 0 then 0
                else {{ events }} * power(1 - 1 / (9 * {{ events }}) - {{ z() }} / (3 * sqrt({{ events }})), 3)
            end
    {%- else -%}
    case
                when {{ events }} = 0 then -ln(0.025)
                else
                    ({{ events }} + 1)
                    * power(1 - 1 / (9 * ({{ events }} + 1)) + {{ z() }} / (3 * sqrt({{ events }} + 1)), 3)
            end
    {%- endif -%}
{%- endmacro -%}


{#- Doubles differ in their last digits from run to run: 9 significant ones are published, and compared. Infinite is none. -#}
{%- macro significant(number) -%}
    case
        when abs({{ number }}) > 1e300 then null
        when {{ number }} = 0 then cast(0 as double)
        else round({{ number }}, 8 - cast(floor(log10(abs({{ number }}))) as integer))
    end
{%- endmacro -%}


{#- A sum of doubles in one order, so that it is the same number in each run. -#}
{%- macro sum_in_order(term, by) -%}
    {{ adapter.dispatch('sum_in_order')(term, by) }}
{%- endmacro -%}

{%- macro default__sum_in_order(term, by) -%}
    sum({{ term }} order by {{ by }})
{%- endmacro -%}


{#- A product of doubles in one order. -#}
{%- macro product_in_order(term, by) -%}
    {{ adapter.dispatch('product_in_order')(term, by) }}
{%- endmacro -%}

{%- macro default__product_in_order(term, by) -%}
    product({{ term }} order by {{ by }})
{%- endmacro -%}
