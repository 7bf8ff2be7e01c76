{#- Types of deal that the funnel's KPIs count (var funnel_types): renewals would flatter cycle and win rate. -#}
{%- macro is_funnel_type(type) -%}
    {{ type }} in ('{{ var("funnel_types") | join("', '") }}')
{%- endmacro -%}
