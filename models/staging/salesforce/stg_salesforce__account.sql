with source as (

    select *
    from {{ raw('salesforce', 'account', [
        'id', 'name', 'parent_id', 'website', 'industry', 'number_of_employees', 'annual_revenue',
        'billing_country_code', 'billing_country', 'owner_id', 'created_date', 'is_deleted', 'master_record_id',
        'system_modstamp', 'last_modified_date',
    ]) }}

),

renamed as (

    select
        id as account_id,
        name as account_name,
        parent_id as parent_account_id,
        website,
        -- Salesforce keeps no domains: the one of the web site stands in
        {{ domain_of('website') }} as email_domains,
        industry,
        number_of_employees as employee_count,
        annual_revenue,
        {{ country_code('billing_country_code', 'billing_country') }} as country_code,
        owner_id,
        created_date as created_at,
        {{ deleted_at('is_deleted', salesforce_changed_at()) }} as deleted_at,
        master_record_id as merged_into_account_id,
        {{ salesforce_url('id') }} as crm_url,
        {{ loader_columns(salesforce_changed_at()) }}
    from source

),

final as (

    {{ parse_entity('renamed', 'accounts', 'salesforce', absent=['external_ids']) }}

)

select * from final
