with recursive links as (

    select * from {{ ref('int_person_linked') }}

),

final as (

    {{ followed_links('links', 'person_key', 'next_person_key') }}

)

select * from final
