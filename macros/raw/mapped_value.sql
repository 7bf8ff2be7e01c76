{#- A source's own word in the project's words, by a mapping var; a word the mapping does not know stays as it is. -#}
{%- macro mapped_value(column, mapping) -%}
    case lower(trim({{ column }}))
        {%- for word, value in mapping.items() %}
        when '{{ word | lower | replace("'", "''") }}' then '{{ value }}'
        {%- endfor %}
        else {{ column }}
    end
{%- endmacro -%}
