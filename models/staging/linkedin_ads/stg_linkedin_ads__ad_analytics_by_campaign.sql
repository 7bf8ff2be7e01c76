with analytics as (

    select *
    from {{ raw('linkedin_ads', 'ad_analytics_by_campaign', [
        'campaign_id', 'day', 'impressions', 'clicks', 'cost_in_local_currency', 'cost_in_usd',
    ]) }}

),

campaigns as (

    select *
    from {{ newest('linkedin_ads', 'campaign_history', 'id', [
        'id', 'account_id', 'last_modified_time',
    ], 'last_modified_time') }}

),

accounts as (

    select *
    from {{ newest('linkedin_ads', 'account_history', 'id', [
        'id', 'currency', 'last_modified_time',
    ], 'last_modified_time') }}

),

-- the local currency is the advertising account's; without it only the dollars are known
priced as (

    select
        analytics.*,
        accounts.currency,
        analytics.cost_in_local_currency is not null
        and (accounts.currency is not null or analytics.cost_in_usd is null) as is_local
    from analytics
    left join campaigns
        on {{ linkedin_id('analytics.campaign_id') }} = {{ linkedin_id('campaigns.id') }}
    left join accounts
        on {{ linkedin_id('campaigns.account_id') }} = {{ linkedin_id('accounts.id') }}

),

renamed as (

    select
        day,
        {{ linkedin_id('campaign_id') }} as campaign_id,
        impressions,
        clicks,
        case when is_local then cost_in_local_currency else cost_in_usd end as spend,
        case when is_local then currency when cost_in_usd is not null then 'USD' end as currency,
        -- figures of a day are sent again while they settle: the latest stay
        {{ loader_columns('_landed_at') }}
    from priced

),

final as (

    -- which companies saw the ads comes by file
    {{ parse_entity('renamed', 'ad_engagements', 'linkedin_ads', absent=['account_id', 'domain']) }}

)

select * from final
