with created as (

    select * from {{ ref('int_opportunity_created') }}

),

dates as (

    select * from {{ ref('int_date_published') }}

),

closings_undone as (

    select * from {{ ref('int_opportunity_closing_undone') }}

),

current_state as (

    select * from {{ ref('int_opportunity_mapped') }}

),

final as (

    select
        created.opportunity_id,
        dates.seen_on,
        -- a history older than the deal tells nothing of its days
        cast(sum(greatest({{ days_between(
            'greatest(closings_undone.closed_on, created.created_on)', 'closings_undone.reopened_on'
        ) }}, 0)) as bigint) as dormant_days
    from created
    inner join closings_undone
        on created.opportunity_id = closings_undone.opportunity_id
    inner join dates
        on closings_undone.reopened_on <= dates.seen_on
    left join current_state
        on created.opportunity_id = current_state.opportunity_id
    -- a reopening after the day the CRM gives as that of closing adds no dormant day before it
    where current_state.closed_on is null or closings_undone.reopened_on <= current_state.closed_on
    group by created.opportunity_id, dates.seen_on

)

select * from final
