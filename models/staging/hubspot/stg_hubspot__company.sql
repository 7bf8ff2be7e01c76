with source as (

    select *
    from {{ raw('hubspot', 'company', [
        'id', 'property_name', 'property_domain', 'property_website', 'property_industry',
        'property_numberofemployees', 'property_annualrevenue', 'property_hs_country_code', 'property_country',
        'property_hubspot_owner_id', 'property_hs_parent_company_id', 'property_createdate',
        'property_hs_lastmodifieddate', 'property_salesforceaccountid', 'is_deleted',
    ]) }}

),

renamed as (

    select
        id as account_id,
        coalesce(property_name, property_domain) as account_name,
        property_hs_parent_company_id as parent_account_id,
        property_website as website,
        property_domain as email_domains,
        property_industry as industry,
        property_numberofemployees as employee_count,
        property_annualrevenue as annual_revenue,
        {{ country_code('property_hs_country_code', 'property_country') }} as country_code,
        property_hubspot_owner_id as owner_id,
        property_createdate as created_at,
        {{ deleted_at('is_deleted', 'property_hs_lastmodifieddate') }} as deleted_at,
        'salesforce:' || {{ salesforce_id('property_salesforceaccountid') }} as external_ids,
        {{ loader_columns('property_hs_lastmodifieddate') }}
    from source

),

final as (

    {{ parse_entity('renamed', 'accounts', 'hubspot', absent=['merged_into_account_id', 'crm_url']) }}

)

select * from final
