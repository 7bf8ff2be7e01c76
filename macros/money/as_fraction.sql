{#- A probability as a fraction: CRMs write 40 or 0.4. -#}
{%- macro as_fraction(probability) -%}
    cast(case when {{ probability }} > 1 then {{ probability }} / 100 else {{ probability }} end as decimal(18, 8))
{%- endmacro -%}
