{#- A calendar day that a loader may land as an instant: the day as written, never shifted between time zones. -#}
{%- macro calendar_day(text) -%}
    left({{ text }}, 10)
{%- endmacro -%}
