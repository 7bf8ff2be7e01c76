with campaigns as (

    select * from {{ ref('int_campaign_described') }}

),

spend as (

    select * from {{ ref('int_campaign_spend_counted') }}

),

by_campaign as (

    select
        campaign_id,
        sum(case when excluded_reason is null then amount end) as spend,
        sum(case when excluded_reason is not null then amount end) as excluded_spend,
        count(case when excluded_reason is null then 1 end) as n_spend_rows,
        count(case when excluded_reason is null and amount is null then 1 end) as n_unconverted,
        min(month_start) as first_spend_month,
        max(month_start) as last_spend_month
    from spend
    group by campaign_id

),

-- nothing spent is 0; an amount that no rate converts is unknown
final as (

    select
        campaigns.campaign_id,
        campaigns.source_system,
        campaigns.owner_id,
        campaigns.campaign_name,
        campaigns.channel,
        campaigns.budget,
        cast(
            case
                when coalesce(by_campaign.n_spend_rows, 0) = 0 then 0
                when by_campaign.n_unconverted = 0 then by_campaign.spend
            end as decimal(18, 2)
        ) as spend,
        cast(coalesce(by_campaign.excluded_spend, 0) as decimal(18, 2)) as excluded_spend,
        campaigns.is_abm,
        campaigns.starts_on,
        campaigns.ends_on,
        by_campaign.first_spend_month,
        by_campaign.last_spend_month
    from campaigns
    left join by_campaign
        on campaigns.campaign_id = by_campaign.campaign_id

)

select * from final
