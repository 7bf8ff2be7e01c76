with source as (

    select *
    from {{ raw('salesforce', 'opportunity_contact_role', [
        'id', 'opportunity_id', 'contact_id', 'role', 'is_primary', 'is_deleted', 'system_modstamp',
        'last_modified_date',
    ]) }}

),

renamed as (

    select
        id,
        opportunity_id,
        contact_id as person_id,
        {{ mapped_value('role', var('buying_roles')) }} as role,
        is_primary,
        {{ loader_columns(salesforce_changed_at(), deleted='is_deleted') }}
    from source

),

final as (

    {{ parse_entity('renamed', 'opportunity_people', 'salesforce', record_id='id') }}

)

select * from final
