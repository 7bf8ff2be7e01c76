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
        greatest(people.valid_from, employers.valid_from) as valid_from,
        least(people.valid_to, employers.valid_to) as valid_to
    from people
    inner join employers
        on
            people.person_key = employers.person_key
            and people.valid_from < employers.valid_to
            and people.valid_to > employers.valid_from

)

select * from final
