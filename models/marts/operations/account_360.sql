with accounts as (

    select *
    from {{ ref('dim_account') }}
    where not is_deleted

),

scores as (

    select *
    from {{ ref('int_account_score_daily') }}
    where scored_on = {{ as_of_date() }}

),

coverage as (

    select *
    from {{ ref('account_coverage') }}
    where seen_on = {{ as_of_date() }}

),

worked as (

    select * from {{ ref('int_account_worked') }}

),

-- where not one touch of sales has landed, nobody knows
known as (

    select count(last_touch_on) > 0 as has_touches
    from worked

),

episodes as (

    select *
    from {{ ref('int_mqa_episode_opened') }}
    where ended_on is null

),

sqa_entries as (

    select *
    from {{ ref('fct_sqa_entry') }}
    where entered_on > {{ as_of_date() }} - {{ var('sqa_repeat_days') }}

),

-- requests that wait, each once, whatever deadlines it is near
alerted as (

    select
        account_id,
        count(distinct signal_interaction_id) as n_open_alerts
    from {{ ref('sla_alert') }}
    group by account_id

),

-- how far sales and marketing have come with each role of the committee
covered as (

    select
        account_id,
        string_agg(
            buying_role || ': ' || case
                when is_engaged then 'engaged'
                when is_touched then 'touched'
                when is_identified then 'identified'
                else 'missing'
            end, ', '
            order by buying_role
        ) as coverage_by_role,
        count(*) as n_required_roles,
        count(case when is_touched then 1 end) as n_touched_roles
    from coverage
    group by account_id

),

final as (

    select
        accounts.account_id,
        accounts.owner_id,
        worked.next_step_task_id,
        worked.next_step_owner_id,
        accounts.account_name,
        accounts.abm_segment,
        accounts.tier,
        scores.engagement_level,
        case
            when worked.n_won > 0 then 'customer'
            when worked.n_open_in_funnel > 0 then 'opportunity'
            when accounts.account_id in (select sqa_entries.account_id from sqa_entries) then 'sqa'
            when accounts.account_id in (select episodes.account_id from episodes) then 'mqa'
            else 'none'
        end as funnel_stage,
        covered.coverage_by_role,
        worked.last_touch_type,
        coalesce(scores.score, 0) as score,
        scores.momentum,
        covered.n_required_roles,
        covered.n_touched_roles,
        coalesce(worked.n_open_opportunities, 0) as n_open_opportunities,
        worked.open_amount,
        coalesce(worked.n_open_tasks, 0) as n_open_tasks,
        coalesce(worked.n_overdue_tasks, 0) as n_overdue_tasks,
        coalesce(alerted.n_open_alerts, 0) as n_open_alerts,
        case
            when not coalesce({{ is_listed('accounts.tier', var('priority_tiers')) }}, false) then false
            -- where not one touch of sales is on record nobody knows
            when known.has_touches
                then coalesce(worked.last_touch_on <= {{ as_of_date() }} - {{ var('left_alone_days') }}, true)
        end as is_left_alone,
        worked.last_touch_on,
        worked.next_step_due_on
    from accounts
    cross join known
    left join scores
        on accounts.account_id = scores.account_id
    left join covered
        on accounts.account_id = covered.account_id
    left join alerted
        on accounts.account_id = alerted.account_id
    left join worked
        on accounts.account_id = worked.account_id

)

select * from final
