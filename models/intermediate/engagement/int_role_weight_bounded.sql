with weights as (

    select * from {{ ref('input__role_weights') }}

),

-- an old day keeps the weights of its day
final as (

    select
        buying_role,
        multiplier,
        valid_from,
        coalesce(lead(valid_from) over (partition by buying_role order by valid_from), {{ end_of_time() }}) as valid_to
    from weights

)

select * from final
