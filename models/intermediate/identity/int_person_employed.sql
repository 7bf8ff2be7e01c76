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

    select * from {{ ref('int_account_matchable') }}

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

),

boundaries as (

    select
        person_key,
        valid_from as boundary
    from stated
    union
    select
        person_key,
        valid_to as boundary
    from stated

),

spans as (

    select
        person_key,
        boundary as valid_from,
        lead(boundary) over (partition by person_key order by boundary) as valid_to
    from boundaries

),

-- the latest valid_from wins an overlap
covered as (

    select
        spans.person_key,
        spans.valid_from,
        spans.valid_to,
        stated.account_key,
        row_number() over (
            partition by spans.person_key, spans.valid_from
            order by stated.valid_from desc, stated.account_key asc
        ) as preference
    from spans
    inner join stated
        on
            spans.person_key = stated.person_key
            and spans.valid_from >= stated.valid_from
            and spans.valid_to <= stated.valid_to

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
    where preference = 1
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
