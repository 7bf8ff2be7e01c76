with interactions as (

    select *
    from {{ ref('int_interaction_judged') }}
    where excluded_reason is null and is_human and direction = 'inbound'

),

assets as (

    select * from {{ ref('int_content_asset_described') }}

),

-- what the row names, else what lives on its page
consumed as (

    select
        interactions.interaction_id,
        interactions.account_key,
        interactions.person_key,
        coalesce(interactions.asset_id, paged.asset_id) as asset_id,
        interactions.occurred_on,
        interactions.occurred_at
    from interactions
    left join assets as paged
        on
            interactions.asset_id is null
            and {{ page_path('interactions.url') }} = paged.page_path
    where {{ is_consumption('interactions') }}

),

final as (

    select
        consumed.interaction_id,
        consumed.account_key,
        consumed.person_key,
        consumed.asset_id,
        assets.funnel_rank,
        consumed.occurred_on,
        consumed.occurred_at
    from consumed
    inner join assets
        on consumed.asset_id = assets.asset_id

)

select * from final
