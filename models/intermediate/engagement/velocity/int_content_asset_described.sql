with assets as (

    select * from {{ ref('input__content_assets') }}

),

ranked as (

    select
        asset_id,
        case funnel_stage when 'tofu' then 1 when 'mofu' then 2 when 'bofu' then 3 end as funnel_rank,
        {{ page_path('url') }} as page_path,
        is_premium
    from assets

),

-- an id that two sources describe is one asset; where they disagree, the earlier stage
by_id as (

    select
        asset_id,
        min(page_path) as page_path,
        min(funnel_rank) as funnel_rank,
        coalesce(bool_or(is_premium), false) as is_premium
    from ranked
    group by asset_id

),

-- a page on which two assets live says nothing of either
final as (

    select
        asset_id,
        case when count(*) over (partition by page_path) = 1 then page_path end as page_path,
        funnel_rank,
        is_premium
    from by_id

)

select * from final
