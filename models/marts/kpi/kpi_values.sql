with catalog as (

    select * from {{ ref('int_kpi_defined') }}

),

derived as (

    select kpi_id from catalog
    where estimator = 'derived'

),

counts as (

    select * from {{ ref('kpi_cell_count') }}
    where kpi_id not in (select derived.kpi_id from derived)
    union all
    select * from {{ ref('kpi_derived_count') }}

),

estimates as (

    select * from {{ ref('kpi_estimate_own') }}
    where kpi_id not in (select derived.kpi_id from derived)
    union all
    select * from {{ ref('kpi_estimate_derived') }}

),

-- a cell has a row when it has any evidence; a sum over rows whose amounts are all empty is no sum
joined as (

    select
        {{ estimate_columns('counts', having_side=false) }},
        catalog.estimator,
        catalog.unit,
        catalog.definition_version,
        coalesce(catalog.min_n, {{ var('min_n') }}) as min_n,
        coalesce(estimates.n, 0) as n,
        estimates.numerator,
        estimates.denominator,
        case
            when
                catalog.estimator = 'sum' and coalesce(estimates.n, 0) = 0
                and (counts.n_excluded > 0 or catalog.lacks_programme)
                then null
            when catalog.estimator = 'sum' then estimates.value
            else {{ significant('estimates.value') }}
        end as value,
        {{ significant('estimates.ci_low') }} as ci_low,
        {{ significant('estimates.ci_high') }} as ci_high,
        counts.n_excluded + coalesce(estimates.n_not_compared, 0) as n_excluded,
        counts.n_assumed,
        counts.n_unknown,
        counts.n_won_amounts,
        counts.n_rows,
        concat_ws(
            ', ', counts.excluded_by_reason,
            case when estimates.n_not_compared > 0 then 'no_comparison: ' || estimates.n_not_compared end
        ) as excluded_by_reason,
        -- of costs the owner and membership are the campaign's, and what several brought is in each of them
        catalog.counts_distinct_entities
        and (
            counts.segment_type = 'campaign'
            or (counts.segment_type != 'all' and catalog.base_estimator = 'rate')
        )
        and contains('|' || catalog.segments || '|', '|campaign|') as is_not_additive,
        coalesce(estimates.is_immature, false) as is_immature,
        counts.is_complete,
        counts.seen_on
    from counts
    inner join catalog
        on counts.kpi_id = catalog.kpi_id
    left join estimates
        on
            {{ same_cell('counts', 'estimates') }}

),

final as (

    select
        {{ estimate_columns(having_side=false) }},
        estimator,
        unit,
        definition_version,
        min_n,
        n,
        numerator,
        denominator,
        value,
        ci_low,
        ci_high,
        n_excluded,
        n_assumed,
        nullif(excluded_by_reason, '') as excluded_by_reason,
        nullif(concat_ws(
            ', ',
            case when n_unknown > {{ var('unknown_warning_share') }} * n_rows then 'unknown_membership' end,
            case when n_won_amounts > 0 then 'won_amounts_for_invoices' end,
            -- what a mean of hours assumes is that who waits waits no longer
            case when estimator = 'mean' and unit = 'hours' and n_assumed > 0 then 'lower_bound' end,
            case when excluded_by_reason like '%no_comparison%' then 'strata_without_comparison' end,
            case when is_not_additive then 'not_additive' end
        ), '') as warnings,
        is_immature,
        is_complete,
        seen_on
    from joined

)

select * from final
