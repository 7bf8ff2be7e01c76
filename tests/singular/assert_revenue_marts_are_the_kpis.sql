-- What the marts of cost and return say is what K36 and K39 do.
with acquisition as (

    select * from {{ ref('acquisition_cost') }}

),

roi as (

    select * from {{ ref('program_roi') }}

),

kpi_values as (

    select * from {{ ref('kpi_values') }}

),

by_mart as (

    select
        'K36a' as kpi_id,
        segment,
        quarter_start as period_start,
        cast(lagged_cost_per_customer as double) as amount
    from acquisition
    where lagged_cost_per_customer is not null
    union all
    select
        'K36b' as kpi_id,
        segment,
        quarter_start as period_start,
        cast(cost_per_customer as double) as amount
    from acquisition
    where cost_per_customer is not null
    union all
    select
        case roi_basis when 'gross_margin' then 'K39a' else 'K39b' end as kpi_id,
        'all' as segment,
        {{ as_of_date() }} as period_start,
        roi as amount
    from roi
    where roi is not null

),

by_kpi as (

    select
        kpi_id,
        segment_value as segment,
        period_start,
        value
    from kpi_values
    where
        value is not null
        and (
            (kpi_id in ('K36a', 'K36b') and period_type = 'quarter' and segment_value != 'unknown')
            or (kpi_id in ('K39a', 'K39b') and segment_type = 'all' and seen_on = {{ as_of_date() }})
        )

)

select
    coalesce(by_mart.kpi_id, by_kpi.kpi_id) as kpi_id,
    coalesce(by_mart.segment, by_kpi.segment) as segment,
    coalesce(by_mart.period_start, by_kpi.period_start) as period_start,
    by_mart.amount,
    by_kpi.value
from by_mart
full outer join by_kpi
    on
        by_mart.kpi_id = by_kpi.kpi_id
        and by_mart.segment = by_kpi.segment
        and by_mart.period_start = by_kpi.period_start
where
    by_mart.kpi_id is null or by_kpi.kpi_id is null
    -- the mart rounds to the cent
    or abs(by_mart.amount - by_kpi.value) > 0.005 + 1e-8 * abs(by_kpi.value)
