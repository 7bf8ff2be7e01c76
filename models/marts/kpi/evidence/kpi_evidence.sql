with catalog as (

    select * from {{ ref('int_kpi_defined') }}

),

evidence as (

    select * from {{ ref('kpi_evidence_drawn') }}

),

final as (

    select
        evidence.* replace (
            -- an uplift of ABM compares those whose membership is known
            case
                when evidence.excluded_reason is not null then evidence.excluded_reason
                when
                    catalog.estimator in ('uplift', 'standardised_uplift', 'lifetime_uplift')
                    and evidence.abm = 'unknown'
                    and coalesce(catalog.compares, 'abm') = 'abm'
                    then 'unknown_membership'
            end as excluded_reason
        )
    from evidence
    inner join catalog
        on evidence.kpi_id = catalog.kpi_id
    where {{ is_in_reach('evidence.anchor_date', 'evidence.seen_on', 'catalog') }}

)

select * from final
