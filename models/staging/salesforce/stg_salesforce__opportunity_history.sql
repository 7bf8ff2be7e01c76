with source as (

    select *
    from {{ raw('salesforce', 'opportunity_history', [
        'id', 'opportunity_id', 'created_date', 'stage_name', 'amount', 'currency_iso_code', 'probability',
        'close_date', 'system_modstamp', '_fivetran_synced',
    ]) }}

),

renamed as (

    select
        id as history_id,
        opportunity_id,
        created_date as changed_at,
        stage_name as stage,
        amount,
        currency_iso_code as currency,
        probability,
        close_date,
        _fivetran_synced as ingested_at,
        system_modstamp as version_at,
        _row,
        _decimal_comma,
        _problem
    from source

),

final as (

    {{ parse_entity('renamed', 'opportunity_history', 'salesforce') }}

)

select * from final
