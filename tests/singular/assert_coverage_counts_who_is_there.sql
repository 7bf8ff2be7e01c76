-- Contacts counted by spans are those found by asking each person on the as-of date.
with accounts as (

    select * from {{ ref('int_account_observed') }}

),

employers as (

    select * from {{ ref('int_person_employed') }}

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
    from accounts
    inner join employers
        on
            accounts.account_key = employers.account_key
            and accounts.seen_on >= employers.valid_from
            and accounts.seen_on < employers.valid_to
    inner join people
        on employers.person_key = people.person_key
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
