with factors as (

    select * from {{ ref('kpi_derived_factor') }}

),

counts as (

    select * from {{ ref('kpi_cell_count') }}

),

-- a derived KPI rests on the rows of all its factors
final as (

    select
        {{ estimate_columns('factors', having_side=false) }},
        cast(sum(counts.n_rows) as bigint) as n_rows,
        cast(sum(counts.n_counted) as bigint) as n_counted,
        cast(sum(counts.n_excluded) as bigint) as n_excluded,
        cast(sum(counts.n_assumed) as bigint) as n_assumed,
        cast(sum(counts.n_unknown) as bigint) as n_unknown,
        cast(sum(counts.n_won_amounts) as bigint) as n_won_amounts,
        string_agg(
            case
                when counts.excluded_by_reason is not null
                    then factors.factor_kpi_id || ' (' || counts.excluded_by_reason || ')'
            end, ', '
            order by factors.position
        ) as excluded_by_reason,
        bool_and(counts.is_complete) as is_complete,
        max(counts.seen_on) as seen_on
    from factors
    left join counts
        on
            factors.factor_kpi_id = counts.kpi_id
            and coalesce(factors.factor_period_type, factors.period_type) = counts.period_type
            -- another kind of period begins where it begins
            and (factors.factor_period_type is not null or factors.period_start = counts.period_start)
            and factors.period_end = counts.period_end
            and factors.segment_type = counts.segment_type
            and factors.segment_value = counts.segment_value
    group by {{ estimate_columns('factors', having_side=false) }}

)

select * from final
