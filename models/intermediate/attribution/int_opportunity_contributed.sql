with opportunities as (

    select * from {{ ref('int_opportunity_bounded') }}

),

touched as (

    select * from {{ ref('int_opportunity_touched') }}

),

prospected as (

    select * from {{ ref('int_opportunity_prospected') }}

),

closings_undone as (

    select * from {{ ref('int_opportunity_closing_undone') }}

),

first_touch as (

    select
        opportunities.opportunity_id,
        min(case when touched.is_in_influence then touched.occurred_at end) as occurred_at,
        min(case when touched.occurred_at >= opportunities.sourced_from then touched.occurred_at end) as sourced_at
    from opportunities
    inner join touched
        on opportunities.opportunity_id = touched.opportunity_id
    group by opportunities.opportunity_id

),

-- closed earlier on the day of the first touch, and reopened on a later one
closed_before as (

    select first_touch.opportunity_id
    from first_touch
    inner join closings_undone
        on
            first_touch.opportunity_id = closings_undone.opportunity_id
            and {{ local_date('first_touch.occurred_at') }} = closings_undone.closed_on
            and first_touch.occurred_at > closings_undone.closed_at
    where closings_undone.closed_on < closings_undone.reopened_on
    group by first_touch.opportunity_id

),

-- a touch at the instant of creation influences and does not source
final as (

    select
        opportunities.opportunity_id,
        coalesce(
            first_touch.sourced_at < opportunities.created_at
            and (prospected.first_outbound_at is null or first_touch.sourced_at < prospected.first_outbound_at),
            false
        ) as is_sourced,
        -- what was touched by its creation is influenced whenever it closed
        case
            when first_touch.occurred_at <= opportunities.created_at then {{ beginning_of_time() }}
            when closed_before.opportunity_id is not null
                then {{ day_after(local_date('first_touch.occurred_at')) }}
            else {{ local_date('first_touch.occurred_at') }}
        end as influenced_from_on,
        first_touch.occurred_at as first_touch_at,
        prospected.first_outbound_at
    from opportunities
    left join first_touch
        on opportunities.opportunity_id = first_touch.opportunity_id
    left join prospected
        on opportunities.opportunity_id = prospected.opportunity_id
    left join closed_before
        on opportunities.opportunity_id = closed_before.opportunity_id

)

select * from final
