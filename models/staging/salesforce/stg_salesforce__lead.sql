with source as (

    select *
    from {{ raw('salesforce', 'lead', [
        'id', 'email', 'name', 'first_name', 'last_name', 'title', 'company', 'website', 'status', 'converted_date',
        'converted_contact_id', 'converted_account_id', 'created_date', 'is_deleted', 'master_record_id',
        'system_modstamp', 'last_modified_date',
    ]) }}

),

renamed as (

    select
        id as person_id,
        converted_account_id as account_id,
        email,
        {{ full_name('name', 'first_name', 'last_name') }} as full_name,
        title as job_title,
        company as company_name,
        {{ domain_of('website') }} as company_domain,
        status as lead_status,
        {{ calendar_day('converted_date') }} as converted_at,
        created_date as created_at,
        {{ deleted_at('is_deleted', salesforce_changed_at()) }} as deleted_at,
        -- a converted lead is its contact
        coalesce(nullif(converted_contact_id, ''), master_record_id) as merged_into_person_id,
        {{ loader_columns(salesforce_changed_at()) }}
    from source

),

final as (

    {{ parse_entity('renamed', 'people', 'salesforce', absent=[
        'seniority', 'buying_role', 'is_decision_maker', 'external_ids',
    ]) }}

)

select * from final
