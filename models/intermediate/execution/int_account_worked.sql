with tasks as (

    select *
    from {{ ref('int_task_due') }}
    where account_id is not null and not is_done

),

touches as (

    select * from {{ ref('int_sales_touch_qualified') }}

),

opportunities as (

    select *
    from {{ ref('int_opportunity_described') }}
    where seen_on = {{ as_of_date() }} and account_id is not null

),

-- the next step is the open task that is due first, an overdue one too
to_do as (

    select
        account_id,
        count(*) as n_open_tasks,
        count(case when due_on <= {{ as_of_date() }} then 1 end) as n_overdue_tasks,
        arg_min(task_id, struct_pack(due_on := due_on, task_id := task_id)) as next_step_task_id,
        arg_min(user_id, struct_pack(due_on := due_on, task_id := task_id)) as next_step_owner_id,
        min(due_on) as next_step_due_on
    from tasks
    group by account_id

),

touched as (

    select
        account_id,
        arg_max(type, struct_pack(occurred_at := occurred_at, interaction_id := interaction_id)) as last_touch_type,
        max(occurred_on) as last_touch_on
    from touches
    group by account_id

),

dealt as (

    select
        account_id,
        count(case when outcome = 'open' then 1 end) as n_open_opportunities,
        sum(case when outcome = 'open' then amount end) as open_amount,
        count(case when outcome = 'open' and {{ is_funnel_type('type') }} then 1 end) as n_open_in_funnel,
        count(case when is_won then 1 end) as n_won
    from opportunities
    group by account_id

),

accounts as (

    select account_id from to_do
    union
    select account_id from touched
    union
    select account_id from dealt

),

final as (

    select
        accounts.account_id,
        touched.last_touch_type,
        to_do.next_step_task_id,
        to_do.next_step_owner_id,
        coalesce(dealt.n_open_opportunities, 0) as n_open_opportunities,
        dealt.open_amount,
        coalesce(dealt.n_open_in_funnel, 0) as n_open_in_funnel,
        coalesce(dealt.n_won, 0) as n_won,
        coalesce(to_do.n_open_tasks, 0) as n_open_tasks,
        coalesce(to_do.n_overdue_tasks, 0) as n_overdue_tasks,
        touched.last_touch_on,
        to_do.next_step_due_on
    from accounts
    left join to_do
        on accounts.account_id = to_do.account_id
    left join touched
        on accounts.account_id = touched.account_id
    left join dealt
        on accounts.account_id = dealt.account_id

)

select * from final
