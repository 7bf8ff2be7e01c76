{{ config(materialized='view') }}

with settled as (

    select * from {{ ref('int_interaction_settled') }}

),

placements as (

    select * from {{ ref('int_interaction_placed') }}

),

final as (

    select
        settled.interaction_id,
        coalesce(settled.interaction_pseudonym, settled.interaction_id) as published_interaction_id,
        settled.source_system,
        placements.person_key,
        placements.account_key,
        placements.match_method,
        settled.campaign_id,
        settled.asset_id,
        settled.session_id,
        settled.user_id,
        settled.type,
        settled.weight_type,
        settled.direction,
        settled.quality,
        settled.url,
        settled.repeated_by,
        settled.machine_reason,
        case
            when not settled.has_happened then 'after_the_as_of_date'
            when settled.repeated_by is not null then 'duplicate'
        end as excluded_reason,
        settled.event_count,
        settled.duration_seconds,
        settled.scroll_ratio,
        settled.points,
        settled.is_weighted,
        settled.is_human,
        settled.is_done,
        settled.occurred_on,
        -- a row that does not say when it landed stands at the moment the run speaks of
        case
            when settled.ingested_at < {{ as_of_at() }}
                then greatest({{ days_between('settled.occurred_on', 'settled.landed_on') }}, 0)
        end as landed_after_days,
        settled.occurred_at,
        settled.ingested_at
    from settled
    left join placements
        on settled.placement_number = placements.placement_number

)

select * from final
