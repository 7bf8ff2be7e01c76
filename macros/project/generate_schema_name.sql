{#- A schema is named as the model says: BI tools and people read these names. -#}
{%- macro generate_schema_name(custom_schema_name, node) -%}
    {{ custom_schema_name if custom_schema_name is not none else target.schema }}
{%- endmacro -%}
