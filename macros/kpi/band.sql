{#- The half-open band [low, high) of a number, named by its limits: "0-250", "250-5000", "5000+", "unknown". -#}
{%- macro band(number, limits) -%}
    case
        when {{ number }} is null then 'unknown'
        {%- for limit in limits %}
        when {{ number }} < {{ limit }} then '{{ 0 if loop.first else limits[loop.index0 - 1] }}-{{ limit }}'
        {%- endfor %}
        else '{{ limits[-1] }}+'
    end
{%- endmacro -%}
