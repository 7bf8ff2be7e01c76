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
        sum(case when measured_n > 1 then measured_n - 1 end) as measured_degrees,
        sum(case when other_n > 1 then other_n - 1 end) as other_degrees,
        {{ sum_in_order('measured_variance * measured_n * (measured_n - 1)', by='stratum') }}
        / sum(case when measured_n > 1 then measured_n - 1 end) as measured_row_variance,
        {{ sum_in_order('other_variance * other_n * (other_n - 1)', by='stratum') }}
        / sum(case when other_n > 1 then other_n - 1 end) as other_row_variance
    from pairs
    group by {{ estimate_columns(having_side=false) }}

),

-- what each stratum adds to the variance of its side's mean
weighed as (

    select
        pairs.*,
        pooled.measured_rows,
        pooled.measured_degrees,
        pooled.other_degrees,
        power(cast(pairs.measured_n as double) / pooled.measured_rows, 2)
        * coalesce(pairs.measured_variance, pooled.measured_row_variance / pairs.measured_n) as measured_term,
        power(cast(pairs.measured_n as double) / pooled.measured_rows, 2)
        * coalesce(pairs.other_variance, pooled.other_row_variance / nullif(pairs.other_n, 0)) as other_term
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
        {%- for side in ['measured', 'other'] %}
        {{ sum_in_order('case when is_comparable then ' ~ side ~ '_term end', by='stratum') }} as {{ side }}_variance,
        -- of Satterthwaite's degrees of freedom: strata of one share one variance, and its degrees
        coalesce({{ sum_in_order(
            'case when is_comparable and ' ~ side ~ '_n > 1 then power(' ~ side ~ '_term, 2) / (' ~ side ~ '_n - 1) end',
            by='stratum'
        ) }}, 0)
        + coalesce(power({{ sum_in_order(
            'case when is_comparable and ' ~ side ~ '_n = 1 then ' ~ side ~ '_term end', by='stratum'
        ) }}, 2) / max({{ side }}_degrees), 0) as {{ side }}_squares,
        {%- endfor %}
        bool_and(not is_comparable or (measured_term is not null and other_term is not null)) as has_variance
    from weighed
    group by {{ estimate_columns(having_side=false) }}

),

-- of the logarithm of the ratio
logged as (

    select
        *,
        measured_variance / power(measured_mean, 2) + other_variance / power(other_mean, 2) as log_variance,
        measured_squares / power(measured_mean, 4) + other_squares / power(other_mean, 4) as log_squares,
        has_variance and measured_mean > 0 and other_mean > 0 as has_limits
    from standardised

),

counted as (

    select
        *,
        case when has_limits then {{ degrees_of_sum('log_variance', 'log_squares') }} end as degrees
    from logged

),

spread as (

    select
        *,
        case when has_limits then {{ t_quantile('degrees') }} * sqrt(log_variance) end as log_spread
    from counted

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
