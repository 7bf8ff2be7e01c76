-- The sales cycle (K19a of the trailing 12 months) in whole quarters: K36a cannot read it from kpi_values, which K36a
-- is part of; a test holds the two together.
with cycles as (

    select *
    from {{ ref('kpi_evidence_cycle') }}
    where kpi_id = 'K19a' and excluded_reason is null

),

recent as (

    select *
    from cycles
    where anchor_date >= {{ add_months(day_after('seen_on'), -12) }}

),

scoped as (

    select
        'all' as scope,
        seen_on,
        duration,
        outcome
    from recent
    union all
    select
        abm as scope,
        seen_on,
        duration,
        outcome
    from recent
    where abm in ('abm', 'non_abm')

),

times as (

    select
        scope,
        seen_on,
        duration,
        count(case when outcome = 'event' then 1 end) as ends,
        sum(count(*)) over (partition by scope, seen_on order by duration desc) as n_at_risk
    from scoped
    group by scope, seen_on, duration

),

-- Kaplan-Meier by a running product; at a tie events come before censorings
survival as (

    select
        *,
        product(1 - cast(ends as double) / n_at_risk) over (
            partition by scope, seen_on order by duration rows between unbounded preceding and current row
        ) as survival
    from times

),

final as (

    select
        scope,
        seen_on,
        min(case when survival <= 0.5 + 1e-12 then duration end) as cycle_days,
        -- 365.25 / 4 days are a quarter; half a quarter is rounded up
        cast(floor(
            min(case when survival <= 0.5 + 1e-12 then duration end) / cast(91.3125 as double) + 0.5
        ) as integer) as lag_quarters
    from survival
    group by scope, seen_on

)

select * from final
