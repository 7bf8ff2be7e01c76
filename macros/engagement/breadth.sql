{#- What is left of a score of which so many parts of the buying committee are engaged (var score_breadth_roles). -#}
{%- macro breadth_share(n_roles) -%}
    {%- if var('score_breadth_roles') -%}
    least(1, coalesce({{ n_roles }}, 0) / {{ var('score_breadth_roles') }})
    {%- else -%}
    1
    {%- endif -%}
{%- endmacro -%}
