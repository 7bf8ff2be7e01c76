with cells as (

    select * from {{ ref('kpi_cell') }}

),

catalog as (

    select * from {{ ref('int_kpi_defined') }}

),

-- a KPI of distinct entities counts each once in a period
entities as (

    select
        {{ estimate_columns() }},
        base_estimator,
        entity_type,
        entity_id,
        max(numerator_part) as numerator_part,
        max(denominator_part) as denominator_part,
        bool_or(outcome is not null and outcome = 'pending') as is_pending
    from cells
    where
        excluded_reason is null
        and base_estimator in ('sum', 'mean', 'ratio', 'rate')
    group by
        {{ estimate_columns() }},
        base_estimator,
        entity_type,
        entity_id,
        case when not counts_distinct_entities then anchor_date end

),

totals as (

    select
        {{ estimate_columns() }},
        base_estimator,
        -- a sum of ABM rows has the others at nothing: only those that count are counted; of a rate, who was exposed
        case
            when base_estimator = 'rate' then count(distinct case when denominator_part > 0 then entity_id end)
            else count(case when base_estimator != 'sum' or denominator_part > 0 then 1 end)
        end as n,
        sum(numerator_part) as numerator,
        sum(denominator_part) as denominator,
        sum(cast(numerator_part as decimal(19, 6)) * cast(numerator_part as decimal(19, 6))) as sum_of_squares,
        min(numerator_part) as smallest,
        max(numerator_part) as largest,
        -- the horizon of what is counted has not passed; over nothing there is no value to wait for
        bool_or(is_pending) and sum(denominator_part) > 0 as is_immature
    from entities
    group by
        {{ estimate_columns() }},
        base_estimator

),

-- a share of ABM carries the total as denominator, in the segments of membership too
wholes as (

    select
        kpi_id,
        period_type,
        period_start,
        n,
        denominator
    from totals
    where
        segment_type = 'all'
        and base_estimator = 'ratio'

),

scoped as (

    select
        totals.* exclude (n, denominator, smallest, largest),
        catalog.interval_method,
        catalog.unit,
        coalesce(catalog.rate_per, 1) as rate_per,
        -- of all cells: where a credit note may come, the mean of a month without one may be negative too
        min(totals.smallest) over (partition by totals.kpi_id) as smallest,
        max(totals.largest) over (partition by totals.kpi_id) as largest,
        case
            when catalog.counts_abm_only and totals.segment_type in ('abm', 'tier') and totals.base_estimator = 'ratio'
                then wholes.n
            else totals.n
        end as n,
        case
            when catalog.counts_abm_only and totals.segment_type in ('abm', 'tier') and totals.base_estimator = 'ratio'
                then wholes.denominator
            else totals.denominator
        end as denominator
    from totals
    inner join catalog
        on totals.kpi_id = catalog.kpi_id
    left join wholes
        on
            totals.kpi_id = wholes.kpi_id
            and totals.period_type = wholes.period_type
            and totals.period_start = wholes.period_start

),

estimated as (

    select
        *,
        case
            when base_estimator = 'sum' then cast(numerator as double)
            when denominator > 0 then rate_per * cast(numerator as double) / cast(denominator as double)
        end as value,
        -- variance of a mean, from exact sums
        case
            when base_estimator = 'mean' and n > 1
                then greatest(
                    cast(sum_of_squares - cast(numerator as double) * cast(numerator as double) / n as double), 0
                ) / (n - 1) / n
        end as variance
    from scoped

),

spread as (

    select
        *,
        {{ t_quantile('(n - 1)') }} * sqrt(variance) as mean_spread
    from estimated

),

final as (

    select
        {{ estimate_columns() }},
        n,
        numerator,
        case when base_estimator != 'sum' then denominator end as denominator,
        value,
        {{ interval_limit('low') }} as ci_low,
        {{ interval_limit('high') }} as ci_high,
        variance,
        is_immature
    from spread

)

select * from final
