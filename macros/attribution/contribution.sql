{#-
    What marketing had to do with a deal, one of three classes, from the day that `opportunities` is seen on. A deal
    closed on a day, or open on the day it is seen from, is influenced where its first touch came by then
    (int_opportunity_contributed).
-#}
{%- macro contribution(opportunities, contributed) -%}
    case
        when {{ contributed }}.is_sourced then 'sourced'
        when
            {{ contributed }}.influenced_from_on <= case
                when not {{ opportunities }}.is_closed then {{ opportunities }}.seen_on
                else coalesce({{ opportunities }}.closed_on, {{ beginning_of_time() }})
            end
            then 'influenced_only'
        else 'none'
    end
{%- endmacro -%}
