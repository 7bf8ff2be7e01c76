with source as (

    select *
    from {{ raw('salesforce', 'contact', [
        'id', 'account_id', 'email', 'name', 'first_name', 'last_name', 'title', 'created_date', 'is_deleted',
        'master_record_id', 'buying_role_c', 'is_decision_maker_c', 'seniority_c', 'system_modstamp',
        'last_modified_date',
    ]) }}

),

renamed as (

    select
        id as person_id,
        account_id,
        email,
        {{ full_name('name', 'first_name', 'last_name') }} as full_name,
        title as job_title,
        seniority_c as seniority,
        {{ mapped_value('buying_role_c', var('buying_roles')) }} as buying_role,
        is_decision_maker_c as is_decision_maker,
        created_date as created_at,
        {{ deleted_at('is_deleted', salesforce_changed_at()) }} as deleted_at,
        master_record_id as merged_into_person_id,
        {{ loader_columns(salesforce_changed_at()) }}
    from source

),

final as (

    {{ parse_entity('renamed', 'people', 'salesforce', absent=[
        'company_name', 'company_domain', 'lead_status', 'converted_at', 'external_ids',
    ]) }}

)

select * from final
