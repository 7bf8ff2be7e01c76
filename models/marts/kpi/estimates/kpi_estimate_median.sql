with cells as (

    select * from {{ ref('kpi_cell') }}

),

ranked as (

    select
        {{ estimate_columns() }},
        numerator_part,
        row_number() over (partition by {{ estimate_columns() }} order by numerator_part) as position,
        count(*) over (partition by {{ estimate_columns() }}) as n
    from cells
    where
        excluded_reason is null
        and base_estimator = 'median'

),

-- ranks of the distribution-free interval of a median (binomial, normal approximation)
limits as (

    select
        *,
        floor((n - {{ z() }} * sqrt(n)) / 2) as low_position,
        ceil(1 + (n + {{ z() }} * sqrt(n)) / 2) as high_position
    from ranked

),

final as (

    select
        {{ estimate_columns() }},
        max(n) as n,
        cast(null as decimal(38, 4)) as numerator,
        cast(null as decimal(38, 4)) as denominator,
        median(cast(numerator_part as double)) as value,
        max(case when position = low_position then cast(numerator_part as double) end) as ci_low,
        max(case when position = high_position then cast(numerator_part as double) end) as ci_high,
        cast(null as double) as variance,
        false as is_immature
    from limits
    group by {{ estimate_columns() }}

)

select * from final
