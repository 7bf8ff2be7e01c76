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
    which is the company's, so that what was done still counts for the account. What is no domain is nobody's.
-#}
{%- macro erased_address(email) -%}
    {%- set domain = "split_part(" ~ normal_email(email) ~ ", '@', 2)" -%}
    'erased-' || left({{ keyed_hash(normal_email(email)) }}, 16) || '@'
    || case
        when regexp_full_match({{ domain }}, '{{ domain_part() }}') then {{ domain }}
        else left({{ keyed_hash(domain) }}, 16)
    end
{%- endmacro -%}


{#-
    What an e-mail address looks like, wherever it stands, within a link too; a name may hold an apostrophe or an
    ampersand, unless these part it from what stands before.
-#}
{%- macro address_pattern(is_parted=false) -%}
    {%- set first = '[^\s@,;:<>()"=?/|\\\\\x7B\x7D\[\]#*`&\'\']' -%}
    {%- set others = first if is_parted else first.replace("&''", '') -%}
    {{ return(first ~ others ~ '*(@|%40)' ~ domain_part()) }}
{%- endmacro -%}


{%- macro domain_part() -%}
    {{ return('[\pL\pN._-]*\.[\pL\pN-]*[\pL\pN]') }}
{%- endmacro -%}


{#- A free text as it may be published: addresses in it are taken out. -#}
{%- macro without_addresses(text) -%}
    case
        when strpos({{ text }}, '@') > 0 or strpos({{ text }}, '%40') > 0
            then regexp_replace({{ text }}, '{{ address_pattern() }}', '[e-mail]', 'g')
        else {{ text }}
    end
{%- endmacro -%}


{#-
    A person's title as it may be published: without addresses and telephone numbers, none that says their name, its
    parts in any order.
-#}
{%- macro impersonal_title(title, full_name) -%}
    case
        when strpos(lower({{ title }}), lower({{ full_name }})) > 0 or {{ has_every_word(title, full_name) }} then null
        else regexp_replace({{ without_addresses(title) }}, '\+?\d[\d .()/-]{6,}\d', '[phone]', 'g')
    end
{%- endmacro -%}


{#- Whether a text has every word of another, if that has any. -#}
{%- macro has_every_word(text, words) -%}
    {{ adapter.dispatch('has_every_word')(text, words) }}
{%- endmacro -%}

{%- macro default__has_every_word(text, words) -%}
    (
        regexp_matches({{ words }}, '[\pL\pN]')
        and list_has_all(
            regexp_extract_all(lower({{ text }}), '[\pL\pN]+'), regexp_extract_all(lower({{ words }}), '[\pL\pN]+')
        )
    )
{%- endmacro -%}


{#-
    Every address in a text, in its one spelling; where an apostrophe may part it or be its own, both readings, unless
    it has to be the one that is meant (is_exact).
-#}
{%- macro addresses_in(text, is_exact=false) -%}
    {{ adapter.dispatch('addresses_in')(text, is_exact) }}
{%- endmacro -%}

{%- macro default__addresses_in(text, is_exact) -%}
    {%- set spelled = "lower(coalesce(try(url_decode(" ~ text ~ ")), replace(" ~ text ~ ", '%40', '@')))" -%}
    {%- set as_written = "regexp_extract_all(" ~ spelled ~ ", '" ~ address_pattern() ~ "')" -%}
    {%- set parted = "regexp_extract_all(" ~ spelled ~ ", '" ~ address_pattern(is_parted=true) ~ "')" -%}
    unnest({{ as_written if is_exact else 'list_distinct(list_concat(' ~ as_written ~ ', ' ~ parted ~ '))' }})
{%- endmacro -%}


{#- Every text of a row as it landed (row_as_text), read back from it: none has the marks of JSON within. -#}
{%- macro texts_of_row(row) -%}
    {{ adapter.dispatch('texts_of_row')(row) }}
{%- endmacro -%}

{%- macro default__texts_of_row(row) -%}
    unnest(json_extract_string({{ row }}, '$.*'))
{%- endmacro -%}
