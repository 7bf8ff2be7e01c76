with source as (

    select *
    from {{ raw('salesforce', 'campaign', [
        'id', 'name', 'type', 'owner_id', 'start_date', 'end_date', 'is_abm_c', 'budgeted_cost',
        'currency_iso_code', 'is_deleted', 'system_modstamp', 'last_modified_date',
    ]) }}

),

renamed as (

    select
        id as campaign_id,
        name,
        coalesce({{ mapped_value('type', var('campaign_channels')) }}, 'unmapped') as channel,
        owner_id,
        start_date as starts_on,
        end_date as ends_on,
        is_abm_c as is_abm,
        budgeted_cost as budget,
        currency_iso_code as currency,
        {{ loader_columns(salesforce_changed_at(), deleted='is_deleted') }}
    from source

),

final as (

    {{ parse_entity('renamed', 'campaigns', 'salesforce') }}

)

select * from final
