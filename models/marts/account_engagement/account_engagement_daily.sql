{{ config(materialized='view') }}

with daily as (

    select * from {{ ref('int_account_score_daily') }}

),

final as (

    select
        account_id,
        abm_segment,
        tier,
        engagement_level,
        n_events,
        n_high_quality_events,
        n_events_counted,
        score_points,
        score,
        threshold,
        score_rank,
        momentum,
        is_at_threshold,
        scored_on
    from daily

)

select * from final
