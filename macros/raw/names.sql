{#- First and last name where the source has no name in one. -#}
{%- macro full_name(name, first_name, last_name) -%}
    coalesce(nullif(trim({{ name }}), ''), nullif(trim(concat_ws(' ', {{ first_name }}, {{ last_name }})), ''))
{%- endmacro -%}


{#- A country's code; of a country written as free text, what your words or its names say; else unknown, and told. -#}
{%- macro country_code(code, country) -%}
    coalesce({{ code }}, {{ known_value(country, var('country_names')) }}, {{ parse_country(bare(country)) }})
{%- endmacro -%}


{#- LinkedIn's ids as numbers; its interface also writes urn:li:sponsoredAccount:123. -#}
{%- macro linkedin_id(id) -%}
    regexp_replace({{ id }}, '^urn:li:[a-zA-Z]+:', '')
{%- endmacro -%}


{#- The domain of a web address: https://www.example.com/page is example.com. -#}
{%- macro domain_of(address) -%}
    nullif(regexp_replace(lower(trim({{ address }})), '^([a-z]+://)?(www\.|[*]\.)?([^/:?#]*?)\.?([/:?#].*)?$', '\3'), '')
{%- endmacro -%}
