with assets as (

    select *
    from {{ ref('input__content_assets') }}
    where is_premium

),

pages as (

    select *
    from {{ ref('int_content_asset_described') }}
    where is_premium and page_path is not null

),

-- of content that only its source knows by id, a file may say that it is premium; a page is known to all
final as (

    select
        nullif(source_system, 'files') as source_system,
        {{ content_name('asset_id', 'null') }} as content_name
    from assets
    union all
    select
        cast(null as {{ dbt.type_string() }}) as source_system,
        {{ content_name('null', 'page_path') }} as content_name
    from pages

)

select * from final
