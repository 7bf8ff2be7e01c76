with contacts as (

    select *
    from {{ raw('hubspot', 'contact', [
        'id', 'property_email', 'property_firstname', 'property_lastname', 'property_jobtitle', 'property_seniority',
        'property_hs_buying_role', 'property_company', 'property_website', 'property_hs_lead_status',
        'property_associatedcompanyid', 'property_createdate', 'property_lastmodifieddate',
        'property_salesforcecontactid', 'property_salesforceleadid', 'property_hs_merged_object_ids',
        'property_hs_calculated_merged_vids', 'is_deleted',
    ]) }}

),

-- a survivor lists the ids it took over
taken_over as (

    select
        id as surviving_contact_id,
        {{ split_to_rows(
            "concat_ws(';', property_hs_merged_object_ids, property_hs_calculated_merged_vids)", 59
        ) }} as contact_id
    from contacts

),

pairs as (

    select
        vid_to_merge as contact_id,
        canonical_vid as surviving_contact_id
    from {{ raw('hubspot', 'contact_merge_audit', ['vid_to_merge', 'canonical_vid|contact_id']) }}
    union all
    select
        -- the older list writes id:instant
        split_part(trim(contact_id), ':', 1) as contact_id,
        surviving_contact_id
    from taken_over

),

merged as (

    select
        contact_id,
        max(surviving_contact_id) as surviving_contact_id
    from pairs
    where contact_id != surviving_contact_id
    group by contact_id

),

renamed as (

    select
        contacts.id as person_id,
        contacts.property_associatedcompanyid as account_id,
        contacts.property_email as email,
        {{ full_name('null', 'contacts.property_firstname', 'contacts.property_lastname') }} as full_name,
        contacts.property_jobtitle as job_title,
        contacts.property_seniority as seniority,
        {{ mapped_value('contacts.property_hs_buying_role', var('buying_roles')) }} as buying_role,
        contacts.property_company as company_name,
        {{ domain_of('contacts.property_website') }} as company_domain,
        contacts.property_hs_lead_status as lead_status,
        contacts.property_createdate as created_at,
        {{ deleted_at('contacts.is_deleted', 'contacts.property_lastmodifieddate', of='contacts') }} as deleted_at,
        merged.surviving_contact_id as merged_into_person_id,
        nullif(concat_ws(
            '|',
            'salesforce:' || {{ salesforce_id('contacts.property_salesforcecontactid') }},
            'salesforce:' || {{ salesforce_id('contacts.property_salesforceleadid') }}
        ), '') as external_ids,
        {{ loader_columns('contacts.property_lastmodifieddate', of='contacts') }}
    from contacts
    left join merged
        on contacts.id = merged.contact_id

),

final as (

    {{ parse_entity('renamed', 'people', 'hubspot', absent=['is_decision_maker', 'converted_at']) }}

)

select * from final
