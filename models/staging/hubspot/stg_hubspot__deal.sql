with deals as (

    select *
    from {{ raw('hubspot', 'deal', [
        'deal_id|id', 'property_dealname', 'property_dealtype', 'owner_id|hubspot_owner_id', 'property_amount',
        'property_deal_currency_code', 'deal_pipeline_stage_id|dealstage', 'property_hs_deal_stage_probability',
        'property_hs_analytics_source', 'property_hs_term_in_months', 'property_hs_primary_associated_company',
        'property_createdate', 'property_closedate', 'property_hs_lastmodifieddate',
        'property_salesforceopportunityid', 'property_hs_is_closed', 'property_hs_is_closed_won', 'is_deleted',
    ]) }}

),

stages as (

    select * from {{ hubspot_stages() }}

),

companies as (

    select
        deal_id,
        company_id,
        row_number() over (
            -- 5 is HubSpot's own "primary company"
            partition by deal_id order by case when type_id = '5' then 0 else 1 end, company_id
        ) as preference
    from {{ raw('hubspot', 'deal_company', ['deal_id', 'company_id', 'type_id']) }}
    where _gone_at is null

),

merged as (

    select
        merged_deal_id,
        coalesce(min(_landed_at), '{{ var("as_of_date") }}') as merged_at
    from {{ raw('hubspot', 'merged_deal', ['merged_deal_id']) }}
    group by merged_deal_id

),

staged as (

    select
        deals.*,
        coalesce(companies.company_id, deals.property_hs_primary_associated_company) as company_id,
        coalesce(stages.label, deals.deal_pipeline_stage_id) as stage_label,
        {{ is_hubspot_stage(
            'closed', 'deals.deal_pipeline_stage_id', 'stages.is_closed', 'deals.property_hs_is_closed',
            'stages.probability'
        ) }} as is_closed,
        {{ is_hubspot_stage(
            'won', 'deals.deal_pipeline_stage_id', 'stages.is_won', 'deals.property_hs_is_closed_won',
            'stages.probability'
        ) }} as is_won,
        coalesce(deals.property_hs_deal_stage_probability, stages.probability) as probability,
        merged.merged_at
    from deals
    left join stages
        on deals.deal_pipeline_stage_id = stages.stage_id
    left join companies
        on
            deals.deal_id = companies.deal_id
            and companies.preference = 1
    left join merged
        on deals.deal_id = merged.merged_deal_id

),

renamed as (

    select
        deal_id as opportunity_id,
        company_id as account_id,
        property_dealname as name,
        {{ mapped_value('property_dealtype', var('opportunity_types')) }} as type,
        owner_id,
        property_createdate as created_at,
        -- the close date of an open deal is a forecast
        case when is_closed then property_closedate end as closed_at,
        property_closedate as close_date,
        cast(is_closed as {{ dbt.type_string() }}) as is_closed,
        cast(is_won as {{ dbt.type_string() }}) as is_won,
        property_amount as amount,
        property_deal_currency_code as currency,
        stage_label as stage,
        probability,
        property_hs_analytics_source as lead_source,
        property_hs_term_in_months as contract_months,
        coalesce(merged_at, {{ deleted_at('is_deleted', 'property_hs_lastmodifieddate') }}) as deleted_at,
        'salesforce:' || {{ salesforce_id('property_salesforceopportunityid') }} as external_ids,
        {{ loader_columns('property_hs_lastmodifieddate') }}
    from staged

),

final as (

    {{ parse_entity('renamed', 'opportunities', 'hubspot', absent=['campaign_id']) }}

)

select * from final
