with source as (

    select *
    from {{ raw('salesforce', 'opportunity', [
        'id', 'account_id', 'name', 'type', 'owner_id', 'campaign_id', 'created_date', 'close_date', 'is_closed',
        'is_won', 'amount', 'currency_iso_code', 'stage_name', 'probability', 'lead_source', 'contract_months_c',
        'is_deleted', 'system_modstamp', 'last_modified_date',
    ]) }}

),

renamed as (

    select
        id as opportunity_id,
        account_id,
        name,
        {{ mapped_value('type', var('opportunity_types')) }} as type,
        owner_id,
        campaign_id,
        created_date as created_at,
        close_date,
        is_closed,
        is_won,
        amount,
        currency_iso_code as currency,
        stage_name as stage,
        probability,
        lead_source,
        contract_months_c as contract_months,
        {{ deleted_at('is_deleted', salesforce_changed_at()) }} as deleted_at,
        {{ loader_columns(salesforce_changed_at()) }}
    from source

),

final as (

    -- Salesforce keeps a close date, no instant of closing
    {{ parse_entity('renamed', 'opportunities', 'salesforce', absent=['closed_at', 'external_ids']) }}

)

select * from final
