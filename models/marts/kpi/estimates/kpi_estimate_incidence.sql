with survival as (

    select * from {{ ref('kpi_survival') }}
    where base_estimator = 'cumulative_incidence'

),

reached as (

    select
        {{ estimate_columns() }},
        max(n) as n,
        sum(case when duration <= horizon_days then events else 0 end) as events,
        coalesce(max(case when duration <= horizon_days then incidence end), 0) as incidence,
        -- nobody has been watched for the whole horizon, and somebody's fate is open
        max(longest_follow_up) < max(horizon_days) and sum(ends) < max(n) as is_immature
    from survival
    group by {{ estimate_columns() }}

),

-- the Greenwood-type variance of Aalen-Johansen (Marubini and Valsecchi 1995, 10.4)
terms as (

    select
        {{ estimate_columns('survival') }},
        {{ sum_in_order('case
            when survival.n_at_risk > survival.ends
                then
                    power(reached.incidence - survival.incidence, 2)
                    * survival.ends / survival.n_at_risk / (survival.n_at_risk - survival.ends)
            else 0
        end', by='survival.duration') }} as of_survival,
        {{ sum_in_order('
            power(survival.survival_before, 2) * survival.events * (survival.n_at_risk - survival.events)
            / power(survival.n_at_risk, 3)
        ', by='survival.duration') }} as of_events,
        {{ sum_in_order('
            (reached.incidence - survival.incidence) * survival.survival_before * survival.events
            / power(survival.n_at_risk, 2)
        ', by='survival.duration') }} as of_both
    from survival
    inner join reached
        on
            {{ same_cell('survival', 'reached') }}
            and survival.side = reached.side
            and survival.stratum = reached.stratum
    where survival.duration <= survival.horizon_days
    group by {{ estimate_columns('survival') }}

),

bounded as (

    select
        reached.*,
        sqrt(greatest(terms.of_survival + terms.of_events - 2 * terms.of_both, 0)) as standard_error
    from reached
    left join terms
        on
            {{ same_cell('reached', 'terms') }}
            and reached.side = terms.side
            and reached.stratum = terms.stratum

),

-- log-log limits, which stay within 0 and 1
final as (

    select
        {{ estimate_columns() }},
        n,
        cast(events as decimal(38, 4)) as numerator,
        cast(n as decimal(38, 4)) as denominator,
        incidence as value,
        case
            when incidence > 0 and incidence < 1
                then power(incidence, exp({{ z() }} * standard_error / incidence / abs(ln(incidence))))
        end as ci_low,
        case
            when incidence > 0 and incidence < 1
                then power(incidence, exp(-{{ z() }} * standard_error / incidence / abs(ln(incidence))))
        end as ci_high,
        cast(null as double) as variance,
        is_immature
    from bounded

)

select * from final
