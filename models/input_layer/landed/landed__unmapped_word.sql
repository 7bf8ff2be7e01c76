with words as (

    select * from {{ ref('stg_audit__unmapped_word') }}

),

final as (

    select * from words

)

select * from final
