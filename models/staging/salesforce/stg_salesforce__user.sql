with source as (

    select *
    from {{ raw('salesforce', 'user', [
        'id', 'email', 'name', 'title', 'department', 'manager_id', 'is_active', 'system_modstamp',
        'last_modified_date',
    ]) }}

),

renamed as (

    select
        id as user_id,
        email,
        name as full_name,
        -- Salesforce knows no such role
        coalesce(
            {{ value_of_word_in('title', var('user_titles')) }},
            {{ value_of_word_in('department', var('user_departments')) }}
        ) as role,
        department as team,
        manager_id as manager_user_id,
        is_active,
        {{ loader_columns(salesforce_changed_at()) }}
    from source

),

final as (

    {{ parse_entity('renamed', 'users', 'salesforce') }}

)

select * from final
