{#- The place of a canonical stage on the way from creation to a win; an unmapped stage has none. -#}
{%- macro canonical_rank(stage) -%}
    case {{ stage }}
        {%- for canonical in ['qualification', 'proposal', 'negotiation', 'closed_won'] %}
        when '{{ canonical }}' then {{ loop.index }}
        {%- endfor %}
    end
{%- endmacro -%}
