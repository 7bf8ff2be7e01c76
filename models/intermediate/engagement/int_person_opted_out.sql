with interactions as (

    select * from {{ ref('int_interaction_judged') }}

),

members as (

    select * from {{ ref('input__campaign_members') }}

),

people as (

    select * from {{ ref('int_person_resolved') }}

),

-- who says no to mail, and who says yes again
wishes as (

    select
        person_key,
        type = 'email_unsubscribe' as is_out,
        occurred_at as wished_at
    from interactions
    where type in ('email_unsubscribe', 'email_subscribe') and excluded_reason is null and person_key is not null
    union all
    select
        people.surviving_person_key as person_key,
        true as is_out,
        members.changed_at as wished_at
    from members
    inner join people
        on
            members.source_system = people.source_system
            and members.person_id = people.person_id
    where members.status = 'opted_out' and members.changed_at < {{ as_of_instant() }}

),

-- of a yes and a no at one instant the no has the last word
turned as (

    select
        person_key,
        is_out,
        wished_at,
        lag(is_out) over (partition by person_key order by wished_at, is_out) as was_out
    from wishes

),

spells as (

    select
        person_key,
        is_out,
        wished_at as opted_out_at,
        lead(wished_at) over (partition by person_key order by wished_at, is_out) as opted_in_at
    from turned
    where is_out is distinct from was_out

),

final as (

    select
        person_key,
        opted_out_at,
        opted_in_at
    from spells
    where is_out

)

select * from final
