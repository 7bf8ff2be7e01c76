with source as (

    select *
    from {{ raw('salesforce', 'account', [
        'id', 'name', 'parent_id', 'website', 'industry', 'number_of_employees', 'annual_revenue',
        'billing_country_code', 'owner_id', 'created_date', 'is_deleted', 'master_record_id', 'system_modstamp',
        '_fivetran_synced',
    ]) }}

),

renamed as (

    select
        id as account_id,
        name as account_name,
        parent_id as parent_account_id,
        website,
        industry,
        number_of_employees as employee_count,
        annual_revenue,
        billing_country_code as country_code,
        owner_id,
        created_date as created_at,
        {{ deleted_at('is_deleted') }} as deleted_at,
        master_record_id as merged_into_account_id,
        _fivetran_synced as ingested_at,
        system_modstamp as version_at,
        _row,
        _decimal_comma,
        _problem
    from source

),

final as (

    {{ parse_entity(
        'renamed', 'accounts', 'salesforce', absent=['email_domains', 'crm_url', 'external_ids']
    ) }}

)

select * from final
