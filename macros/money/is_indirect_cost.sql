{#- Time, training and change are indirect (var indirect_cost_categories); what is bought is direct. -#}
{%- macro is_indirect_cost(category) -%}
    {%- if var('indirect_cost_categories') -%}
        {{ category }} in ('{{ var("indirect_cost_categories") | join("', '") }}')
    {%- else -%}
        false
    {%- endif -%}
{%- endmacro -%}
