{#- An open request that is due soon, or overdue, on the clock of alerts (vars sla_clock, sla_due_soon_share). -#}
{%- macro is_pressing(seen, allowed_seconds) -%}
    {{ seen }}.is_open
    and {{ seen }}.{{ var('sla_clock') }}_age_seconds > {{ var('sla_due_soon_share') }} * {{ allowed_seconds }}
{%- endmacro -%}
