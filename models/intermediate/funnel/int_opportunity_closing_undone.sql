with history as (

    select * from {{ ref('int_opportunity_history_ordered') }}

),

neighbours as (

    select
        *,
        lag(is_closed) over (partition by opportunity_id order by history_position) as was_closed,
        lag(is_won) over (partition by opportunity_id order by history_position) as was_won
    from history

),

-- every change between open, lost and won
turns as (

    select
        opportunity_id,
        is_closed,
        is_won,
        changed_on,
        changed_at,
        history_position,
        lead(changed_on) over (partition by opportunity_id order by history_position) as next_turn_on
    from neighbours
    where
        was_closed is null
        or is_closed != was_closed
        or is_won != was_won

),

final as (

    select
        opportunity_id,
        is_won,
        changed_on as closed_on,
        next_turn_on as reopened_on,
        history_position,
        changed_at as closed_at
    from turns
    where
        is_closed
        and next_turn_on is not null

)

select * from final
