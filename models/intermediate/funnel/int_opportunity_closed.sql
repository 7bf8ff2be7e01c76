with created as (

    select * from {{ ref('int_opportunity_created') }}

),

current_state as (

    select * from {{ ref('int_opportunity_mapped') }}

),

history as (

    select * from {{ ref('int_opportunity_history_ordered') }}

),

-- where the CRM gives the day alone, the day's own row of the history says when
last_closing_of_a_day as (

    select
        opportunity_id,
        changed_on,
        max(changed_at) as changed_at
    from history
    where is_closed
    group by opportunity_id, changed_on

),

final as (

    select
        created.opportunity_id,
        -- whatever the CRM calls the stage, its flags say how the deal ended
        case when current_state.is_won then 'closed_won' else 'closed_lost' end as stage,
        current_state.closed_on,
        greatest(
            created.created_at,
            coalesce(
                current_state.closed_at,
                last_closing_of_a_day.changed_at,
                {{ start_of_day('current_state.closed_on') }}
            )
        ) as closed_at
    from created
    inner join current_state
        on created.opportunity_id = current_state.opportunity_id
    left join last_closing_of_a_day
        on
            current_state.opportunity_id = last_closing_of_a_day.opportunity_id
            and current_state.closed_on = last_closing_of_a_day.changed_on
    where current_state.closed_on <= {{ as_of_date() }}

)

select * from final
