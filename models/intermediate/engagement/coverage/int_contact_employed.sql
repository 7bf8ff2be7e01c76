with people as (

    select * from {{ ref('int_person_present') }}

),

located as (

    select * from {{ ref('int_person_located') }}

),

final as (

    select
        people.person_key,
        located.account_key,
        people.buying_role,
        greatest(people.came_on, located.valid_from) as valid_from,
        least(people.left_on, located.valid_to) as valid_to
    from people
    inner join located
        on
            people.person_key = located.person_key
            and people.came_on < located.valid_to
            and people.left_on > located.valid_from
    where people.came_on < people.left_on

)

select * from final
