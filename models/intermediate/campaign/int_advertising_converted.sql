with advertising as (

    select * from {{ ref('input__ad_engagements') }}

),

campaigns as (

    select * from {{ ref('int_campaign_resolved') }}

),

converted as (

    select
        campaigns.surviving_campaign_id as campaign_id,
        advertising.source_system,
        advertising.day as advertised_on,
        {{ in_reporting_currency('advertising.spend', 'advertising.currency', 'fx') }} as amount
    from advertising
    inner join campaigns
        on
            advertising.source_system = campaigns.source_system
            and advertising.campaign_id = campaigns.campaign_id
    {{ join_fx_rate('fx', 'advertising.currency', 'advertising.day') }}
    -- nothing is nothing in any currency
    where advertising.spend > 0 and advertising.day <= {{ as_of_date() }}

),

final as (

    select
        campaign_id,
        source_system,
        -- a part of a sum is no sum
        case when count(amount) = count(*) then sum(amount) end as amount,
        count(*) - count(amount) as n_unconverted,
        advertised_on
    from converted
    group by campaign_id, source_system, advertised_on

)

select * from final
