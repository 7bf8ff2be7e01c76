with created as (

    select * from {{ ref('int_opportunity_created') }}

),

dates as (

    select * from {{ ref('int_date_published') }}

),

closings_undone as (

    select * from {{ ref('int_opportunity_closing_undone') }}

),

final as (

    select
        created.opportunity_id,
        dates.seen_on,
        cast(sum(
            {{ days_between('closings_undone.closed_on', 'closings_undone.reopened_on') }}
        ) as bigint) as dormant_days
    from created
    inner join closings_undone
        on created.opportunity_id = closings_undone.opportunity_id
    inner join dates
        on closings_undone.reopened_on <= dates.seen_on
    group by created.opportunity_id, dates.seen_on

)

select * from final
