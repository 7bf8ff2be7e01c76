with source as (

    select *
    from {{ raw('hubspot', 'form', ['guid', 'name', 'updated_at']) }}

),

renamed as (

    select
        guid as asset_id,
        name,
        {{ loader_columns('updated_at') }}
    from source

),

final as (

    {{ parse_entity('renamed', 'content_assets', 'hubspot', absent=['funnel_stage', 'is_premium', 'url']) }}

)

select * from final
