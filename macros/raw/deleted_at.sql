{#- A source with only a delete flag: the row was deleted when it last changed, else when the loader saw it. -#}
{%- macro deleted_at(flag) -%}
    case when {{ parse_boolean(cleaned(flag, 'boolean')) }} then coalesce(system_modstamp, _fivetran_synced) end
{%- endmacro -%}
