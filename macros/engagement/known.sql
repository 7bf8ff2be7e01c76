{#- Whether on a day nothing had begun yet that int_engagement_known dates: what nobody could see is not 0. -#}
{%- macro is_unknown_on(begins, day) -%}
    coalesce({{ begins }} > {{ day }}, true)
{%- endmacro -%}
