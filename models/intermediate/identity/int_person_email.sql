with people as (

    select * from {{ ref('input__people') }}

),

resolved as (

    select * from {{ ref('int_person_resolved') }}

),

described as (

    select * from {{ ref('int_person_described') }}

),

-- every address that a person has or had under any of their records
written as (

    select
        {{ normal_email('people.email') }} as email,
        resolved.surviving_person_key as person_key
    from people
    inner join resolved
        on
            people.source_system = resolved.source_system
            and people.person_id = resolved.person_id
    where people.created_at is null or people.created_at < {{ as_of_instant() }}
    group by {{ normal_email('people.email') }}, resolved.surviving_person_key

),

-- of several people with the address: who is there still, has an account, is the oldest
preferred as (

    select
        written.email,
        written.person_key,
        row_number() over (
            partition by written.email
            order by
                case when described.is_deleted then 1 else 0 end asc,
                case when described.account_key is null then 1 else 0 end asc,
                described.created_at asc nulls first,
                written.person_key asc
        ) as preference
    from written
    inner join described
        on written.person_key = described.person_key
    where written.email is not null

),

final as (

    select
        email,
        person_key
    from preferred
    where preference = 1

)

select * from final
