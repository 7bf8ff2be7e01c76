{{ config(materialized='view') }}

with interactions as (

    select *
    from {{ ref('int_interaction_judged') }}
    where excluded_reason is null and is_human

),

-- what somebody did who cares: something with points that came in, a call or meeting that took place, an answer; that
-- an answer was marked as not completed says nothing of who wrote it
final as (

    select
        interaction_id,
        source_system,
        account_key,
        person_key,
        campaign_id,
        asset_id,
        type,
        weight_type,
        direction,
        quality,
        event_count,
        points,
        occurred_on,
        occurred_at
    from interactions
    where
        (direction = 'inbound' and (points > 0 or type = 'sales_reply'))
        or (type in ('sales_call', 'sales_meeting') and is_done)

)

select * from final
