with source as (

    select *
    from {{ salesforce_members() }} as members

),

renamed as (

    select
        id,
        campaign_id,
        {{ salesforce_member() }} as person_id,
        {{ salesforce_member_status() }} as status,
        {{ salesforce_member_changed_at() }} as changed_at,
        {{ loader_columns(salesforce_changed_at(), deleted='is_deleted') }}
    from source

),

final as (

    {{ parse_entity('renamed', 'campaign_members', 'salesforce', record_id='id') }}

)

select * from final
