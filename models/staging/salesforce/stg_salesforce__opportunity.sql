with source as (

    select *
    from {{ raw('salesforce', 'opportunity', [
        'id', 'account_id', 'name', 'type', 'owner_id', 'campaign_id', 'created_date', 'close_date', 'is_closed',
        'is_won', 'amount', 'currency_iso_code', 'stage_name', 'probability', 'lead_source',
        'contract_months_c|contract_months__c', 'is_deleted', 'system_modstamp', '_fivetran_synced',
    ]) }}

),

renamed as (

    select
        id as opportunity_id,
        account_id,
        name,
        {{ mapped_value('type', var('salesforce_opportunity_types')) }} as type,
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
        {{ deleted_at('is_deleted') }} as deleted_at,
        _fivetran_synced as ingested_at,
        system_modstamp as version_at,
        _row,
        _decimal_comma,
        _problem
    from source

),

final as (

    -- Salesforce keeps a close date, no instant of closing
    {{ parse_entity('renamed', 'opportunities', 'salesforce', absent=['closed_at', 'external_ids']) }}

)

select * from final
