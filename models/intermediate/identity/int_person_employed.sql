with employers as (

    select * from {{ ref('input__person_employers') }}

),

people as (

    select * from {{ ref('int_person_resolved') }}

),

described as (

    select * from {{ ref('int_person_described') }}

),

resolved as (

    select * from {{ ref('int_account_resolved') }}

),

accounts as (

    select *
    from {{ ref('int_account_standing') }}
    where does_exist and not is_deleted

),

stated as (

    select
        people.surviving_person_key as person_key,
        resolved.surviving_account_key as account_key,
        employers.valid_from,
        coalesce(employers.valid_to, {{ end_of_time() }}) as valid_to
    from employers
    inner join people
        on
            employers.source_system = people.source_system
            and employers.person_id = people.person_id
    inner join resolved
        on
            employers.source_system = resolved.source_system
            and employers.account_id = resolved.account_id
    -- who begins tomorrow works today where they always did
    where employers.valid_from <= {{ as_of_date() }}

),

-- the latest valid_from wins an overlap
covered as (

    {{ latest_spans('stated', 'person_key', 'account_key') }}

),

movers as (

    select person_key
    from stated
    group by person_key

),

-- who has no such rows works where the CRM says, today as ever
employed as (

    select
        person_key,
        account_key,
        'employer' as match_method,
        valid_from,
        valid_to
    from covered
    union all
    select
        described.person_key,
        described.account_key,
        'person' as match_method,
        {{ beginning_of_time() }} as valid_from,
        {{ end_of_time() }} as valid_to
    from described
    left join movers
        on described.person_key = movers.person_key
    where movers.person_key is null and described.account_key is not null

),

final as (

    select
        employed.person_key,
        employed.account_key,
        employed.match_method,
        employed.valid_from,
        employed.valid_to
    from employed
    inner join accounts
        on employed.account_key = accounts.account_key

)

select * from final
