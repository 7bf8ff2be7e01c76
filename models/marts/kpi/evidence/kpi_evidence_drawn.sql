{{ config(materialized='view') }}

with final as (

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
    select * from {{ ref('kpi_evidence_score') }}
    union all
    select * from {{ ref('kpi_evidence_quality') }}
    union all
    select * from {{ ref('kpi_evidence_content') }}
    union all
    select * from {{ ref('kpi_evidence_velocity') }}
    union all
    select * from {{ ref('kpi_evidence_progression') }}
    union all
    select * from {{ ref('kpi_evidence_request') }}
    union all
    select * from {{ ref('kpi_evidence_campaign') }}
    union all
    select * from {{ ref('kpi_evidence_coverage') }}
    union all
    select * from {{ ref('kpi_evidence_depth') }}
    union all
    select * from {{ ref('kpi_evidence_revenue') }}
    union all
    select * from {{ ref('kpi_evidence_customer') }}
    union all
    select * from {{ ref('kpi_evidence_lifetime') }}
    union all
    select * from {{ ref('kpi_evidence_acquisition') }}
    union all
    select * from {{ ref('kpi_evidence_return') }}
    union all
    select * from {{ ref('kpi_evidence_execution') }}
    union all
    select * from {{ ref('kpi_evidence_handover') }}
    union all
    select * from {{ ref('kpi_evidence_response') }}
    union all
    select * from {{ ref('kpi_evidence_alert') }}
    union all
    select * from {{ ref('kpi_evidence_satisfaction') }}

)

select * from final
