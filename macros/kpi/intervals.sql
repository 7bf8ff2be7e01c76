{#- z of a two-sided 95 % interval. -#}
{%- macro z() -%} 1.959963984540054 {%- endmacro -%}


{#- Wilson (1927) for shares that count rows, the normal one for means; nothing for sums and shares of money. -#}
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
        when interval_method in ('normal', 'log_ratio') then value {{ sign }} {{ z() }} * sqrt(variance)
    end
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
