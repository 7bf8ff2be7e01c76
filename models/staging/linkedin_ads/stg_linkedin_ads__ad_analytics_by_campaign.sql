with analytics as (

    select *
    from {{ raw('linkedin_ads', 'ad_analytics_by_campaign', [
        'campaign_id', 'day', 'impressions', 'clicks', 'cost_in_local_currency', 'cost_in_usd',
    ]) }}

),

campaigns as (

    select
        id,
        account_id,
        row_number() over (partition by id order by last_modified_time desc) as version_number
    from {{ raw('linkedin_ads', 'campaign_history', ['id', 'account_id', 'last_modified_time']) }}

),

accounts as (

    select
        id,
        currency,
        row_number() over (partition by id order by last_modified_time desc) as version_number
    from {{ raw('linkedin_ads', 'account_history', ['id', 'currency', 'last_modified_time']) }}

),

renamed as (

    select
        analytics.day,
        analytics.campaign_id,
        analytics.impressions,
        analytics.clicks,
        -- the local currency is the advertising account's; without it only the dollars are known
        case
            when accounts.currency is null then analytics.cost_in_usd
            else analytics.cost_in_local_currency
        end as spend,
        coalesce(accounts.currency, 'USD') as currency,
        -- figures of a day are sent again while they settle: the latest stay
        {{ loader_columns('analytics._landed_at', of='analytics') }}
    from analytics
    left join campaigns
        on
            analytics.campaign_id = campaigns.id
            and campaigns.version_number = 1
    left join accounts
        on
            campaigns.account_id = accounts.id
            and accounts.version_number = 1

),

final as (

    -- which companies saw the ads comes by file
    {{ parse_entity('renamed', 'ad_engagements', 'linkedin_ads', absent=['account_id', 'domain']) }}

)

select * from final
