with accounts as (

    select * from {{ ref('int_account_standing') }}

),

employers as (

    select * from {{ ref('int_person_employed') }}

),

people as (

    select * from {{ ref('int_person_described') }}

),

-- who works there on the as-of date, and is there still
contacts as (

    select
        employers.account_key,
        count(*) as n_people
    from employers
    inner join people
        on employers.person_key = people.person_key
    where
        {{ as_of_date() }} >= employers.valid_from
        and {{ as_of_date() }} < employers.valid_to
        and not people.is_deleted
        and people.erased_at is null
    group by employers.account_key

),

-- a deleted account matches nothing, and one of tomorrow neither
final as (

    select
        accounts.account_key,
        accounts.account_id,
        coalesce(contacts.n_people, 0) as n_people,
        accounts.created_at
    from accounts
    left join contacts
        on accounts.account_key = contacts.account_key
    where accounts.does_exist and not accounts.is_deleted

)

select * from final
