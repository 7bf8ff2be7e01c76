with activities as (

    select * from {{ ref('input__sales_activities') }}

),

deals as (

    select
        *,
        count(*) over (partition by opportunity_id) as n_sources
    from {{ ref('input__opportunities') }}

),

accounts as (

    select * from {{ ref('int_account_resolved') }}

),

people as (

    select * from {{ ref('int_person_resolved') }}

),

located as (

    select * from {{ ref('int_person_located') }}

),

standing as (

    select * from {{ ref('int_account_standing') }}

),

users as (

    select * from {{ ref('int_user_described') }}

),

-- calls and mails carry a due date too, the day they were logged on: they were no plan, and would always be in time;
-- a task without one is to do all the same, and due on no day
planned as (

    select
        *,
        {{ local_date('due_at') }} as due_on,
        case when completed_at < {{ as_of_instant() }} then {{ local_date('completed_at') }} end as done_on,
        -- what was done after the as-of date was not done yet
        coalesce(is_completed, completed_at is not null) and coalesce(completed_at < {{ as_of_instant() }}, true)
            as is_done,
        row_number() over (
            partition by
                source_system, person_id, account_id, user_id, date_trunc('second', occurred_at),
                coalesce(subject, 'task ' || activity_id)
            order by ingested_at, activity_id
        ) as place
    from activities
    where
        type = 'task' and not coalesce(is_automated, false)
        and (occurred_at < {{ as_of_instant() }} or completed_at >= {{ as_of_instant() }})

),

-- of the account it names, else of its deal's, else of where its person is on the day it is due
final as (

    select
        planned.source_system || ':activity:' || planned.activity_id as task_id,
        planned.source_system,
        case
            when coalesce(planned.account_id, deals.account_id) is not null then accounts.surviving_account_id
            else standing.account_id
        end as account_id,
        planned.user_id,
        users.team as user_team,
        planned.is_done,
        planned.due_on,
        case when planned.is_done then planned.done_on end as done_on
    from planned
    left join deals
        on
            planned.opportunity_id = deals.opportunity_id
            and (planned.source_system = deals.source_system or deals.n_sources = 1)
    left join accounts
        on
            planned.source_system = accounts.source_system
            and coalesce(planned.account_id, deals.account_id) = accounts.account_id
    left join people
        on
            planned.source_system = people.source_system
            and planned.person_id = people.person_id
    left join located
        on
            people.surviving_person_key = located.person_key
            and coalesce(planned.due_on, {{ as_of_date() }}) >= located.valid_from
            and coalesce(planned.due_on, {{ as_of_date() }}) < located.valid_to
    left join standing
        on located.account_key = standing.account_key
    left join users
        on
            planned.source_system = users.source_system
            and planned.user_id = users.user_id
    where planned.place = 1

)

select * from final
