-- Scales with the episodes: two hash joins to the interactions, one to the calendar for each end.
with episodes as (

    select * from {{ ref('int_response_episode') }}

),

interactions as (

    select * from {{ ref('int_interaction_judged') }}

),

business_days as (

    select * from {{ ref('int_business_day') }}

),

accounts as (

    select * from {{ ref('int_account_standing') }}

),

segments as (

    select * from {{ ref('int_account_segmented') }}

),

memberships as (

    select * from {{ ref('int_membership_resolved') }}

),

-- where not one call, meeting, mail or message of sales has landed, nobody knows who answered
known as (

    select count(*) > 0 as has_activities
    from interactions
    where type like 'sales\_%' escape '\' and excluded_reason is null

),

timed as (

    select
        signals.published_interaction_id as signal_interaction_id,
        answers.published_interaction_id as answer_interaction_id,
        answers.user_id as answered_by_user_id,
        episodes.account_key,
        signals.weight_type as signal_type,
        answers.type as answer_type,
        case when not known.has_activities then 'no_activities' end as excluded_reason,
        episodes.n_signals,
        {{ business_seconds_at('episodes.opened_at', 'opening_days') }} as opened_business_seconds,
        {{ business_seconds_at('episodes.answered_at', 'answer_days') }} as answered_business_seconds,
        {{ local_date('episodes.opened_at') }} as opened_on,
        episodes.opened_at,
        episodes.answered_at
    from episodes
    cross join known
    inner join interactions as signals
        on episodes.first_signal_id = signals.interaction_id
    left join interactions as answers
        on episodes.answer_id = answers.interaction_id
    inner join business_days as opening_days
        on {{ local_date('episodes.opened_at') }} = opening_days.business_on
    left join business_days as answer_days
        on {{ local_date('episodes.answered_at') }} = answer_days.business_on

),

final as (

    {{ described_on('timed', 'opened_on') }}

)

select * from final
