{#-
    Customers lost a customer-year, shrunk: churns and years as seen, and those of the Gamma prior (var hazard_prior)
    as if they had been seen too. Without churn it is small, not nothing (T21).
-#}
{%- macro churn_hazard(churns, years) -%}
    ((cast({{ churns }} as double) + {{ var('hazard_prior').a }})
        / (cast({{ years }} as double) + {{ var('hazard_prior').b }}))
{%- endmacro -%}


{#- 95 % limits of that hazard: quantiles of its Gamma distribution by Wilson and Hilferty, as Byar's limits are. -#}
{%- macro churn_hazard_limit(churns, years, side) -%}
    {%- set prior = var('hazard_prior') -%}
    {%- set shape = '(cast(' ~ churns ~ ' as double) + ' ~ prior.a ~ ')' -%}
    (greatest(0, {{ byar_limit(shape if side == 'low' else '(' ~ shape ~ ' - 1)', side) }})
        / (cast({{ years }} as double) + {{ prior.b }}))
{%- endmacro -%}


{#-
    What a yearly margin of 1 is worth over the horizon (vars clv_horizon_months, discount_rate): margins at the start
    of each year, times the chance exp(-h t) that the customer is still there.
-#}
{%- macro discounted_years(hazard) -%}
    (
        {%- for year in range(var('clv_horizon_months') // 12) %}
        {{ '+ ' if not loop.first }}exp(-{{ hazard }} * {{ year }}) / power(1 + {{ var('discount_rate') }}, {{ year }})
        {%- endfor %}
    )
{%- endmacro -%}
