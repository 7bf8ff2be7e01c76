-- Contacts counted by spans are those found by asking each person on the as-of date.
with accounts as (

    select * from {{ ref('int_account_observed') }}

),

employers as (

    select *
    from {{ ref('int_person_employed') }}
    where {{ as_of_date() }} >= valid_from and {{ as_of_date() }} < valid_to

),

domains as (

    select *
    from {{ ref('int_person_domained') }}
    where {{ as_of_date() }} >= valid_from and {{ as_of_date() }} < valid_to

),

people as (

    select * from {{ ref('int_person_described') }}

),

coverage as (

    select * from {{ ref('account_coverage') }}

),

present as (

    select
        accounts.account_id,
        accounts.seen_on,
        {{ cleaned('people.buying_role', 'code') }} as buying_role
    from people
    left join employers
        on people.person_key = employers.person_key
    left join domains
        on people.person_key = domains.person_key
    inner join accounts
        on coalesce(employers.account_key, domains.account_key) = accounts.account_key
    where
        accounts.seen_on = {{ as_of_date() }}
        and not people.is_deleted
        and people.erased_at is null

),

contacts as (

    select
        account_id,
        seen_on,
        buying_role,
        count(*) as n_contacts
    from present
    group by account_id, seen_on, buying_role

),

differing as (

    select
        coverage.account_id,
        coverage.buying_role
    from coverage
    left join contacts
        on
            coverage.account_id = contacts.account_id
            and coverage.seen_on = contacts.seen_on
            and coverage.buying_role = contacts.buying_role
    where
        coverage.seen_on = {{ as_of_date() }}
        and coverage.n_contacts != coalesce(contacts.n_contacts, 0)

)

select * from differing
