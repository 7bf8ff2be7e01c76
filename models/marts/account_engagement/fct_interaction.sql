{{ config(materialized='view') }}

with interactions as (

    select * from {{ ref('int_interaction_judged') }}

),

pseudonyms as (

    select * from {{ ref('int_person_pseudonymised') }}

),

accounts as (

    select * from {{ ref('int_account_standing') }}

),

final as (

    select
        interactions.published_interaction_id as interaction_id,
        interactions.source_system,
        pseudonyms.pseudonym as person_key,
        accounts.account_id,
        interactions.campaign_id,
        interactions.asset_id,
        interactions.user_id,
        interactions.type,
        interactions.direction,
        interactions.quality,
        interactions.match_method,
        interactions.machine_reason,
        interactions.excluded_reason,
        interactions.event_count,
        interactions.duration_seconds,
        interactions.scroll_ratio,
        interactions.points,
        interactions.is_human,
        interactions.is_done,
        interactions.occurred_on,
        interactions.landed_after_days,
        interactions.occurred_at
    from interactions
    left join pseudonyms
        on interactions.person_key = pseudonyms.person_key
    left join accounts
        on interactions.account_key = accounts.account_key

)

select * from final
