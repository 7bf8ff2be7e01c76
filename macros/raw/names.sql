{#- First and last name where the source has no name in one. -#}
{%- macro full_name(name, first_name, last_name) -%}
    coalesce(nullif(trim({{ name }}), ''), nullif(trim(concat_ws(' ', {{ first_name }}, {{ last_name }})), ''))
{%- endmacro -%}


{#- The domain of a web address: https://www.example.com/page is example.com. -#}
{%- macro domain_of(address) -%}
    nullif(regexp_replace(lower(trim({{ address }})), '^([a-z]+://)?(www\.)?([^/:?#]*).*$', '\3'), '')
{%- endmacro -%}
