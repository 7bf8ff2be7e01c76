with source as (

    select *
    from {{ raw('hubspot', 'deal_stage', ['deal_id', 'value', 'date_entered']) }}

),

stages as (

    select * from {{ hubspot_stages() }}

),

-- HubSpot keeps no amounts with its stages
renamed as (

    select
        concat_ws(
            '@',
            source.deal_id,
            cast({{ parse_instant('source.date_entered') }} as {{ dbt.type_string() }}),
            source.value
        ) as history_id,
        source.deal_id as opportunity_id,
        source.date_entered as changed_at,
        coalesce(stages.label, source.value) as stage,
        -- a stage that was left stays part of the history
        {{ loader_columns(of='source', stays=true) }}
    from source
    left join stages
        on source.value = stages.stage_id

),

final as (

    {{ parse_entity('renamed', 'opportunity_history', 'hubspot', absent=[
        'amount', 'currency', 'probability', 'close_date',
    ]) }}

)

select * from final
