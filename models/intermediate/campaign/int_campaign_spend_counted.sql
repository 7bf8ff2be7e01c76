with advertised as (

    select * from {{ ref('int_campaign_advertised') }}

),

charged as (

    select * from {{ ref('int_campaign_charged') }}

),

charged_advertising as (

    select
        campaign_id,
        month_start
    from charged
    where category = 'advertising' and amount is not null
    group by campaign_id, month_start

),

-- advertising that the platform tells is paid once: a cost line for it, or another system's figures, stay excluded
final as (

    select
        advertised.campaign_id,
        advertised.month_start,
        advertised.source_system,
        'platform' as basis,
        '' as cost_id,
        'advertising' as category,
        advertised.amount,
        case
            when not advertised.is_preferred then 'platform_spend'
            when advertised.amount is null and charged_advertising.campaign_id is not null then 'missing_rate'
        end as excluded_reason
    from advertised
    left join charged_advertising
        on
            advertised.campaign_id = charged_advertising.campaign_id
            and advertised.month_start = charged_advertising.month_start
    union all
    select
        charged.campaign_id,
        charged.month_start,
        charged.source_system,
        'cost' as basis,
        charged.cost_id,
        charged.category,
        charged.amount,
        case when advertised.campaign_id is not null then 'platform_spend' end as excluded_reason
    from charged
    left join advertised
        on
            charged.campaign_id = advertised.campaign_id
            and charged.month_start = advertised.month_start
            and charged.category = 'advertising'
            and advertised.is_preferred
            -- what nobody can convert stands in for nothing
            and advertised.amount is not null

)

select * from final
