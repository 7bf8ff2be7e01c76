{{ config(materialized='view') }}

with interactions as (

    select *
    from {{ ref('int_interaction_judged') }}
    where excluded_reason is null and is_human and account_key is not null

),

people as (

    select * from {{ ref('int_person_described') }}

),

qualities as (

    select * from {{ ref('int_quality_weight_bounded') }}

),

roles as (

    select * from {{ ref('int_role_weight_bounded') }}

),

-- what somebody did who cares: something with points that came in, a call or meeting that took place, an answer
engaged as (

    select
        *,
        type in ('sales_call', 'sales_meeting', 'sales_reply') as is_sales_activity
    from interactions
    where
        (direction = 'inbound' and (points > 0 or (type = 'sales_reply' and is_done)))
        or (type in ('sales_call', 'sales_meeting') and is_done)

),

final as (

    select
        engaged.interaction_id,
        engaged.source_system,
        engaged.account_key,
        engaged.person_key,
        people.buying_role,
        engaged.campaign_id,
        engaged.asset_id,
        engaged.type,
        engaged.weight_type,
        engaged.direction,
        engaged.quality,
        engaged.event_count,
        engaged.points,
        coalesce(qualities.multiplier, 0) as quality_multiplier,
        coalesce(roles.multiplier, 1) as role_multiplier,
        cast(
            engaged.points * coalesce(qualities.multiplier, 0) * coalesce(roles.multiplier, 1) as decimal(18, 6)
        ) as weighted_points,
        engaged.is_sales_activity,
        engaged.occurred_on,
        engaged.occurred_at
    from engaged
    left join people
        on engaged.person_key = people.person_key
    left join qualities
        on
            engaged.quality = qualities.quality
            and engaged.occurred_on >= qualities.valid_from
            and engaged.occurred_on < qualities.valid_to
    left join roles
        on
            people.buying_role = roles.buying_role
            and engaged.occurred_on >= roles.valid_from
            and engaged.occurred_on < roles.valid_to

)

select * from final
