with source as (

    select *
    from {{ raw('salesforce', 'contact', [
        'id', 'account_id', 'email', 'name', 'title', 'created_date', 'is_deleted', 'master_record_id',
        'system_modstamp', '_fivetran_synced',
    ]) }}

),

renamed as (

    select
        id as person_id,
        account_id,
        email,
        name as full_name,
        title as job_title,
        created_date as created_at,
        {{ deleted_at('is_deleted') }} as deleted_at,
        master_record_id as merged_into_person_id,
        _fivetran_synced as ingested_at,
        system_modstamp as version_at,
        _row,
        _decimal_comma,
        _problem
    from source

),

final as (

    {{ parse_entity('renamed', 'people', 'salesforce', absent=[
        'seniority', 'buying_role', 'is_decision_maker', 'company_name', 'company_domain', 'lead_status',
        'converted_at', 'external_ids',
    ]) }}

)

select * from final
