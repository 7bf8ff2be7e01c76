{{ config(materialized='view') }}

with interactions as (

    select * from {{ ref('int_interaction_judged') }}

),

campaigns as (

    select * from {{ ref('int_campaign_resolved') }}

),

final as (

    select
        interactions.interaction_id,
        interactions.source_system,
        interactions.account_key,
        interactions.person_key,
        coalesce(campaigns.surviving_campaign_id, interactions.campaign_id) as campaign_id,
        interactions.type,
        interactions.direction,
        interactions.points,
        interactions.is_human,
        interactions.occurred_on,
        interactions.occurred_at
    from interactions
    left join campaigns
        on
            interactions.source_system = campaigns.source_system
            and interactions.campaign_id = campaigns.campaign_id
    where interactions.campaign_id is not null and interactions.excluded_reason is null

)

select * from final
