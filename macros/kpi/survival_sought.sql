{#- The share that a duration is to leave: half of them for the median, a tenth for the 90th percentile. -#}
{%- macro survival_sought(estimator) -%}
    case {{ estimator }} when 'survival_median' then 0.5 when 'quantile' then 0.1 end
{%- endmacro -%}
