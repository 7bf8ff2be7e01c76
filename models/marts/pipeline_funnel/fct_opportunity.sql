with opportunities as (

    select * from {{ ref('int_opportunity_described') }}

),

final as (

    select * exclude (seen_on)
    from opportunities
    where seen_on = {{ as_of_date() }}

)

select * from final
