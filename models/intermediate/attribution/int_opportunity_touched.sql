with opportunities as (

    select * from {{ ref('int_opportunity_bounded') }}

),

touches as (

    select * from {{ ref('int_touch_attributable') }}

),

final as (

    select
        opportunities.opportunity_id,
        touches.interaction_id,
        touches.campaign_id,
        touches.has_person,
        touches.occurred_at >= opportunities.influenced_from as is_in_influence,
        touches.occurred_at <= opportunities.created_at as is_by_creation,
        touches.occurred_on,
        touches.occurred_at
    from opportunities
    inner join touches
        on
            opportunities.account_id = touches.account_id
            and least(opportunities.sourced_from, opportunities.influenced_from) <= touches.occurred_at
            and opportunities.influenced_until >= touches.occurred_at

)

select * from final
