with source as (

    select *
    from {{ raw('hubspot', 'owner', [
        'owner_id|id', 'email', 'first_name', 'last_name', 'is_active', 'updated_at',
    ]) }}

),

renamed as (

    select
        owner_id as user_id,
        email,
        {{ full_name('null', 'first_name', 'last_name') }} as full_name,
        is_active,
        {{ loader_columns('updated_at') }}
    from source

),

final as (

    -- HubSpot knows no role of its owners: a file of users beside it says it
    {{ parse_entity('renamed', 'users', 'hubspot', absent=['role', 'team', 'manager_user_id']) }}

)

select * from final
