{{ config(post_hook="{{ drop_what_other_rules_settled('int_account_score_settled') }}") }}

with thresholds as (

    select * from {{ ref('int_mqa_threshold_bounded') }}

),

memberships as (

    select * from {{ ref('int_membership_resolved') }}

),

hashed_thresholds as (

    select sum({{ content_hash(['tier', 'threshold', 'valid_from', 'valid_to']) }}) as total
    from thresholds

),

-- without a single row of the programme nobody's membership is known
known as (

    select count(*) > 0 as has_memberships
    from memberships

),

final as (

    select
        {{ content_hash([
            'hashed_thresholds.total', 'known.has_memberships', project_state(),
            "'" ~ var('reporting_timezone') ~ "'", "'" ~ var('program_history_from') ~ "'",
            var('score_half_life_days'), var('score_window_days'), var('score_breadth_roles'),
        ]) }} as rules_number
    from hashed_thresholds
    cross join known

)

select * from final
