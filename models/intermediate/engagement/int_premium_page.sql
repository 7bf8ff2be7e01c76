with assets as (

    select * from {{ ref('int_content_asset_described') }}

),

contents as (

    select * from {{ ref('input__content_assets') }}

),

final as (

    select assets.page_path
    from assets
    where
        assets.page_path is not null
        and assets.asset_id in (select contents.asset_id from contents where contents.is_premium)

)

select * from final
