with factors as (

    select * from {{ ref('int_kpi_factored') }}

),

catalog as (

    select * from {{ ref('int_kpi_defined') }}

),

counts as (

    select * from {{ ref('kpi_cell_count') }}

),

-- a derived KPI has a value where its first factor has one
cells as (

    select
        factors.kpi_id,
        counts.period_type,
        counts.period_start,
        counts.period_end,
        counts.segment_type,
        counts.segment_value
    from factors
    inner join counts
        on factors.factor_kpi_id = counts.kpi_id
    where factors.position = 1

),

final as (

    select
        {{ estimate_columns('cells', having_side=false) }},
        factors.factor_kpi_id,
        factors.factor_period_type,
        factors.is_divisor,
        factors.position,
        factors.kpi_id = factors.factor_kpi_id as is_own_evidence
    from cells
    inner join factors
        on cells.kpi_id = factors.kpi_id
    inner join catalog
        on
            factors.kpi_id = catalog.kpi_id
            and contains('|' || catalog.cadences || '|', '|' || cells.period_type || '|')
            and contains('|' || catalog.segments || '|', '|' || cells.segment_type || '|')

)

select * from final
