with accounts as (

    select * from {{ ref('input__accounts') }}

),

resolved as (

    select * from {{ ref('int_account_resolved') }}

),

people as (

    select * from {{ ref('int_person_described') }}

),

contacts as (

    select
        account_key,
        count(*) as n_people
    from people
    where not is_deleted and erased_at is null and account_key is not null
    group by account_key

),

-- a deleted account matches nothing, and one of tomorrow neither
final as (

    select
        resolved.account_key,
        resolved.surviving_account_id as account_id,
        coalesce(contacts.n_people, 0) as n_people,
        accounts.created_at
    from accounts
    inner join resolved
        on
            accounts.source_system = resolved.source_system
            and accounts.account_id = resolved.account_id
    left join contacts
        on resolved.account_key = contacts.account_key
    where
        resolved.account_key = resolved.surviving_account_key
        and (accounts.created_at is null or accounts.created_at < {{ as_of_instant() }})
        and (accounts.deleted_at is null or accounts.deleted_at >= {{ as_of_instant() }})

)

select * from final
