with identifiers as (

    select
        *,
        case when identifier_type = 'address' then left(identifier, 16) end as hashed_address
    from {{ ref('landed__erased_identifier') }}

),

interactions as (

    select * from {{ ref('landed__interactions') }}

),

-- who is no person of a source may have left their address all the same (erased_address)
met as (

    select substr(email, 8, 16) as hashed_address
    from interactions
    where email like 'erased-%'
    group by substr(email, 8, 16)

),

requests as (

    select
        identifiers.request,
        bool_or(identifiers.is_known or met.hashed_address is not null) as is_matched
    from identifiers
    left join met
        on identifiers.hashed_address = met.hashed_address
    group by identifiers.request

),

final as (

    select request
    from requests
    where not is_matched

)

select * from final
