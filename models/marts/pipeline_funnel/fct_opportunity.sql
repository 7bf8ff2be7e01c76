with opportunities as (

    select * from {{ ref('int_opportunity_described') }}
    where seen_on = {{ as_of_date() }}

),

contributed as (

    select * from {{ ref('int_opportunity_contributed') }}

),

known as (

    select min(occurred_on) as first_touch_on
    from {{ ref('int_touch_attributable') }}

),

with_contribution as (

    select
        opportunities.*,
        case
            when not {{ has_unknown_touches('opportunities', 'known') }}
                then {{ contribution('opportunities', 'contributed') }}
        end as contribution,
        contributed.first_touch_at
    from opportunities
    left join contributed
        on opportunities.opportunity_id = contributed.opportunity_id
    cross join known

),

final as (

    select * exclude (seen_on, account_owner_id, account_owner_team, is_amount_assumed)
    from with_contribution

)

select * from final
