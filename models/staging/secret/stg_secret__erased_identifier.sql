with source as (

    select * from {{ source('secret', 'erased_identifier') }}

),

final as (

    select
        request,
        identifier_type,
        identifier
    from source

)

select * from final
