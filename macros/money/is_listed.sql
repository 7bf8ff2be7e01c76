{#- Whether a column has one of the values of a setting; an empty setting lists none. -#}
{%- macro is_listed(column, values) -%}
    {{ column }} in (
        {%- for value in values or [''] %}
        '{{ value }}'{{ ',' if not loop.last }}
        {%- endfor %}
    )
{%- endmacro -%}
