-- A product of other KPIs of the same period and segment. Limits by MOVER on the logarithm (Zou and Donner 2008), as if
-- the factors were independent; a count has none of its own.
with factors as (

    select * from {{ ref('kpi_derived_factor') }}

),

estimates as (

    select * from {{ ref('kpi_estimate_own') }}

),

factored as (

    select
        {{ estimate_columns('factors', having_side=false) }},
        factors.position,
        factors.is_own_evidence,
        factors.is_divisor,
        estimates.n,
        estimates.is_immature,
        estimates.value,
        case when factors.is_divisor then 1 / nullif(estimates.value, 0) else estimates.value end as multiplier,
        case
            when factors.is_own_evidence then 0
            when estimates.value > 0 and estimates.ci_low > 0 then ln(estimates.value / estimates.ci_low)
        end as log_below,
        case
            when factors.is_own_evidence then 0
            when estimates.value > 0 then ln(estimates.ci_high / estimates.value)
        end as log_above
    from factors
    left join estimates
        on
            factors.factor_kpi_id = estimates.kpi_id
            and coalesce(factors.factor_period_type, factors.period_type) = estimates.period_type
            -- another kind of period begins where it begins
            and (factors.factor_period_type is not null or factors.period_start = estimates.period_start)
            and factors.period_end = estimates.period_end
            and factors.segment_type = estimates.segment_type
            and factors.segment_value = estimates.segment_value

),

multiplied as (

    select
        {{ estimate_columns(having_side=false) }},
        case
            when count(multiplier) = count(*) then {{ product_in_order('multiplier', by='position') }}
        end as value,
        case when count(n) = count(*) then min(case when not is_own_evidence then n end) else 0 end as n,
        coalesce(bool_or(is_immature), false) as is_immature,
        case
            when count(log_below) = count(*) and count(log_above) = count(*)
                then sqrt({{ sum_in_order(
                    'power(case when is_divisor then log_above else log_below end, 2)', by='position'
                ) }})
        end as log_below,
        case
            when count(log_below) = count(*) and count(log_above) = count(*)
                then sqrt({{ sum_in_order(
                    'power(case when is_divisor then log_below else log_above end, 2)', by='position'
                ) }})
        end as log_above
    from factored
    group by {{ estimate_columns(having_side=false) }}

),

final as (

    select
        {{ estimate_columns(having_side=false) }},
        n,
        cast(null as decimal(38, 4)) as numerator,
        cast(null as decimal(38, 4)) as denominator,
        value,
        value * exp(-log_below) as ci_low,
        value * exp(log_above) as ci_high,
        is_immature,
        0 as n_not_compared
    from multiplied

)

select * from final
