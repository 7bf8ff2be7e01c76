with opportunities as (

    select * from {{ ref('int_opportunity_bounded') }}

),

interactions as (

    select * from {{ ref('int_interaction_judged') }}

),

accounts as (

    select * from {{ ref('int_account_standing') }}

),

-- sales turns to the account, whether or not anybody answers
outbound as (

    select
        accounts.account_id,
        interactions.occurred_at
    from interactions
    inner join accounts
        on interactions.account_key = accounts.account_key
    where
        interactions.type in ('sales_call', 'sales_email', 'sales_meeting', 'sales_message')
        and interactions.direction = 'outbound'
        and interactions.is_human
        and interactions.excluded_reason is null

),

final as (

    select
        opportunities.opportunity_id,
        min(outbound.occurred_at) as first_outbound_at
    from opportunities
    inner join outbound
        on
            opportunities.account_id = outbound.account_id
            and opportunities.sourced_from <= outbound.occurred_at
            and opportunities.created_at >= outbound.occurred_at
    group by opportunities.opportunity_id

)

select * from final
