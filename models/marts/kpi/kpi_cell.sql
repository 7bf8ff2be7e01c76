{{ config(materialized='view') }}

with catalog as (

    select * from {{ ref('int_kpi_defined') }}

),

evidence as (

    select * from {{ ref('kpi_evidence') }}

),

periods as (

    select * from {{ ref('kpi_period') }}

),

segment_types as (

    {% for segment_type in segment_types() %}
    select '{{ segment_type }}' as segment_type
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

in_period as (

    select
        evidence.* exclude (side),
        evidence.side as counts_in,
        catalog.base_estimator,
        catalog.horizon_days,
        catalog.segments,
        catalog.counts_abm_only,
        catalog.counts_distinct_entities,
        -- an uplift is estimated side by side, all else in one
        case
            when catalog.estimator not in ('uplift', 'standardised_uplift', 'lifetime_uplift') then 'all'
            when catalog.compares = 'change' then evidence.side
            else evidence.abm
        end as side,
        periods.period_type,
        periods.period_start,
        periods.period_end,
        periods.is_complete
    from evidence
    inner join catalog
        on evidence.kpi_id = catalog.kpi_id
    inner join periods
        on
            evidence.seen_on = periods.seen_on
            and evidence.anchor_date >= periods.period_start
            and evidence.anchor_date < periods.period_end
            and contains('|' || catalog.cadences || '|', '|' || periods.period_type || '|')

),

in_segment as (

    select
        in_period.*,
        segment_types.segment_type,
        case segment_types.segment_type
            when 'all' then case when coalesce(in_period.counts_in, '') != 'part' then 'all' end
            {%- for segment_type in segment_types()[1:] %}
            when '{{ segment_type }}'
                then case when coalesce(in_period.counts_in, '') != 'whole' then in_period.{{ segment_type }} end
            {%- endfor %}
        end as segment_value
    from in_period
    inner join segment_types
        on contains('|' || in_period.segments || '|', '|' || segment_types.segment_type || '|')

),

final as (

    select
        kpi_id,
        period_type,
        period_start,
        period_end,
        segment_type,
        segment_value,
        entity_type,
        entity_id,
        anchor_date,
        seen_on,
        abm,
        side,
        coalesce(stratum, 'all') as stratum,
        base_estimator,
        horizon_days,
        numerator_part,
        denominator_part,
        duration,
        outcome,
        assumption,
        excluded_reason,
        counts_abm_only,
        counts_distinct_entities,
        is_complete
    from in_segment
    where
        segment_value is not null
        and not (counts_abm_only and segment_type = 'abm' and segment_value = 'non_abm')

)

select * from final
