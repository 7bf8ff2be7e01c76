-- The cycle that K36a is lagged by is K19a of the trailing twelve months.
with lags as (

    select * from {{ ref('acquisition_lag') }}

),

cycles as (

    select *
    from {{ ref('kpi_values') }}
    where
        kpi_id = 'K19a' and period_type = 'trailing_12m'
        and (segment_type = 'all' or (segment_type = 'abm' and segment_value in ('abm', 'non_abm')))
        and n > 0

)

select
    coalesce(lags.scope, cycles.segment_value) as scope,
    coalesce(lags.seen_on, cycles.seen_on) as seen_on,
    lags.cycle_days,
    cycles.value
from lags
full outer join cycles
    on
        lags.scope = cycles.segment_value
        and lags.seen_on = cycles.seen_on
where
    lags.cycle_days is distinct from cast(cycles.value as integer)
    or lags.lag_quarters is distinct from cast(floor(cycles.value / 91.3125 + 0.5) as integer)
