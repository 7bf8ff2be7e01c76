{#-
    Quantile of Student's t for a two-sided 95 % interval. A broken number of degrees of freedom (Welch, Satterthwaite)
    is rounded down. Beyond the table, the first terms of Fisher's series (1925): 0.005 % off at most.
-#}
{%- macro t_quantile(degrees) -%}
    {%- set quantiles = t_quantiles() -%}
    case
        when {{ degrees }} > {{ quantiles | length }}
            then {{ z() }}
            + (power({{ z() }}, 3) + {{ z() }}) / (4 * {{ degrees }})
            + (5 * power({{ z() }}, 5) + 16 * power({{ z() }}, 3) + 3 * {{ z() }}) / (96 * power({{ degrees }}, 2))
        -- equal variances make a whole number, but for the last digit
        else [{{ quantiles | join(', ') }}][cast(floor({{ degrees }} + 1e-9) as integer)]
    end
{%- endmacro -%}


{#-
    Degrees of freedom of a sum of estimated variances (Welch and Satterthwaite), of the sum and of its terms, each squared
    and over its own degrees. Where there is no variance any will do.
-#}
{%- macro degrees_of_sum(variance, squares) -%}
    coalesce(power({{ variance }}, 2) / nullif({{ squares }}, 0), 1)
{%- endmacro -%}
