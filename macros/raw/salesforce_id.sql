{#-
    A Salesforce id in its one spelling of 18 characters. Exports write 15, which differ by case alone; the other
    three say for each five characters which are capitals (Salesforce, "How to convert 15 digit Id to 18 digit Id").
-#}
{%- macro salesforce_id(id) -%}
    case
        when regexp_full_match({{ id }}, '[A-Za-z0-9]{15}')
            then {{ id }}
            {%- for group in range(3) %}
            || substr(
                'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345',
                1
                {%- for place in range(5) %}
                + case when ascii(substr({{ id }}, {{ 5 * group + place + 1 }}, 1)) between 65 and 90 then {{ 2 ** place }} else 0 end
                {%- endfor %},
                1
            )
            {%- endfor %}
        else {{ id }}
    end
{%- endmacro -%}
