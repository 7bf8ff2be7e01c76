-- Advertising by the day, for periods that begin within a month; by the month it is int_campaign_advertised.
with advertising as (

    select * from {{ ref('int_advertising_converted') }}

),

campaigns as (

    select * from {{ ref('int_campaign_described') }}

),

-- advertising is for whom its campaign is; where nobody says, it is shared
final as (

    select
        advertising.campaign_id,
        advertising.source_system,
        case campaigns.is_abm when true then 'abm' when false then 'non_abm' else 'shared' end as segment,
        advertising.amount,
        campaigns.is_abm is null as is_segment_assumed,
        advertising.advertised_on as entered_on
    from advertising
    inner join campaigns
        on advertising.campaign_id = campaigns.campaign_id

)

select * from final
