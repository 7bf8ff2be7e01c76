-- Advertising by the day, for periods that begin within a month; by the month it is int_campaign_advertised.
with advertising as (

    select * from {{ ref('input__ad_engagements') }}

),

campaigns as (

    select * from {{ ref('int_campaign_resolved') }}

),

described as (

    select * from {{ ref('int_campaign_described') }}

),

converted as (

    select
        campaigns.surviving_campaign_id as campaign_id,
        advertising.source_system,
        {{ in_reporting_currency('advertising.spend', 'advertising.currency', 'fx') }} as amount,
        advertising.day as entered_on
    from advertising
    inner join campaigns
        on
            advertising.source_system = campaigns.source_system
            and advertising.campaign_id = campaigns.campaign_id
    {{ join_fx_rate('fx', 'advertising.currency', 'advertising.day') }}
    where advertising.spend > 0 and advertising.day <= {{ as_of_date() }}

),

-- advertising is for whom its campaign is; where nobody says, it is shared
final as (

    select
        converted.campaign_id,
        converted.source_system,
        case described.is_abm when true then 'abm' when false then 'non_abm' else 'shared' end as segment,
        case when count(converted.amount) = count(*) then sum(converted.amount) end as amount,
        described.is_abm is null as is_segment_assumed,
        converted.entered_on
    from converted
    inner join described
        on converted.campaign_id = described.campaign_id
    group by converted.campaign_id, converted.source_system, described.is_abm, converted.entered_on

)

select * from final
