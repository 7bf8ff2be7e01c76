-- identity finds the records of who asked by itself: none of them may have kept what is personal
with people as (

    select * from {{ ref('input__people') }}

),

resolved as (

    select * from {{ ref('int_person_resolved') }}

),

described as (

    select * from {{ ref('int_person_described') }}

)

select
    people.source_system,
    people.person_id
from people
inner join resolved
    on
        people.source_system = resolved.source_system
        and people.person_id = resolved.person_id
        and resolved.is_own
inner join described
    on resolved.surviving_person_key = described.person_key
where
    described.erased_at is not null
    and (
        people.full_name is not null
        or people.job_title is not null
        or people.seniority is not null
        or people.email not like 'erased-%'
    )
