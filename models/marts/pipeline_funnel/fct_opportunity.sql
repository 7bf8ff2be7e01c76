with opportunities as (

    select * from {{ ref('int_opportunity_described') }}
    where seen_on = {{ as_of_date() }}

),

contributed as (

    select * from {{ ref('int_opportunity_contributed') }}

),

with_contribution as (

    select
        opportunities.*,
        {{ contribution('opportunities', 'contributed') }} as contribution,
        contributed.first_touch_at
    from opportunities
    left join contributed
        on opportunities.opportunity_id = contributed.opportunity_id

),

final as (

    select * exclude (seen_on, account_owner_id, account_owner_team)
    from with_contribution

)

select * from final
