with advertised as (

    select * from {{ ref('int_campaign_advertised') }}

),

charged as (

    select * from {{ ref('int_campaign_charged') }}

),

-- advertising that the platform tells is paid once: a cost line for it, or another system's figures, stay excluded
final as (

    select
        campaign_id,
        month_start,
        source_system,
        'platform' as basis,
        '' as cost_id,
        'advertising' as category,
        amount,
        case when not is_preferred then 'platform_spend' end as excluded_reason
    from advertised
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

)

select * from final
