with people as (

    select * from {{ ref('int_person_resolved') }}

),

secret_key as (

    select * from {{ ref('input__person_key') }}

),

-- a person's published key is made of the record that stands for them, so it stays as long as that does
final as (

    select
        person_key,
        left({{ keyed_hash("source_system || ':' || person_id") }}, 32) as pseudonym
    from people
    where is_own and person_key = surviving_person_key

)

select * from final
