{#-
    A text that stands for another and does not give it away: HMAC-SHA256 (RFC 2104) with the run's key, which is one
    row of input__person_key. `key` is the CTE that holds it. Without a key there is no hash: NULL.
-#}
{%- macro keyed_hash(text, key='secret_key') -%}
    {{ adapter.dispatch('keyed_hash')(text, key) }}
{%- endmacro -%}

{%- macro default__keyed_hash(text, key) -%}
    sha256(
        unhex((select outer_pad from {{ key }}))
        || unhex(sha256(unhex((select inner_pad from {{ key }})) || encode({{ text }})))
    )
{%- endmacro -%}


{#-
    What stands for the address of somebody who asked to be erased: equal addresses stay equal, and the domain stays,
    which is the company's, so that what was done still counts for the account.
-#}
{%- macro erased_address(email) -%}
    'erased-' || left({{ keyed_hash(normal_email(email)) }}, 16) || '@' || split_part({{ normal_email(email) }}, '@', 2)
{%- endmacro -%}


{#- What an e-mail address looks like, wherever it stands, within a link too. -#}
{%- macro address_pattern() -%}
    {%- set part = '[^\s@,;:<>()"=?&/|\'\']' -%}
    {{ return(part ~ '+(@|%40)' ~ part ~ '+\.' ~ part ~ '+') }}
{%- endmacro -%}


{#- A free text as it may be published: addresses in it are taken out. -#}
{%- macro without_addresses(text) -%}
    case
        when strpos({{ text }}, '@') > 0 or strpos({{ text }}, '%40') > 0
            then regexp_replace({{ text }}, '{{ address_pattern() }}', '[e-mail]', 'g')
        else {{ text }}
    end
{%- endmacro -%}


{#- A person's title as it may be published: without addresses and telephone numbers, none that says their name. -#}
{%- macro impersonal_title(title, full_name) -%}
    case
        when strpos(lower({{ title }}), lower({{ full_name }})) > 0 then null
        else regexp_replace({{ without_addresses(title) }}, '\+?\d[\d .()/-]{6,}\d', '[phone]', 'g')
    end
{%- endmacro -%}


{#- Every address in a text, in its one spelling. -#}
{%- macro addresses_in(text) -%}
    {{ adapter.dispatch('addresses_in')(text) }}
{%- endmacro -%}

{%- macro default__addresses_in(text) -%}
    unnest(regexp_extract_all(lower({{ text }}), '{{ address_pattern() }}'))
{%- endmacro -%}
