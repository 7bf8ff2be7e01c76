with accounts as (

    select * from {{ ref('int_account_observed') }}

),

daily as (

    select * from {{ ref('int_account_score_daily') }}

),

known as (

    select * from {{ ref('int_engagement_known') }}

),

-- an account of which nothing counts has a score of 0
scored as (

    select
        accounts.account_id,
        accounts.abm_segment,
        accounts.seen_on,
        coalesce(daily.score, 0) as score,
        daily.score_rank,
        case
            when accounts.is_deleted then 'account_deleted_since'
            when {{ is_unknown_on('known.events_from', 'accounts.seen_on') }} then 'no_interactions'
        end as excluded_reason
    from accounts
    cross join known
    left join daily
        on
            accounts.account_id = daily.account_id
            and accounts.seen_on = daily.scored_on

),

-- K8: points of the score, zeros in
score as (

    select
        'K8' as kpi_id,
        account_id,
        seen_on,
        seen_on as anchor_date,
        score as numerator_part,
        1 as denominator_part,
        excluded_reason
    from scored

),

-- K9: the share of the other programme accounts that score less
score_rank as (

    select
        'K9' as kpi_id,
        account_id,
        seen_on,
        seen_on as anchor_date,
        coalesce(score_rank, 0) as numerator_part,
        1 as denominator_part,
        excluded_reason
    from scored
    where abm_segment = 'abm'

),

-- K9b: the score between 0 and 100
score_normalised as (

    select
        'K9b' as kpi_id,
        account_id,
        seen_on,
        seen_on as anchor_date,
        {{ normalised_score('score') }} as numerator_part,
        1 as denominator_part,
        excluded_reason
    from scored

),

final as (

    {{ account_evidence(['score', 'score_rank', 'score_normalised']) }}

)

select * from final
