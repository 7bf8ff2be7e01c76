-- what a member's last status overwrote: who was on an event's list before they registered or came had been invited
with members as (

    select *
    from {{ salesforce_invitations() }} as members

),

renamed as (

    select
        id || ':invited' as id,
        campaign_id,
        {{ salesforce_member() }} as person_id,
        'invited' as status,
        created_date as changed_at,
        {{ loader_columns(salesforce_changed_at(), deleted='is_deleted') }}
    from members

),

final as (

    {{ parse_entity('renamed', 'campaign_members', 'salesforce', record_id='id') }}

)

select * from final
