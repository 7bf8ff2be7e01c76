with kpi_values as (

    select * from {{ ref('kpi_values') }}

),

catalog as (

    select * from {{ ref('int_kpi_defined') }}

),

targets as (

    select * from {{ ref('int_kpi_targeted') }}

),

-- the target that held on the period's last day; the one that names segment and period wins
matched as (

    select
        {{ estimate_columns('kpi_values', having_side=false) }},
        targets.low as target_low,
        targets.high as target_high,
        coalesce(targets.is_strict, false) as is_strict,
        row_number() over (
            partition by {{ estimate_columns('kpi_values', having_side=false) }}
            order by
                targets.segment_type is null asc, targets.segment_value is null asc, targets.period_type is null asc,
                targets.valid_from desc, targets.low asc, targets.high asc
        ) as preference
    from kpi_values
    inner join targets
        on
            kpi_values.kpi_id = targets.kpi_id
            and coalesce(targets.segment_type, kpi_values.segment_type) = kpi_values.segment_type
            and coalesce(targets.segment_value, kpi_values.segment_value) = kpi_values.segment_value
            and coalesce(targets.period_type, kpi_values.period_type) = kpi_values.period_type
            and targets.valid_from < least(kpi_values.period_end, {{ day_after(as_of_date()) }})

),

judged as (

    select
        kpi_values.*,
        matched.target_low,
        matched.target_high,
        {{ target_status('kpi_values', 'matched', 'catalog') }} as status,
        {{ is_conclusive('kpi_values', 'matched', 'catalog') }} as is_conclusive
    from kpi_values
    inner join catalog
        on kpi_values.kpi_id = catalog.kpi_id
    left join matched
        on
            {{ same_cell('kpi_values', 'matched') }}
            and matched.preference = 1

),

final as (

    select
        {{ estimate_columns(having_side=false) }},
        {{ period_name('period_type', 'period_start', 'period_end') }} as period_name,
        cast(numerator as decimal(38, 4)) as numerator,
        cast(denominator as decimal(38, 4)) as denominator,
        cast(n as bigint) as n,
        value,
        ci_low,
        ci_high,
        target_low,
        target_high,
        status,
        is_conclusive,
        is_complete,
        cast(n_excluded as bigint) as n_excluded,
        excluded_by_reason,
        cast(n_assumed as bigint) as n_assumed,
        warnings,
        definition_version,
        seen_on,
        {{ as_of_date() }} as as_of_date
    from judged

)

select * from final
