{#- Time, training and change are indirect (var indirect_cost_categories); what is bought is direct. -#}
{%- macro is_indirect_cost(category) -%}
    {{ is_listed(category, var('indirect_cost_categories')) }}
{%- endmacro -%}
