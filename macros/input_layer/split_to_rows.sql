{#- One row for each part of a text; `separator` is the code of the character between them. -#}
{%- macro split_to_rows(text, separator) -%}
    {{ adapter.dispatch('split_to_rows')(text, separator) }}
{%- endmacro -%}

{%- macro default__split_to_rows(text, separator) -%}
    unnest(string_split({{ text }}, chr({{ separator }})))
{%- endmacro -%}
