with accounts as (

    select *
    from {{ ref('int_account_observed') }}
    where observed_every = 'month'

),

contacts as (

    select * from {{ ref('int_contact_employed') }}

),

people as (

    select * from {{ ref('int_person_present') }}

),

active as (

    select * from {{ ref('int_person_engaged') }}

),

events as (

    select * from {{ ref('int_engagement_event') }}

),

-- who has been deleted or erased is engaged no more; what they did stays
engaged as (

    select
        active.account_key,
        active.valid_from,
        least(active.valid_to, people.left_on) as valid_to
    from active
    inner join people
        on
            active.person_key = people.person_key
            and active.valid_from < people.left_on

),

-- somebody whose record is made only after the as-of date is nobody yet
of_day as (

    select
        events.account_key,
        sum(events.event_count) as n_events,
        sum(case when people.person_key is not null then events.event_count else 0 end) as n_events_of_people,
        events.occurred_on
    from events
    left join people
        on events.person_key = people.person_key
    group by events.account_key, events.occurred_on

),

-- what comes on the first day of a window and is gone on the day after its last
changes as (

    {% for sign, contact_day, event_day in [
        (1, 'valid_from', 'occurred_on'), (-1, 'valid_to', 'occurred_on + ' ~ var('coverage_window_days')),
    ] -%}
    select
        account_key,
        {{ sign }} as n_contacts,
        0 as n_engaged_people,
        0 as n_events,
        0 as n_events_of_people,
        {{ contact_day }} as changed_on
    from contacts
    union all
    select
        account_key,
        0 as n_contacts,
        {{ sign }} as n_engaged_people,
        0 as n_events,
        0 as n_events_of_people,
        {{ contact_day }} as changed_on
    from engaged
    union all
    select
        account_key,
        0 as n_contacts,
        0 as n_engaged_people,
        {{ sign }} * n_events as n_events,
        {{ sign }} * n_events_of_people as n_events_of_people,
        {{ event_day }} as changed_on
    from of_day
    union all
    {% endfor -%}
    select
        account_key,
        0 as n_contacts,
        0 as n_engaged_people,
        0 as n_events,
        0 as n_events_of_people,
        seen_on as changed_on
    from accounts

),

by_day as (

    select
        account_key,
        sum(n_contacts) as n_contacts,
        sum(n_engaged_people) as n_engaged_people,
        sum(n_events) as n_events,
        sum(n_events_of_people) as n_events_of_people,
        changed_on
    from changes
    group by account_key, changed_on

),

counted as (

    select
        account_key,
        {%- for column in ['n_contacts', 'n_engaged_people', 'n_events', 'n_events_of_people'] %}
        cast(sum({{ column }}) over (partition by account_key order by changed_on) as bigint) as {{ column }},
        {%- endfor %}
        changed_on as seen_on
    from by_day

),

final as (

    select
        accounts.account_id,
        counted.n_contacts,
        counted.n_engaged_people,
        counted.n_events,
        counted.n_events_of_people,
        counted.seen_on
    from accounts
    inner join counted
        on
            accounts.account_key = counted.account_key
            and accounts.seen_on = counted.seen_on

)

select * from final
