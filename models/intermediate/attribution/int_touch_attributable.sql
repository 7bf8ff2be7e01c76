with interactions as (

    select * from {{ ref('int_interaction_judged') }}

),

published as (

    select * from {{ ref('int_interaction_pseudonymised') }}

),

accounts as (

    select * from {{ ref('int_account_standing') }}

),

campaigns as (

    select * from {{ ref('int_campaign_resolved') }}

),

-- what people of a known account did by themselves and that has points on its day; a reply to sales, a call or a
-- meeting that the account asked for too
touches as (

    select *
    from interactions
    where
        direction = 'inbound'
        and is_human
        and points > 0
        and excluded_reason is null
        and account_key is not null

),

final as (

    select
        published.published_interaction_id as interaction_id,
        accounts.account_id,
        campaigns.surviving_campaign_id as campaign_id,
        touches.person_key is not null as has_person,
        touches.occurred_on,
        touches.occurred_at
    from touches
    inner join published
        on touches.interaction_id = published.interaction_id
    inner join accounts
        on touches.account_key = accounts.account_key
    left join campaigns
        on
            touches.source_system = campaigns.source_system
            and touches.campaign_id = campaigns.campaign_id

)

select * from final
