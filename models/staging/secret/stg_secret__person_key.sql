with source as (

    select * from {{ source('secret', 'person_key') }}

),

final as (

    select
        inner_pad,
        outer_pad
    from source

)

select * from final
