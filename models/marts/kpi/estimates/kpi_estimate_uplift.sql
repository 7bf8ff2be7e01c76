-- ABM against non-ABM: within each stratum, then the mean of the strata weighted by ABM rows. Limits of means by
-- the delta method on the log ratio under Welch's degrees of freedom, of medians from the medians' own limits (MOVER,
-- Zou and Donner 2008).
with pairs as (

    select * from {{ ref('kpi_estimate_pair') }}
    where estimator = 'uplift'

),

-- the ratio read as a gain: of non-ABM, unless the KPI speaks of a reduction
signed as (

    select
        * exclude (is_comparable),
        -- against nothing there is no ratio
        is_comparable and other_value > 0 as is_comparable,
        case when comparison = 'reduction' then -1 else 1 end as direction,
        case when other_value > 0 and measured_value > 0 then ln(measured_value / other_value) end as log_ratio
    from pairs

),

-- variances of the logarithms of means
squared as (

    select
        *,
        measured_variance / power(nullif(measured_value, 0), 2) as measured_square,
        other_variance / power(nullif(other_value, 0), 2) as other_square
    from signed

),

counted as (

    select
        *,
        case
            when measured_square is not null and other_square is not null
                then {{ degrees_of_sum(
                    'measured_square + other_square',
                    'power(measured_square, 2) / (measured_n - 1) + power(other_square, 2) / (other_n - 1)'
                ) }}
        end as degrees
    from squared

),

of_means as (

    select
        *,
        {{ t_quantile('degrees') }} * sqrt(measured_square + other_square) as mean_spread
    from counted

),

spread as (

    select
        *,
        case
            when degrees is not null then mean_spread
            when measured_ci_low > 0 and other_ci_high > 0
                then sqrt(power(ln(measured_value / measured_ci_low), 2) + power(ln(other_ci_high / other_value), 2))
        end as log_below,
        case
            when degrees is not null then mean_spread
            when other_ci_low > 0 and measured_ci_high > 0
                then sqrt(power(ln(measured_ci_high / measured_value), 2) + power(ln(other_value / other_ci_low), 2))
        end as log_above
    from of_means

),

by_stratum as (

    select
        *,
        direction * (measured_value - other_value) / nullif(other_value, 0) as uplift,
        direction * (exp(case when direction = 1 then log_ratio - log_below else log_ratio + log_above end) - 1) as low,
        direction * (exp(case when direction = 1 then log_ratio + log_above else log_ratio - log_below end) - 1) as high
    from spread

),

pooled as (

    select
        {{ estimate_columns(having_side=false) }},
        count(*) as strata,
        bool_or(is_pending) as is_pending,
        bool_or(is_comparable) as is_comparable,
        least(
            sum(case when is_comparable then measured_n else 0 end),
            sum(case when is_comparable then other_n else 0 end)
        ) as n,
        sum(case when not is_comparable then measured_n + other_n else 0 end) as n_not_compared,
        sum(case when is_comparable then measured_n end) as weight,
        {{ sum_in_order('case when is_comparable then measured_n * uplift end', by='stratum') }} as weighted,
        {{ sum_in_order(
            'case when is_comparable then power(measured_n * (uplift - low), 2) end', by='stratum'
        ) }} as square_below,
        {{ sum_in_order(
            'case when is_comparable then power(measured_n * (high - uplift), 2) end', by='stratum'
        ) }} as square_above,
        bool_and(not is_comparable or low is not null) as has_low,
        bool_and(not is_comparable or high is not null) as has_high,
        max(measured_value) as measured_value,
        max(other_value) as other_value
    from by_stratum
    group by {{ estimate_columns(having_side=false) }}

),

final as (

    select
        {{ estimate_columns(having_side=false) }},
        n,
        case when strata = 1 then cast(measured_value as decimal(38, 4)) end as numerator,
        case when strata = 1 then cast(other_value as decimal(38, 4)) end as denominator,
        weighted / weight as value,
        case when has_low then weighted / weight - sqrt(square_below) / weight end as ci_low,
        case when has_high then weighted / weight + sqrt(square_above) / weight end as ci_high,
        coalesce(not is_comparable and is_pending, false) as is_immature,
        case when is_comparable then n_not_compared else 0 end as n_not_compared
    from pooled

)

select * from final
