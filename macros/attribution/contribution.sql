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


{#-
    Nobody knows what marketing did for a deal that was over before the first touch of anybody landed (`known`, one row with
    first_touch_on), or whose look-back reaches to before var touches_known_from.
-#}
{%- macro has_unknown_touches(opportunities, known) -%}
    (
        {{ known }}.first_touch_on is null
        or case
            when {{ opportunities }}.is_closed
                then greatest(coalesce({{ opportunities }}.closed_on, {{ opportunities }}.created_on), {{ opportunities }}.created_on)
            else {{ opportunities }}.seen_on
        end < {{ known }}.first_touch_on
        {%- if var('touches_known_from') %}
        or {{ opportunities }}.created_on - {{ var('influence_lookback_days') }} < cast('{{ var("touches_known_from") }}' as date)
        {%- endif %}
    )
{%- endmacro -%}
