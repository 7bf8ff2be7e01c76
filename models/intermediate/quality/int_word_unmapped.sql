{{ config(schema='operations', alias='unmapped_word') }}

with words as (

    select * from {{ ref('landed__unmapped_word') }}

),

final as (

    select * from words

)

select * from final
