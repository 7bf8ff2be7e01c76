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
        coalesce(max(case when side in ('abm', 'after') then n end), 0) as measured_n,
        coalesce(max(case when side in ('non_abm', 'before') then n end), 0) as other_n,
        max(case when side in ('abm', 'after') then numerator end) as measured_total,
        {% for column in ['value', 'ci_low', 'ci_high', 'variance'] -%}
        max(case when side in ('abm', 'after') then {{ column }} end) as measured_{{ column }},
        max(case when side in ('non_abm', 'before') then {{ column }} end) as other_{{ column }},
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
        measured_value is not null and other_value is not null as is_comparable,
        measured_n > 0 and other_n > 0 and is_immature as is_pending
    from paired

)

select * from final
