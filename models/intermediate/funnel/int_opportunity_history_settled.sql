with created as (

    select * from {{ ref('int_opportunity_created') }}

),

current_state as (

    select * from {{ ref('int_opportunity_mapped') }}

),

history as (

    select * from {{ ref('int_opportunity_history_ordered') }}

),

-- what the history says after the day of the CRM's own closing undoes nothing
up_to_closing as (

    select history.*
    from created
    inner join history
        on created.opportunity_id = history.opportunity_id
    inner join current_state
        on created.opportunity_id = current_state.opportunity_id
    where current_state.closed_on is null or history.changed_on <= current_state.closed_on

),

with_last as (

    select
        *,
        last_value(is_closed) over whole_history as is_closed_at_last,
        last_value(is_won) over whole_history as is_won_at_last
    from up_to_closing
    window whole_history as (
        partition by opportunity_id order by history_position rows between unbounded preceding and unbounded following
    )

),

judged as (

    select
        *,
        is_closed and is_closed_at_last and history_position > coalesce(max(
            case when is_closed != is_closed_at_last or is_won != is_won_at_last then history_position end
        ) over (partition by opportunity_id), 0) as is_last_closing
    from with_last

),

-- a closing that nothing undid is the CRM's own, on whichever day that is: until then the deal was where it was last
-- open
final as (

    select
        judged.opportunity_id,
        case
            when not judged.is_last_closing then judged.canonical_stage
            when last_open.opportunity_id is not null then last_open.canonical_stage
            when current_state.is_closed then 'unmapped'
            else current_state.stage
        end as stage,
        case
            when not judged.is_last_closing or last_open.opportunity_id is not null then 'history'
            when current_state.is_closed then 'unknown'
            else 'current'
        end as basis,
        case when not first_row.is_closed then first_row.canonical_stage end as first_open_stage,
        judged.history_position,
        judged.is_last_closing,
        judged.changed_at
    from judged
    inner join current_state
        on judged.opportunity_id = current_state.opportunity_id
    left join history as last_open
        on
            judged.opportunity_id = last_open.opportunity_id
            and judged.last_open_position = last_open.history_position
    left join history as first_row
        on
            judged.opportunity_id = first_row.opportunity_id
            and first_row.history_position = 1

)

select * from final
