{#- A text that holds a number, divided; a text that does not stays as it is, for parse_entity to tell. -#}
{%- macro divided(text, divisor) -%}
    coalesce(
        cast(cast(try_cast({{ text }} as decimal(18, 4)) / {{ divisor }} as decimal(18, 8)) as {{ dbt.type_string() }}), {{ text }}
    )
{%- endmacro -%}
