with weights as (

    select * from {{ ref('input__engagement_weights') }}

),

-- an old day keeps the weights of its day
final as (

    select
        type as weight_type,
        direction,
        quality,
        points,
        valid_from,
        coalesce(lead(valid_from) over (partition by type order by valid_from), {{ end_of_time() }}) as valid_to
    from weights

)

select * from final
