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
        -- Salesforce knows no sales role: it is read from the title, then from the department
        case
            when lower(title) like '%sdr%' or lower(title) like '%development rep%' then 'sdr'
            when lower(title) like '%chief%' or lower(title) like '%ceo%' or lower(title) like '%direct%général%'
                then 'executive'
            when lower(department) like '%sales%' then 'sales'
            when lower(department) like '%vente%' or lower(department) like '%commercial%' then 'sales'
            when lower(department) like '%marketing%' then 'marketing'
            when lower(department) like '%operation%' then 'operations'
            when lower(department) like '%executive%' or lower(department) like '%direction%' then 'executive'
        end as role,
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
