{{ config(materialized='view') }}

with engaged as (

    select *
    from {{ ref('int_interaction_engaged') }}
    where account_key is not null

),

people as (

    select
        person_key,
        {{ cleaned('buying_role', 'code') }} as buying_role
    from {{ ref('int_person_described') }}

),

qualities as (

    select * from {{ ref('int_quality_weight_bounded') }}

),

roles as (

    select * from {{ ref('int_role_weight_bounded') }}

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
        engaged.type in ('sales_call', 'sales_meeting', 'sales_reply') as is_sales_activity,
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
