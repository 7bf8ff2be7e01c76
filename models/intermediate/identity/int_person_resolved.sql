with keyed as (

    select * from {{ ref('int_person_keyed') }}

),

followed as (

    select * from {{ ref('int_person_followed') }}

),

links as (

    select * from {{ ref('int_person_linked') }}

),

ends as (

    {{ ends_of_chains('followed', 'person_key') }}

),

own as (

    {{ resolved_records('keyed', 'ends', 'links', 'person_id') }}

),

final as (

    {{ referable_records('own', 'person_id') }}

)

select * from final
