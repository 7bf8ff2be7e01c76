with catalog as (

    select * from {{ ref('int_kpi_defined') }}

),

estimates as (

    select * from {{ ref('kpi_estimate') }}

),

compared as (

    select
        estimates.*,
        catalog.estimator,
        catalog.comparison
    from estimates
    inner join catalog
        on estimates.kpi_id = catalog.kpi_id
    where catalog.estimator in ('uplift', 'standardised_uplift')

),

paired as (

    select
        {{ estimate_columns(having_side=false) }},
        stratum,
        estimator,
        comparison,
        coalesce(max(case when side = 'abm' then n end), 0) as abm_n,
        coalesce(max(case when side = 'non_abm' then n end), 0) as other_n,
        max(case when side = 'abm' then numerator end) as abm_total,
        {% for column in ['value', 'ci_low', 'ci_high', 'variance'] -%}
        max(case when side = 'abm' then {{ column }} end) as abm_{{ column }},
        max(case when side = 'non_abm' then {{ column }} end) as other_{{ column }},
        {% endfor -%}
        coalesce(bool_or(is_immature), false) as is_immature
    from compared
    group by
        {{ estimate_columns(having_side=false) }},
        stratum,
        estimator,
        comparison

),

final as (

    select
        *,
        abm_value is not null and other_value is not null as is_comparable,
        abm_n > 0 and other_n > 0 and is_immature as is_pending
    from paired

)

select * from final
