with handovers as (

    select * from {{ ref('int_mqa_handed_over') }}
    where sent_on is not null

),

final as (

    select
        mqa_episode_id,
        account_id,
        {{ unless_withheld('owner_id') }},
        abm_segment,
        tier,
        case
            when acceptance_at is not null then 'accepted'
            when rejected_at is not null then 'rejected'
            when decision_due_on <= {{ as_of_date() }} then 'overdue'
            else 'pending'
        end as decision,
        business_days_to_decision,
        is_accepted_in_time,
        decision_due_on <= {{ as_of_date() }} as is_mature,
        sent_on,
        decision_due_on,
        sent_to_sales_at,
        acceptance_at as accepted_at,
        rejected_at
    from handovers

)

select * from final
