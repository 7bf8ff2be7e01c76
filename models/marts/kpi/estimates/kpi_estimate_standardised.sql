-- Direct standardisation: the non-ABM means re-weighted to the ABM mix of strata. A stratum without non-ABM rows
-- leaves both sides and is counted.
with pairs as (

    select * from {{ ref('kpi_estimate_pair') }}
    where
        estimator = 'standardised_uplift'
        and measured_n > 0

),

-- a stratum of one row has no variance of its own and takes the one pooled over its side
pooled as (

    select
        {{ estimate_columns(having_side=false) }},
        sum(case when is_comparable then measured_n end) as measured_rows,
        {{ sum_in_order('measured_variance * measured_n * (measured_n - 1)', by='stratum') }}
        / sum(case when measured_n > 1 then measured_n - 1 end) as measured_row_variance,
        {{ sum_in_order('other_variance * other_n * (other_n - 1)', by='stratum') }}
        / sum(case when other_n > 1 then other_n - 1 end) as other_row_variance
    from pairs
    group by {{ estimate_columns(having_side=false) }}

),

whole as (

    select
        pairs.* exclude (measured_variance, other_variance),
        pooled.measured_rows,
        coalesce(pairs.measured_variance, pooled.measured_row_variance / pairs.measured_n) as measured_variance,
        coalesce(pairs.other_variance, pooled.other_row_variance / nullif(pairs.other_n, 0)) as other_variance
    from pairs
    inner join pooled
        on {{ same_cell('pairs', 'pooled') }}

),

standardised as (

    select
        {{ estimate_columns(having_side=false) }},
        least(
            sum(case when is_comparable then measured_n else 0 end),
            sum(case when is_comparable then other_n else 0 end)
        ) as n,
        sum(case when not is_comparable then measured_n else 0 end) as n_not_compared,
        cast(sum(case when is_comparable then measured_total end) as double) / max(measured_rows) as measured_mean,
        {{ sum_in_order('case when is_comparable then other_value * measured_n end', by='stratum') }}
        / max(measured_rows) as other_mean,
        {{ sum_in_order(
            'case when is_comparable then measured_variance * power(cast(measured_n as double) / measured_rows, 2) end',
            by='stratum'
        ) }} as measured_variance,
        {{ sum_in_order(
            'case when is_comparable then other_variance * power(cast(measured_n as double) / measured_rows, 2) end', by='stratum'
        ) }} as other_variance,
        bool_and(not is_comparable or (measured_variance is not null and other_variance is not null)) as has_variance
    from whole
    group by {{ estimate_columns(having_side=false) }}

),

spread as (

    select
        *,
        case
            when has_variance and measured_mean > 0 and other_mean > 0
                then {{ z() }} * sqrt(
                    measured_variance / power(measured_mean, 2) + other_variance / power(other_mean, 2)
                )
        end as log_spread
    from standardised

),

final as (

    select
        {{ estimate_columns(having_side=false) }},
        n,
        cast(measured_mean as decimal(38, 4)) as numerator,
        cast(other_mean as decimal(38, 4)) as denominator,
        (measured_mean - other_mean) / nullif(other_mean, 0) as value,
        measured_mean / nullif(other_mean, 0) * exp(-log_spread) - 1 as ci_low,
        measured_mean / nullif(other_mean, 0) * exp(log_spread) - 1 as ci_high,
        false as is_immature,
        n_not_compared
    from spread

)

select * from final
