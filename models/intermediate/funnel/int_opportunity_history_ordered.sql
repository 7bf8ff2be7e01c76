with history as (

    select * from {{ ref('input__opportunity_history') }}

),

stages as (

    select * from {{ ref('input__stage_map') }}

),

-- rows after the as-of date stay: only they tell that a closing before it was undone
mapped as (

    select
        history.opportunity_id,
        coalesce(stages.canonical_stage, 'unmapped') as canonical_stage,
        history.currency,
        coalesce(stages.canonical_stage in ('closed_won', 'closed_lost'), false) as is_closed,
        coalesce(stages.canonical_stage = 'closed_won', false) as is_won,
        history.amount,
        {{ as_fraction('history.probability') }} as probability,
        stages.probability as stage_probability,
        history.changed_at,
        {{ local_date('history.changed_at') }} as changed_on,
        -- HubSpot's history has stages and no amounts: it says nothing of what a deal was worth
        count(case when history.changed_at < {{ as_of_instant() }} then history.amount end) over (
            partition by history.opportunity_id
        ) > 0 as has_amounts,
        -- Salesforce writes whole seconds: rows of one instant go by stage rank, then by id
        row_number() over (
            partition by history.opportunity_id
            order by
                history.changed_at, coalesce(stages.stage_rank, 0), history.history_id,
                history.stage, history.amount, history.currency, history.probability
        ) as history_position
    from history
    left join stages
        on lower(trim(history.stage)) = lower(stages.stage)

),

final as (

    select
        *,
        -- the last row of a day speaks for the day and those after it
        lead(changed_on) over (partition by opportunity_id order by history_position) as next_changed_on,
        max(case when not is_closed then history_position end) over (
            partition by opportunity_id order by history_position rows between unbounded preceding and current row
        ) as last_open_position
    from mapped

)

select * from final
