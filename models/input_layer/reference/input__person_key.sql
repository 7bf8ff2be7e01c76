with key as (

    select * from {{ ref('stg_secret__person_key') }}

),

final as (

    select
        inner_pad,
        outer_pad
    from key

)

select * from final
