{#-
    How each attribution model weighs a touch of a route (int_touch_weighed): the units of a milestone, those that the
    touches which are no milestone share, and the routes it reads. Units of one touch add up; what a route lacks is
    shared in proportion, because units are set against their sum.
-#}
{%- macro attribution_units() -%}
    {%- set w_shape = '300 * (is_first + is_lead + is_creation)' -%}
    {%- set to_creation = "route = 'to_creation'" -%}
    {{ return({
        'first_touch': {'milestone': 'is_first', 'middle': 0, 'where': to_creation},
        'last_touch': {'milestone': 'is_last', 'middle': 0, 'where': to_creation},
        'linear': {'milestone': 0, 'middle': 1, 'where': to_creation},
        'time_decay': {
            'milestone': 'round(1e12 * power(0.5, days_before_last / cast(' ~ var('touch_half_life_days') ~ ' as double)))',
            'middle': 0, 'where': to_creation,
        },
        'u_shape': {'milestone': '40 * (is_first + is_lead)', 'middle': 20, 'where': to_creation},
        'w_shape': {'milestone': w_shape, 'middle': 100, 'where': to_creation},
        'full_path': {
            'milestone': "case when route = 'to_closing' then 225 * (is_first + is_lead + is_creation + is_last) else "
                ~ w_shape ~ ' end',
            'middle': 100, 'where': "route = 'to_closing' or not is_won",
        },
    }) }}
{%- endmacro -%}


{#- The models that are computed (var attribution_models), one a row. -#}
{%- macro attribution_models() -%}
    {%- for model in var('attribution_models') %}
    select '{{ model }}' as attribution_model
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
{%- endmacro -%}


{#- What a whole number holds of another, rounded down, also below 0; a division of doubles would not be exact. -#}
{%- macro whole_quotient(number, divisor) -%}
    {{ adapter.dispatch('whole_quotient')(number, divisor) }}
{%- endmacro -%}

{%- macro default__whole_quotient(number, divisor) -%}
    ((({{ number }}) - ((({{ number }}) % ({{ divisor }}) + ({{ divisor }})) % ({{ divisor }}))) // ({{ divisor }}))
{%- endmacro -%}
