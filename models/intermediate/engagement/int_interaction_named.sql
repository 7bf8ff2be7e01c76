with interactions as (

    select * from {{ ref('int_interaction_unioned') }}

),

people as (

    select * from {{ ref('int_person_resolved') }}

),

emails as (

    select * from {{ ref('int_person_email') }}

),

resolved as (

    select * from {{ ref('int_account_resolved') }}

),

matchable as (

    select * from {{ ref('int_account_matchable') }}

),

described as (

    select * from {{ ref('int_person_described') }}

),

-- far fewer than rows: whom a row names is looked up once for all that name them so
written as (

    select
        name_number,
        source_system,
        person_id,
        account_id,
        {{ normal_email('email') }} as address,
        {{ domain_of('domain') }} as domain
    from interactions
    group by name_number, source_system, person_id, account_id, email, domain

),

-- the person a row names, if their record is made by the as-of date, else the one with its address
of_people as (

    select
        written.*,
        coalesce(described.person_key, emails.person_key) as person_key
    from written
    left join people
        on
            written.source_system = people.source_system
            and written.person_id = people.person_id
    left join described
        on people.surviving_person_key = described.person_key
    left join emails
        on written.address = emails.email

),

-- a deleted account matches nothing; who asked to be erased has no address
final as (

    select
        case when described.erased_at is null then of_people.address end as address,
        split_part(of_people.address, '@', 2) as address_domain,
        of_people.domain,
        described.buying_role,
        of_people.name_number,
        of_people.person_key,
        matchable.account_key as named_account_key
    from of_people
    left join resolved
        on
            of_people.source_system = resolved.source_system
            and of_people.account_id = resolved.account_id
    left join matchable
        on resolved.surviving_account_key = matchable.account_key
    left join described
        on of_people.person_key = described.person_key

)

select * from final
