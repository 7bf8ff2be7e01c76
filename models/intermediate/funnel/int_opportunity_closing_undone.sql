with history as (

    select * from {{ ref('int_opportunity_history_ordered') }}

),

neighbours as (

    select
        *,
        coalesce(
            lag(is_closed) over (partition by opportunity_id order by history_position), false
        ) as was_closed
    from history

),

-- every change between open and closed
turns as (

    select
        opportunity_id,
        is_closed,
        is_won,
        changed_on,
        history_position,
        lead(changed_on) over (partition by opportunity_id order by history_position) as next_turn_on
    from neighbours
    where is_closed != was_closed

),

final as (

    select
        opportunity_id,
        is_won,
        changed_on as closed_on,
        next_turn_on as reopened_on,
        history_position
    from turns
    where
        is_closed
        and next_turn_on is not null

)

select * from final
