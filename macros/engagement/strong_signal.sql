{#- What somebody asks for sales by, as interactions count: types of weight (rules of response time). -#}
{%- macro strong_signals() -%}
    ('demo_request', 'contact_request', 'rfp_request', 'premium_download')
{%- endmacro -%}
