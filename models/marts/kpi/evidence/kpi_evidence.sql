with catalog as (

    select * from {{ ref('int_kpi_defined') }}

),

evidence as (

    select * from {{ ref('kpi_evidence_pipeline') }}
    union all
    select * from {{ ref('kpi_evidence_cycle') }}
    union all
    select * from {{ ref('kpi_evidence_win') }}
    union all
    select * from {{ ref('kpi_evidence_deal_value') }}
    union all
    select * from {{ ref('kpi_evidence_contribution') }}
    union all
    select * from {{ ref('kpi_evidence_open_pipeline') }}
    union all
    select * from {{ ref('kpi_evidence_stage') }}
    union all
    select * from {{ ref('kpi_evidence_journey') }}
    union all
    select * from {{ ref('kpi_evidence_coverage') }}
    union all
    select * from {{ ref('kpi_evidence_depth') }}

),

final as (

    select
        evidence.* replace (
            -- an uplift compares those whose membership is known
            case
                when evidence.excluded_reason is not null then evidence.excluded_reason
                when catalog.estimator in ('uplift', 'standardised_uplift') and evidence.abm = 'unknown'
                    then 'unknown_membership'
            end as excluded_reason
        )
    from evidence
    inner join catalog
        on evidence.kpi_id = catalog.kpi_id
    where
        evidence.seen_on = {{ as_of_date() }}
        or evidence.anchor_date >= {{ add_months(day_after('evidence.seen_on'), '-catalog.trailing_months') }}
        or evidence.anchor_date > evidence.seen_on - catalog.trailing_days
        or (evidence.anchor_date = evidence.seen_on and catalog.is_snapshot)

)

select * from final
