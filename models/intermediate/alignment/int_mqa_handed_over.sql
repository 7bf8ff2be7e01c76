with episodes as (

    select * from {{ ref('int_mqa_episode_opened') }}

),

business_days as (

    select * from {{ ref('int_business_day') }}

),

segments as (

    select * from {{ ref('int_account_segmented') }}

),

memberships as (

    select * from {{ ref('int_membership_resolved') }}

),

-- what is further along was accepted, at the latest then
decided as (

    select
        *,
        {{ local_date('sent_to_sales_at') }} as sent_on,
        least(accepted_at, sqa_at, opportunity_at) as acceptance_at
    from episodes

),

timed as (

    select
        decided.*,
        coalesce(decided.sent_on, decided.entered_on) as anchored_on,
        due_days.business_on as decision_due_on,
        {{ local_date('decided.acceptance_at') }} as accepted_on,
        case
            when decided.sent_on is not null then null
            when decided.acceptance_at is null and decided.rejected_at is null then 'not_sent'
            else 'sending_unknown'
        end as excluded_reason,
        decision_days.business_day_number - sending_days.business_day_number as business_days_to_decision
    from decided
    left join business_days as sending_days
        on decided.sent_on = sending_days.business_on
    -- the day of sending is day 0, whether or not it is one of business
    left join business_days as due_days
        on
            sending_days.business_day_number + {{ var('mqa_decision_business_days') }} = due_days.business_day_number
            and due_days.is_business_day
    left join business_days as decision_days
        on {{ local_date('coalesce(decided.acceptance_at, decided.rejected_at)') }} = decision_days.business_on

),

final as (

    select
        timed.mqa_episode_id,
        timed.account_id,
        segments.owner_id,
        {{ abm_segment('timed.account_id', 'timed.anchored_on', 'memberships') }} as abm_segment,
        memberships.tier,
        segments.industry,
        segments.country_code,
        segments.owner_team,
        timed.excluded_reason,
        cast(case
            when timed.business_days_to_decision < 0 then 0
            else timed.business_days_to_decision
        end as integer) as business_days_to_decision,
        coalesce(timed.accepted_on <= timed.decision_due_on, false) as is_accepted_in_time,
        timed.anchored_on,
        timed.sent_on,
        timed.decision_due_on,
        timed.sent_to_sales_at,
        timed.acceptance_at,
        timed.rejected_at
    from timed
    left join segments
        on timed.account_id = segments.account_id
    left join memberships
        on
            timed.account_id = memberships.account_id
            and timed.anchored_on >= memberships.valid_from
            and timed.anchored_on < memberships.valid_to

)

select * from final
