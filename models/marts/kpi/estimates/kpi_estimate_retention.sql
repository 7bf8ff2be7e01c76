-- What is kept in a year: 1 - the hazard, events per year of exposure (T24).
with estimates as (

    select * from {{ ref('kpi_estimate') }}

),

catalog as (

    select * from {{ ref('int_kpi_defined') }}

),

final as (

    select
        {{ estimate_columns('estimates', having_side=false) }},
        estimates.n,
        estimates.numerator,
        estimates.denominator,
        1 - estimates.value as value,
        -- a share is not below 0, unless more left in a year than there were
        greatest(1 - estimates.ci_high, least(1 - estimates.value, 0)) as ci_low,
        1 - estimates.ci_low as ci_high,
        estimates.is_immature,
        0 as n_not_compared
    from estimates
    inner join catalog
        on estimates.kpi_id = catalog.kpi_id
    where catalog.estimator = 'retention'

)

select * from final
