with dates as (

    select * from {{ ref('int_date_published') }}

),

lags as (

    select * from {{ ref('acquisition_lag') }}

),

costs as (

    select *
    from {{ ref('int_ledger_allocated') }}
    where kind = 'cost' and excluded_reason is null

),

scopes as (

    select scopes.scope
    from (values ('all'), ('abm'), ('non_abm')) as scopes (scope)

),

-- before the first cost of a segment, and after the last, nothing was free: nobody told
known as (

    select
        scopes.scope,
        dates.seen_on,
        min(costs.quarter_start) as first_quarter,
        max(costs.quarter_start) as last_quarter
    from dates
    inner join costs
        on
            dates.seen_on >= costs.known_from
            and dates.seen_on < costs.known_to
    inner join scopes
        on scopes.scope = 'all' or costs.allocated_to = scopes.scope
    group by scopes.scope, dates.seen_on

),

-- K36a is lagged by the cycle of the segment, K36b is not
final as (

    select
        kpis.kpi_id,
        scopes.scope,
        dates.seen_on,
        case when kpis.kpi_id = 'K36a' then lags.lag_quarters else 0 end as lag_quarters,
        known.first_quarter,
        known.last_quarter
    from dates
    cross join (values ('K36a'), ('K36b')) as kpis (kpi_id)
    cross join scopes
    left join lags
        on
            scopes.scope = lags.scope
            and dates.seen_on = lags.seen_on
    left join known
        on
            scopes.scope = known.scope
            and dates.seen_on = known.seen_on

)

select * from final
