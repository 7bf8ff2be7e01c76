with people as (

    select min(came_on) as people_from
    from {{ ref('int_person_present') }}

),

active as (

    select
        min(case when activity = 'touched' then valid_from end) as touches_from,
        min(case when activity = 'inbound' then valid_from end) as inbound_from
    from {{ ref('int_contact_active') }}

),

events as (

    select min(occurred_on) as events_from
    from {{ ref('int_account_day_engaged') }}

),

-- before the first row that could tell of something nobody knows whether there was any of it
final as (

    select
        people.people_from,
        active.touches_from,
        active.inbound_from,
        events.events_from
    from people
    cross join active
    cross join events

)

select * from final
