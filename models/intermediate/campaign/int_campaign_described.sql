with campaigns as (

    select * from {{ ref('input__campaigns') }}

),

resolved as (

    select * from {{ ref('int_campaign_resolved') }}
    where campaign_key is not null

),

-- a budget is worth what it was when the campaign began
converted as (

    select
        resolved.surviving_campaign_id as campaign_id,
        resolved.campaign_key,
        campaigns.source_system,
        {{ without_addresses('campaigns.name') }} as campaign_name,
        campaigns.channel,
        campaigns.owner_id,
        campaigns.is_abm,
        {{ in_reporting_currency('campaigns.budget', 'campaigns.currency', 'fx') }} as budget,
        campaigns.budget as budget_in_currency,
        campaigns.starts_on,
        campaigns.ends_on
    from campaigns
    inner join resolved
        on
            campaigns.source_system = resolved.source_system
            and campaigns.campaign_id = resolved.campaign_id
    {{ join_fx_rate(
        'fx', 'campaigns.currency',
        'least(coalesce(campaigns.starts_on, ' ~ as_of_date() ~ '), ' ~ as_of_date() ~ ')'
    ) }}

),

-- what the system that runs a campaign does not say, a file may
final as (

    select
        campaign_id,
        {{ first_known('source_system', 'campaign_key') }} as source_system,
        {{ first_known('owner_id', 'campaign_key') }} as owner_id,
        {{ first_known('campaign_name', 'campaign_key') }} as campaign_name,
        {{ first_known('channel', 'campaign_key') }} as channel,
        {{ first_known('budget', 'campaign_key') }} as budget,
        {{ first_known('is_abm', 'campaign_key') }} as is_abm,
        count(budget_in_currency) > 0 and count(budget) = 0 as is_budget_unconverted,
        {{ first_known('starts_on', 'campaign_key') }} as starts_on,
        {{ first_known('ends_on', 'campaign_key') }} as ends_on
    from converted
    group by campaign_id

)

select * from final
