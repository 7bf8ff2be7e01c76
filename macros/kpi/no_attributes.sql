{#- What a row is broken down by where it is of no account: nothing but membership. -#}
{%- macro no_attributes() -%}
    {%- for column in ['tier', 'industry', 'country_code', 'owner_id', 'owner_team'] -%}
        cast(null as {{ dbt.type_string() }}) as {{ column }}
        {%- if not loop.last %},
        {% endif %}
    {%- endfor %}
{%- endmacro -%}
