with survival as (

    select * from {{ ref('kpi_survival') }}

),

-- log-log limits of S(t) by Greenwood; where S reaches 0 the variance does not exist
bounded as (

    select
        *,
        {{ survival_sought('base_estimator') }} as sought,
        case
            when survival <= 1e-12 then 0
            when survival >= 1 - 1e-12 then 1
            else power(survival, exp({{ z() }} * sqrt(greenwood) / abs(ln(survival))))
        end as survival_low,
        case
            when survival <= 1e-12 or survival >= 1 - 1e-12 then 1
            else power(survival, exp(-{{ z() }} * sqrt(greenwood) / abs(ln(survival))))
        end as survival_high
    from survival
    where base_estimator in ('survival_median', 'quantile')

),

final as (

    select
        {{ estimate_columns() }},
        max(n) as n,
        cast(sum(ends) as decimal(38, 4)) as numerator,
        cast(max(n) as decimal(38, 4)) as denominator,
        -- the smallest t with S(t) at what is sought or below, by a hair for the rounding of the product
        cast(min(case when survival <= sought + 1e-12 then duration end) as double) as value,
        cast(min(case when survival_low <= sought + 1e-12 then duration end) as double) as ci_low,
        cast(min(case when survival_high <= sought + 1e-12 then duration end) as double) as ci_high,
        cast(null as double) as variance,
        min(survival) > max(sought) + 1e-12 as is_immature
    from bounded
    group by {{ estimate_columns() }}

)

select * from final
