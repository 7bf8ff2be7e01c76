{#- A source's own word in the project's words, by a mapping var; a word the mapping does not know stays as it is. -#}
{%- macro mapped_value(column, mapping) -%}
    coalesce({{ known_value(column, mapping) }}, {{ column }})
{%- endmacro -%}


{#- The same, but NULL where the mapping does not know the word; the word '*' stands for any other. -#}
{%- macro known_value(column, mapping) -%}
    case lower(trim({{ column }}))
        {%- for word, value in mapping.items() if word != '*' %}
        when '{{ word | lower | replace("'", "''") }}' then '{{ value }}'
        {%- endfor %}
        {% if '*' in mapping %}else case when {{ column }} is not null then '{{ mapping['*'] }}' end{% else %}when null then ''{% endif %}
    end
{%- endmacro -%}
