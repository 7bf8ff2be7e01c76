-- Published values that are not what their evidence gives, estimator by estimator; the batch is the scorecard.
with evidence as (

    -- a row of a part counts in its segments alone, one of the whole in none
    select *, 'all' as segment_type, 'all' as segment_value from kpi.kpi_evidence
    where side is distinct from 'part'
    {% for segment in segments %}
    union all
    select *, '{{ segment }}' as segment_type, {{ segment }} as segment_value from kpi.kpi_evidence
    where side is distinct from 'whole'
    {% endfor %}

),

cells as (

    select
        row_number() over () as cell, s.kpi_id, s.period_type, s.period_start, s.period_end, s.segment_type,
        s.segment_value, s.seen_on, s.n, s.n_excluded, s.numerator, s.denominator, s.value, c.estimator, c.base_estimator, c.comparison,
        c.lacks_programme,
        c.compares, coalesce(c.rate_per, 1) as rate_per, c.horizon_days, c.counts_distinct_entities,
        -- a share of ABM carries the total as denominator
        c.counts_abm_only and c.estimator = 'ratio' and s.segment_type in ('abm', 'tier') as has_total_below
    from {batch} as s
    inner join intermediate.int_kpi_defined as c using (kpi_id)

),

entities as (

    select
        cells.cell, cells.base_estimator, cells.rate_per, cells.horizon_days,
        case
            when cells.estimator not in ('uplift', 'standardised_uplift', 'lifetime_uplift') then 'all'
            when cells.compares = 'change' then e.side
            else e.abm
        end as side,
        coalesce(e.stratum, 'all') as stratum, e.entity_type, e.entity_id,
        case when not cells.counts_distinct_entities then e.anchor_date end as day,
        max(e.numerator_part) as numerator_part, max(e.denominator_part) as denominator_part,
        max(e.duration) as duration, max(e.outcome) as outcome
    from cells
    inner join evidence as e
        on
            e.kpi_id = cells.kpi_id and e.seen_on = cells.seen_on
            and e.segment_type = cells.segment_type and e.segment_value = cells.segment_value
            and e.anchor_date >= cells.period_start and e.anchor_date < cells.period_end
    where e.excluded_reason is null
    group by all

),

at_risk as (

    select
        cell, side, stratum, base_estimator, horizon_days, duration,
        count(*) filter (outcome = 'event') as events,
        count(*) filter (outcome != 'censored') as ends,
        sum(count(*)) over (partition by cell, side, stratum order by duration desc) as n_at_risk
    from entities
    where base_estimator in ('survival_median', 'quantile', 'cumulative_incidence')
    group by cell, side, stratum, base_estimator, horizon_days, duration

),

surviving as (

    select
        *,
        product(1 - ends / n_at_risk) over (partition by cell, side, stratum order by duration) as survival,
        coalesce(product(1 - ends / n_at_risk) over (
            partition by cell, side, stratum order by duration rows between unbounded preceding and 1 preceding
        ), 1) as survival_before
    from at_risk

),

curves as (

    select
        cell, side, stratum,
        case
            when base_estimator = 'survival_median' then min(duration) filter (survival <= 0.5 + 1e-12)
            when base_estimator = 'quantile' then min(duration) filter (survival <= 0.1 + 1e-12)
            else coalesce(sum(survival_before * events / n_at_risk) filter (duration <= horizon_days), 0)
        end as value
    from surviving
    group by cell, side, stratum, base_estimator

),

groups as (

    select
        cell, side, stratum,
        case
            when base_estimator = 'rate' then count(distinct entity_id) filter (denominator_part > 0)
            else count(*) filter (base_estimator != 'sum' or denominator_part > 0)
        end as n,
        case
            when base_estimator in ('sum', 'mean', 'ratio', 'rate') then sum(numerator_part)
            when base_estimator in ('survival_median', 'quantile') then count(*) filter (outcome != 'censored')
            when base_estimator = 'cumulative_incidence'
                then count(*) filter (outcome = 'event' and duration <= horizon_days)
        end as numerator,
        case
            when base_estimator in ('mean', 'ratio', 'rate') then sum(denominator_part)
            when base_estimator in ('survival_median', 'quantile', 'cumulative_incidence') then count(*)
        end as denominator,
        case base_estimator
            when 'sum' then cast(sum(numerator_part) as double)
            when 'mean' then cast(sum(numerator_part) as double) / nullif(sum(denominator_part), 0)
            -- of what is given back on the whole there is no share
            when 'ratio'
                then case
                    when sum(denominator_part) > 0
                        then cast(sum(numerator_part) as double) / cast(sum(denominator_part) as double)
                end
            when 'rate' then rate_per * cast(sum(numerator_part) as double) / nullif(sum(denominator_part), 0)
            when 'median' then median(cast(numerator_part as double))
            else any_value(curves.value)
        end as value
    from entities
    left join curves using (cell, side, stratum)
    group by cell, side, stratum, base_estimator, rate_per

),

wholes as (

    select cells.kpi_id, cells.period_type, cells.period_start, groups.n, groups.denominator
    from cells
    inner join groups using (cell)
    where cells.segment_type = 'all' and groups.side = 'all' and groups.stratum = 'all'

),

pairs as (

    select
        a.cell, a.n as measured_n, o.n as other_n, a.value as measured, o.value as other
    from groups as a
    inner join groups as o using (cell, stratum)
    where a.side in ('abm', 'after') and o.side in ('non_abm', 'before') and a.value is not null and o.value is not null

),

uplifts as (

    select
        cell,
        case
            when cells.estimator = 'standardised_uplift'
                then sum(measured * measured_n) / nullif(sum(other * measured_n), 0) - 1
            when cells.comparison = 'reduction' then sum(measured_n * (1 - measured / other)) / sum(measured_n)
            else sum(measured_n * (measured / other - 1)) / sum(measured_n)
        end as value,
        least(sum(measured_n), sum(other_n)) as n
    from pairs
    inner join cells using (cell)
    where cells.estimator = 'standardised_uplift' or other > 0
    group by cell, cells.estimator, cells.comparison

),

-- margins at the start of each year that customers stay, under the conventions that the mart's rows name; a sum of
-- powers of one number
conventions as (

    select
        any_value(prior_churns) as prior_churns, any_value(prior_customer_years) as prior_years,
        any_value(horizon_months) // 12 as horizon, any_value(discount_rate) as discount
    from revenue.customer_lifetime

),

lifetimes as (

    select
        m.cell, m.side, m.n, m.value * (1 - power(kept, horizon)) / (1 - kept) as value
    from groups as m
    inner join groups as c on c.cell = m.cell and c.side = m.side and c.stratum = 'churn'
    cross join conventions
    cross join lateral (
        select exp(-(cast(c.numerator as double) + prior_churns) / (cast(c.denominator as double) + prior_years))
            / (1 + discount) as kept
    ) as yearly
    where m.stratum = 'margin'

),

lifetimes_compared as (

    select
        cell, least(coalesce(max(n) filter (side = 'abm'), 0), coalesce(max(n) filter (side = 'non_abm'), 0)) as n,
        max(value) filter (side = 'abm') / nullif(max(value) filter (side = 'non_abm'), 0) - 1 as value
    from lifetimes
    where side in ('abm', 'non_abm')
    group by cell

),

-- a product of published values, nine digits each, and of what its own evidence gives
derived as (

    select
        cells.cell,
        case
            -- product() passes over what is empty, as what is divided by nothing is
            when
                count(coalesce(s.value, groups.value)) = count(*)
                and count(case when f.is_divisor and s.value = 0 then 1 end) = 0
                then product(case
                    when f.is_divisor then 1 / s.value
                    else coalesce(s.value, cast(groups.value as double))
                end)
        end as value,
        case when count(coalesce(s.n, groups.n)) = count(*) then min(s.n) else 0 end as n
    from cells
    inner join intermediate.int_kpi_factored as f on f.kpi_id = cells.kpi_id
    left join {batch} as s
        on
            s.kpi_id = f.factor_kpi_id and s.kpi_id != cells.kpi_id
            and s.period_type = coalesce(f.factor_period_type, cells.period_type)
            and case
                when f.factor_period_type is null then s.period_start = cells.period_start
                else s.period_end = cells.period_end
            end
            and s.segment_type = cells.segment_type and s.segment_value = cells.segment_value
    left join groups on f.factor_kpi_id = cells.kpi_id and groups.cell = cells.cell and groups.side = 'all'
    group by cells.cell

),

recomputed as (

    select
        cells.*,
        case
            when cells.estimator in ('uplift', 'standardised_uplift') then uplifts.value
            when cells.estimator = 'retention' then 1 - groups.value
            when cells.estimator = 'lifetime_value' then lifetimes.value
            when cells.estimator = 'lifetime_uplift' then lifetimes_compared.value
            when cells.estimator = 'derived' then derived.value
            when cells.has_total_below
                then case
                    when wholes.denominator > 0 then cast(groups.numerator as double) / wholes.denominator
                end
            when
                cells.estimator = 'sum' and coalesce(groups.n, 0) = 0
                and (cells.n_excluded > 0 or cells.lacks_programme)
                then null
            else groups.value
        end as value_of_evidence,
        -- four decimals of numerators and denominators are published
        case when cells.estimator != 'derived' then round(groups.numerator, 4) end as numerator_of_evidence,
        case
            when cells.estimator = 'derived' then null
            when cells.has_total_below and groups.n is not null then round(wholes.denominator, 4)
            else round(groups.denominator, 4)
        end as denominator_of_evidence,
        coalesce(case
            when cells.estimator in ('uplift', 'standardised_uplift') then uplifts.n
            when cells.estimator = 'lifetime_value' then lifetimes.n
            when cells.estimator = 'lifetime_uplift' then lifetimes_compared.n
            when cells.estimator = 'derived' then derived.n
            when cells.has_total_below and groups.n is not null then wholes.n
            else groups.n
        end, 0) as n_of_evidence
    from cells
    left join groups on groups.cell = cells.cell and groups.side = 'all' and groups.stratum = 'all'
    left join uplifts on uplifts.cell = cells.cell
    left join lifetimes on lifetimes.cell = cells.cell and lifetimes.side = 'all'
    left join lifetimes_compared on lifetimes_compared.cell = cells.cell
    left join derived on derived.cell = cells.cell
    left join wholes
        on
            wholes.kpi_id = cells.kpi_id
            and wholes.period_type = cells.period_type
            and wholes.period_start = cells.period_start

)

select
    kpi_id, period_type, period_start, segment_type, segment_value, value, value_of_evidence, n, n_of_evidence,
    numerator, numerator_of_evidence, denominator, denominator_of_evidence
from recomputed
where
    (value is null) != (value_of_evidence is null)
    or (estimator = 'sum' and value != value_of_evidence)
    -- nine significant digits are published
    or abs(value - value_of_evidence) > 1e-8 * abs(value)
    or n != n_of_evidence
    or (
        estimator not in ('uplift', 'standardised_uplift', 'lifetime_value', 'lifetime_uplift')
        and (numerator is distinct from numerator_of_evidence or denominator is distinct from denominator_of_evidence)
    )
