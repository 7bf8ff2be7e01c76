with people as (

    select * from {{ ref('int_person_present') }}

),

employers as (

    select * from {{ ref('int_person_employed') }}

),

final as (

    select
        people.person_key,
        employers.account_key,
        people.buying_role,
        greatest(people.came_on, employers.valid_from) as valid_from,
        least(people.left_on, employers.valid_to) as valid_to
    from people
    inner join employers
        on
            people.person_key = employers.person_key
            and people.came_on < employers.valid_to
            and people.left_on > employers.valid_from
    where people.came_on < people.left_on

)

select * from final
