with advertising as (

    select * from {{ ref('input__ad_engagements') }}

),

campaigns as (

    select * from {{ ref('int_campaign_resolved') }}

),

described as (

    select * from {{ ref('int_campaign_described') }}

),

spent as (

    select
        campaigns.surviving_campaign_id as campaign_id,
        advertising.source_system,
        {{ month_of('advertising.day') }} as month_start,
        {{ in_reporting_currency('advertising.spend', 'advertising.currency', 'fx') }} as spend
    from advertising
    inner join campaigns
        on
            advertising.source_system = campaigns.source_system
            and advertising.campaign_id = campaigns.campaign_id
    {{ join_fx_rate('fx', 'advertising.currency', 'advertising.day') }}
    -- nothing is nothing in any currency
    where advertising.spend > 0 and advertising.day <= {{ as_of_date() }}

),

-- of several systems that tell a campaign's spend of a month, the one that runs it is right
final as (

    select
        spent.campaign_id,
        spent.source_system,
        -- a part of a sum is no sum
        case when count(spent.spend) = count(*) then sum(spent.spend) end as amount,
        count(*) - count(spent.spend) as n_unconverted,
        row_number() over (
            partition by spent.campaign_id, spent.month_start
            order by
                case when spent.source_system = described.source_system then 0 else 1 end,
                spent.source_system
        ) = 1 as is_preferred,
        spent.month_start
    from spent
    inner join described
        on spent.campaign_id = described.campaign_id
    group by spent.campaign_id, spent.source_system, spent.month_start, described.source_system

)

select * from final
