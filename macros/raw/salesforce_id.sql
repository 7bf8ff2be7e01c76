{#-
    A Salesforce id in its one spelling of 18 characters. Exports write 15, which differ by case alone; the other
    three say for each five characters which are capitals (Salesforce, "How to convert 15 digit Id to 18 digit Id"):
    the five as a binary number, the first the lowest bit, pick a letter.
-#}
{%- macro salesforce_id(id) -%}
    {%- set capitals = "translate(" ~ id ~ ", '" ~ 'ABCDEFGHIJKLMNOPQRSTUVWXYZ' ~ 'abcdefghijklmnopqrstuvwxyz0123456789' ~ "', '"
        ~ '1' * 26 ~ '0' * 36 ~ "')" -%}
    {%- set patterns = [] -%}
    {%- for number in range(32) -%}
        {%- do patterns.append('{:05b}'.format(number)[::-1]) -%}
    {%- endfor -%}
    case
        when regexp_full_match({{ id }}, '[A-Za-z0-9]{15}')
            then {{ id }}
            {%- for first in (1, 6, 11) %}
            || substr(
                'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345',
                1 + cast(floor(strpos('{{ patterns | join(" ") }}', substr({{ capitals }}, {{ first }}, 5)) / 6) as integer),
                1
            )
            {%- endfor %}
        else {{ id }}
    end
{%- endmacro -%}
