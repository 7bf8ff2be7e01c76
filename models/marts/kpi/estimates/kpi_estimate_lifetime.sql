with lifetimes as (

    select * from {{ ref('kpi_lifetime') }}

),

own as (

    select
        {{ estimate_columns(having_side=false) }},
        n,
        cast(null as decimal(38, 4)) as numerator,
        cast(null as decimal(38, 4)) as denominator,
        value,
        value * exp(-log_below) as ci_low,
        value * exp(log_above) as ci_high,
        false as is_immature,
        0 as n_not_compared
    from lifetimes
    where side = 'all'

),

-- ABM against non-ABM, under one prior, horizon, discount and margin
paired as (

    select
        {{ estimate_columns(having_side=false) }},
        coalesce(max(case when side = 'abm' then n end), 0) as measured_n,
        coalesce(max(case when side = 'non_abm' then n end), 0) as other_n,
        max(case when side = 'abm' then value end) as measured_value,
        max(case when side = 'non_abm' then value end) as other_value,
        sqrt(
            power(max(case when side = 'abm' then log_below end), 2)
            + power(max(case when side = 'non_abm' then log_above end), 2)
        ) as log_below,
        sqrt(
            power(max(case when side = 'abm' then log_above end), 2)
            + power(max(case when side = 'non_abm' then log_below end), 2)
        ) as log_above
    from lifetimes
    where side in ('abm', 'non_abm')
    group by {{ estimate_columns(having_side=false) }}

),

uplifts as (

    select
        {{ estimate_columns(having_side=false) }},
        least(measured_n, other_n) as n,
        cast(measured_value as decimal(38, 4)) as numerator,
        cast(other_value as decimal(38, 4)) as denominator,
        (measured_value - other_value) / nullif(other_value, 0) as value,
        measured_value / nullif(other_value, 0) * exp(-log_below) - 1 as ci_low,
        measured_value / nullif(other_value, 0) * exp(log_above) - 1 as ci_high,
        false as is_immature,
        0 as n_not_compared
    from paired

),

final as (

    select * from own
    union all
    select * from uplifts

)

select * from final
