with tasks as (

    select *
    from {{ ref('int_task_due') }}
    where due_on <= {{ as_of_date() }}

),

memberships as (

    select * from {{ ref('int_membership_resolved') }}

),

segments as (

    select * from {{ ref('int_account_segmented') }}

),

-- accounts of a priority tier, day by day
priority_accounts as (

    select *
    from {{ ref('int_account_observed') }}
    where
        abm_segment = 'abm'
        and tier in ('{{ var("priority_tiers") | join("', '") }}')
        and seen_on > {{ as_of_date() }} - {{ daily_periods()['day'] }}

),

touch_days as (

    select * from {{ ref('int_sales_touch_qualified') }}

),

-- where not one touch of sales has landed, nobody knows
known as (

    select count(*) > 0 as has_touches
    from touch_days

),

looked_after as (

    {{ spans_of_days('touch_days', 'account_id', 'occurred_on', var('left_alone_days')) }}

),

-- K51: tasks done by the day they were due; its owner is who was to do it
done_in_time as (

    select
        'K51' as kpi_id,
        tasks.task_id,
        {{ abm_segment('tasks.account_id', 'tasks.due_on', 'memberships') }} as abm_segment,
        memberships.tier,
        segments.industry,
        segments.country_code,
        tasks.user_id as owner_id,
        tasks.user_team as owner_team,
        case when tasks.done_on <= tasks.due_on then 1 else 0 end as numerator_part,
        1 as denominator_part,
        case when tasks.is_done and tasks.done_on is null then 'completion_undated' end as excluded_reason,
        tasks.due_on as anchor_date,
        {{ as_of_date() }} as seen_on
    from tasks
    left join segments
        on tasks.account_id = segments.account_id
    left join memberships
        on
            tasks.account_id = memberships.account_id
            and tasks.due_on >= memberships.valid_from
            and tasks.due_on < memberships.valid_to

),

-- K52: nobody of sales turned to the account in the last days
left_alone as (

    select
        'K52' as kpi_id,
        priority_accounts.account_id,
        priority_accounts.abm_segment,
        priority_accounts.tier,
        priority_accounts.industry,
        priority_accounts.country_code,
        priority_accounts.owner_id,
        priority_accounts.owner_team,
        case when looked_after.account_id is null then 1 else 0 end as numerator_part,
        1 as denominator_part,
        case when not known.has_touches then 'no_interactions' end as excluded_reason,
        priority_accounts.seen_on as anchor_date,
        {{ as_of_date() }} as seen_on
    from priority_accounts
    cross join known
    left join looked_after
        on
            priority_accounts.account_id = looked_after.account_id
            and priority_accounts.seen_on >= looked_after.valid_from
            and priority_accounts.seen_on < looked_after.valid_to

),

described as (

    {{ event_evidence(['done_in_time'], 'task', 'task_id') }}
    union all
    {{ event_evidence(['left_alone'], 'account', 'account_id') }}

),

-- whose tasks are late is nobody's to see where response times are not; an account's owner stays
final as (

    select {{ without_withheld_owners("kpi_id = 'K51'") }}
    from described

)

select * from final
