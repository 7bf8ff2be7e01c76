with campaigns as (

    select * from {{ ref('dim_campaign') }}

),

attribution_models as (

    {{ attribution_models() }}

),

opportunities as (

    select * from {{ ref('fct_opportunity') }}
    where {{ is_funnel_type('type') }}

),

credits as (

    select * from {{ ref('fct_attribution_credit') }}

),

touched as (

    select * from {{ ref('int_opportunity_touched') }}
    where is_in_influence and campaign_id is not null

),

credited as (

    select
        credits.campaign_id,
        credits.attribution_model,
        count(distinct credits.opportunity_id) as n_opportunities_credited,
        sum(credits.credit_amount) as credited_amount
    from credits
    inner join opportunities
        on credits.opportunity_id = opportunities.opportunity_id
    where credits.campaign_id is not null
    group by credits.campaign_id, credits.attribution_model

),

-- one row per campaign and deal, however often the one touched the other
influenced_once as (

    select
        campaign_id,
        opportunity_id
    from touched
    group by campaign_id, opportunity_id

),

influenced as (

    select
        influenced_once.campaign_id,
        count(*) as n_opportunities_influenced,
        sum(opportunities.amount_at_creation) as influenced_amount_not_additive
    from influenced_once
    inner join opportunities
        on influenced_once.opportunity_id = opportunities.opportunity_id
    group by influenced_once.campaign_id

),

final as (

    select
        campaigns.campaign_id,
        attribution_models.attribution_model,
        attribution_models.attribution_model = '{{ var("primary_model") }}' as is_primary_model,
        coalesce(credited.n_opportunities_credited, 0) as n_opportunities_credited,
        coalesce(influenced.n_opportunities_influenced, 0) as n_opportunities_influenced,
        cast(
            case when credited.campaign_id is null then 0 else credited.credited_amount end as decimal(18, 2)
        ) as credited_amount,
        cast(
            case when influenced.campaign_id is null then 0 else influenced.influenced_amount_not_additive end
            as decimal(18, 2)
        ) as influenced_amount_not_additive,
        campaigns.spend,
        {{ significant(
            '(cast(case when credited.campaign_id is null then 0 else credited.credited_amount end as double)'
            ~ ' / nullif(campaigns.spend, 0))'
        ) }} as credit_per_spend
    from campaigns
    cross join attribution_models
    left join credited
        on
            campaigns.campaign_id = credited.campaign_id
            and attribution_models.attribution_model = credited.attribution_model
    left join influenced
        on campaigns.campaign_id = influenced.campaign_id

)

select * from final
