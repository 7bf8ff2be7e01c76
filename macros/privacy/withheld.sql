{#-
    A column by which one could tell a salesperson's times, empty where these are not to be published (var
    publish_owner_response_times). The type is named in both cases: dbt's manifest is the same whatever the settings.
-#}
{%- macro unless_withheld(column, expression=none) -%}
    {%- set nothing = 'cast(null as ' ~ dbt.type_string() ~ ')' -%}
    {{ expression or column if var('publish_owner_response_times') else nothing }} as {{ column }}
{%- endmacro -%}
