with cells as (

    select * from {{ ref('kpi_cell') }}

),

times as (

    select
        {{ estimate_columns() }},
        base_estimator,
        duration,
        count(*) as exits,
        count(case when outcome = 'event' then 1 end) as events,
        count(case when outcome in ('event', 'competing') then 1 end) as ends,
        max({{ days_between('anchor_date', 'seen_on') }}) as longest_follow_up,
        max(horizon_days) as horizon_days
    from cells
    where
        excluded_reason is null
        and base_estimator in ('survival_median', 'quantile', 'cumulative_incidence')
    group by
        {{ estimate_columns() }},
        base_estimator,
        duration

),

-- at a tie events come before censorings: who is censored at t is still at risk at t
at_risk as (

    select
        *,
        sum(exits) over (partition by {{ estimate_columns() }}) as n,
        sum(exits) over (
            partition by {{ estimate_columns() }}
            order by duration desc
            rows between unbounded preceding and current row
        ) as n_at_risk
    from times

),

-- Kaplan-Meier by a running product; exp(sum(ln)) misses S = 1/2 by a rounding
survival as (

    select
        *,
        product(1 - cast(ends as double) / n_at_risk) over (
            partition by {{ estimate_columns() }}
            order by duration
            rows between unbounded preceding and current row
        ) as survival
    from at_risk

),

with_previous as (

    select
        *,
        coalesce(
            lag(survival) over (partition by {{ estimate_columns() }} order by duration), 1
        ) as survival_before
    from survival

),

final as (

    select
        {{ estimate_columns() }},
        base_estimator,
        duration,
        n,
        n_at_risk,
        events,
        ends,
        survival,
        survival_before,
        -- Aalen-Johansen
        sum(survival_before * events / n_at_risk) over (
            partition by {{ estimate_columns() }}
            order by duration
            rows between unbounded preceding and current row
        ) as incidence,
        -- Greenwood
        sum(case when n_at_risk > ends then cast(ends as double) / n_at_risk / (n_at_risk - ends) end) over (
            partition by {{ estimate_columns() }}
            order by duration
            rows between unbounded preceding and current row
        ) as greenwood,
        longest_follow_up,
        horizon_days
    from with_previous

)

select * from final
