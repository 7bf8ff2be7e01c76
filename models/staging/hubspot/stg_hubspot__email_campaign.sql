with source as (

    select *
    from {{ raw('hubspot', 'email_campaign', ['id', 'name', 'subject']) }}

),

renamed as (

    select
        id as campaign_id,
        coalesce(name, subject) as name,
        'email' as channel,
        {{ loader_columns() }}
    from source

),

final as (

    {{ parse_entity('renamed', 'campaigns', 'hubspot', absent=[
        'owner_id', 'starts_on', 'ends_on', 'is_abm', 'budget', 'currency',
    ]) }}

)

select * from final
