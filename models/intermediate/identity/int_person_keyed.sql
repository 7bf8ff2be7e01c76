with people as (

    select * from {{ ref('input__people') }}

),

final as (

    {{ keyed_records('people', 'person_id') }}

)

select * from final
