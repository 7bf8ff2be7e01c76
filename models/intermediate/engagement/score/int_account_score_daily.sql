{{ config(materialized='view') }}

with settled as (

    select * from {{ ref('int_account_score_settled') }}

),

-- what another account does moves the rank: it is not kept
ranked as (

    select
        *,
        percent_rank() over (partition by scored_on order by score) as score_rank
    from settled
    where abm_segment = 'abm'
    union all
    select
        *,
        null as score_rank
    from settled
    where abm_segment != 'abm'

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
        whole_score,
        cast(score_rank as decimal(9, 6)) as score_rank,
        momentum,
        threshold,
        is_at_threshold,
        scored_on
    from ranked

)

select * from final
