with opportunities as (

    select * from {{ ref('int_opportunity_described') }}

),

final as (

    select * exclude (seen_on, account_owner_id, account_owner_team)
    from opportunities
    where seen_on = {{ as_of_date() }}

)

select * from final
