with created as (

    select * from {{ ref('int_opportunity_created') }}

),

current_state as (

    select * from {{ ref('int_opportunity_mapped') }}

),

closed as (

    select * from {{ ref('int_opportunity_closed') }}

),

history as (

    select * from {{ ref('int_opportunity_history_settled') }}

),

-- what comes after the closing for good does not count: the closing itself is the last step
told as (

    select
        created.opportunity_id,
        created.created_at,
        history.stage,
        history.basis,
        history.first_open_stage,
        history.changed_at,
        history.history_position
    from created
    inner join history
        on created.opportunity_id = history.opportunity_id
    left join closed
        on created.opportunity_id = closed.opportunity_id
    where
        history.changed_at < {{ as_of_instant() }}
        and (closed.opportunity_id is null or history.changed_at < closed.closed_at)

),

-- without a history an open deal is where it is now, and nobody knows where a closed one was
untold as (

    select
        created.opportunity_id,
        created.created_at,
        case
            when not current_state.is_closed then current_state.stage
            else 'unmapped'
        end as stage,
        case when current_state.is_closed then 'unknown' else 'current' end as basis,
        cast(null as {{ dbt.type_string() }}) as first_open_stage,
        created.created_at as changed_at,
        0 as history_position
    from created
    inner join current_state
        on created.opportunity_id = current_state.opportunity_id
    where created.opportunity_id not in (select told.opportunity_id from told)

),

steps as (

    select * from told
    union all
    select * from untold
    union all
    select
        closed.opportunity_id,
        created.created_at,
        closed.stage,
        'closing' as basis,
        cast(null as {{ dbt.type_string() }}) as first_open_stage,
        closed.closed_at as changed_at,
        null as history_position
    from closed
    inner join created
        on closed.opportunity_id = created.opportunity_id

),

with_next as (

    select
        *,
        lead(changed_at) over (
            partition by opportunity_id order by changed_at, history_position nulls last
        ) as next_changed_at
    from steps

),

-- of the steps of one instant, and of those up to the creation, the last one holds
lasting as (

    select *
    from with_next
    where next_changed_at is null or next_changed_at > greatest(changed_at, created_at)

),

first_steps as (

    select
        *,
        row_number() over (partition by opportunity_id order by changed_at) as place
    from lasting

),

-- a deal whose history begins with a closing was open before it
begun_open as (

    select
        opportunity_id,
        created_at,
        coalesce(first_open_stage, 'unmapped') as stage,
        case when first_open_stage is null then 'unknown' else 'history' end as basis,
        first_open_stage,
        created_at as changed_at,
        history_position,
        next_changed_at
    from first_steps
    where
        place = 1 and stage in ('closed_won', 'closed_lost') and basis != 'closing' and changed_at > created_at

),

begun as (

    select * from lasting
    union all
    select * from begun_open

),

-- the first step holds from the creation on
placed as (

    select
        opportunity_id,
        stage,
        lag(stage) over in_order as previous_stage,
        basis,
        case
            when row_number() over in_order = 1 then created_at
            else changed_at
        end as entered_at
    from begun
    window in_order as (partition by opportunity_id order by changed_at)

),

final as (

    select
        opportunity_id,
        cast(row_number() over in_order as integer) as visit_number,
        stage,
        previous_stage,
        basis,
        entered_at,
        lead(entered_at) over in_order as left_at,
        {{ local_date('entered_at') }} as entered_on,
        {{ local_date('lead(entered_at) over in_order') }} as left_on
    from placed
    where previous_stage is null or stage != previous_stage
    window in_order as (partition by opportunity_id order by entered_at)

)

select * from final
