with described as (

    select * from {{ ref('int_campaign_described') }}

),

users as (

    select * from {{ ref('int_user_described') }}

),

-- a campaign is ABM or not as its system says; its tier and country are nobody's
campaigns as (

    select
        described.campaign_id,
        {{ as_of_date() }} as seen_on,
        case described.is_abm when true then 'abm' when false then 'non_abm' else 'unknown' end as abm_segment,
        cast(null as {{ dbt.type_string() }}) as tier,
        cast(null as {{ dbt.type_string() }}) as industry,
        cast(null as {{ dbt.type_string() }}) as country_code,
        described.owner_id,
        users.team as owner_team,
        described.budget,
        described.is_budget_unconverted,
        described.starts_on
    from described
    left join users
        on
            described.source_system = users.source_system
            and described.owner_id = users.user_id

),

budgets as (

    select * from {{ ref('int_campaign_budgeted') }}

),

spend as (

    select * from {{ ref('int_campaign_spend_counted') }}

),

engaged as (

    select * from {{ ref('int_campaign_account_engaged') }}

),

known as (

    select * from {{ ref('int_engagement_known') }}

),

episodes as (

    select * from {{ ref('int_mqa_episode_opened') }}

),

credits as (

    select *
    from {{ ref('fct_attribution_credit') }}
    where attribution_model = '{{ var("primary_model") }}' and campaign_id is not null

),

opportunities as (

    select *
    from {{ ref('fct_opportunity') }}
    where {{ is_funnel_type('type') }}

),

-- K50a: budget, by the days of the campaign; whole where nobody knows the days, or what it is worth
budget as (

    select
        'K50a' as kpi_id,
        campaign_id,
        campaign_id as entity_id,
        {{ as_of_date() }} as seen_on,
        month_start as anchor_date,
        amount as numerator_part,
        1 as denominator_part,
        null as excluded_reason
    from budgets
    union all
    select
        'K50a' as kpi_id,
        campaigns.campaign_id,
        campaigns.campaign_id as entity_id,
        campaigns.seen_on,
        coalesce({{ month_of('campaigns.starts_on') }}, {{ as_of_date() }}) as anchor_date,
        campaigns.budget as numerator_part,
        1 as denominator_part,
        case when campaigns.is_budget_unconverted then 'missing_rate' else 'no_campaign_dates' end as excluded_reason
    from campaigns
    left join budgets
        on campaigns.campaign_id = budgets.campaign_id
    where
        (campaigns.budget is not null or campaigns.is_budget_unconverted) and budgets.campaign_id is null
        and coalesce(campaigns.starts_on <= {{ as_of_date() }}, true)

),

-- K50b: spend, each euro once
spent as (

    select
        'K50b' as kpi_id,
        campaign_id,
        concat_ws(':', campaign_id, basis, source_system, cost_id, {{ year_and_month('month_start') }}) as entity_id,
        {{ as_of_date() }} as seen_on,
        month_start as anchor_date,
        amount as numerator_part,
        1 as denominator_part,
        case
            when excluded_reason is not null then excluded_reason
            when amount is null then 'missing_rate'
        end as excluded_reason
    from spend

),

-- campaigns of which anything is known to have been spent, and months in which an amount of theirs has no rate
paid as (

    select
        campaign_id,
        month_start,
        bool_or(amount is not null) as has_spend,
        bool_or(amount is null) as has_unknown_spend
    from spend
    where excluded_reason is null
    group by campaign_id, month_start

),

paid_campaigns as (

    select campaign_id
    from paid
    where has_spend
    group by campaign_id

),

-- what the spend of a month is set against: an account of two campaigns is one account where they are pooled
engaged_accounts as (

    select
        'K50c' as kpi_id,
        campaign_id,
        account_id as entity_id,
        {{ month_of('occurred_on') }} as anchor_date
    from engaged
    group by campaign_id, account_id, {{ month_of('occurred_on') }}

),

-- an MQA is of each campaign that the account engaged with in the days before it
mqas as (

    select
        'K50d' as kpi_id,
        engaged.campaign_id,
        episodes.mqa_episode_id as entity_id,
        {{ month_of('episodes.entered_on') }} as anchor_date
    from episodes
    inner join engaged
        on
            episodes.account_id = engaged.account_id
            and episodes.entered_at >= engaged.first_occurred_at
            and engaged.occurred_on >= episodes.entered_on - {{ var('influence_lookback_days') }}
    group by engaged.campaign_id, episodes.mqa_episode_id, episodes.entered_on

),

credited as (

    select
        'K50e' as kpi_id,
        credits.campaign_id,
        credits.campaign_id || ':' || credits.opportunity_id as entity_id,
        {{ month_of('opportunities.created_on') }} as anchor_date,
        sum(credits.credit_amount) as credit_amount,
        count(*) - count(credits.credit_amount) as n_unknown
    from credits
    inner join opportunities
        on credits.opportunity_id = opportunities.opportunity_id
    group by credits.campaign_id, credits.opportunity_id, opportunities.created_on

),

-- K50c, K50d: spend over accounts engaged and over MQAs; K50e: credit over spend
cost_of_results as (

    select
        kpis.kpi_id,
        spent.campaign_id,
        spent.entity_id,
        spent.seen_on,
        spent.anchor_date,
        case kpis.kpi_id when 'K50e' then 0 else spent.numerator_part end as numerator_part,
        case kpis.kpi_id when 'K50e' then spent.numerator_part else 0 end as denominator_part,
        case
            when spent.excluded_reason is not null then spent.excluded_reason
            -- a part of what a month cost is not set against anything
            when paid.has_unknown_spend then 'missing_rate'
            -- nobody could see what the money brought
            when kpis.kpi_id = 'K50e' and known.events_from is null then 'no_interactions'
        end as excluded_reason
    from spent
    left join paid
        on
            spent.campaign_id = paid.campaign_id
            and spent.anchor_date = paid.month_start
    cross join known
    cross join (values ('K50c'), ('K50d'), ('K50e')) as kpis (kpi_id)

),

counted as (

    {% for cte in ['engaged_accounts', 'mqas'] -%}
    select
        kpi_id,
        campaign_id,
        entity_id,
        anchor_date,
        0 as numerator_part,
        1 as denominator_part,
        null as excluded_reason
    from {{ cte }}
    union all
    {% endfor -%}
    select
        kpi_id,
        campaign_id,
        entity_id,
        anchor_date,
        credit_amount as numerator_part,
        0 as denominator_part,
        case when n_unknown > 0 then 'missing_amount' end as excluded_reason
    from credited

),

-- no spend on record is not free of charge
results as (

    select
        counted.* exclude (excluded_reason),
        {{ as_of_date() }} as seen_on,
        case
            when counted.excluded_reason is not null then counted.excluded_reason
            when paid.has_unknown_spend then 'missing_rate'
            when paid_campaigns.campaign_id is null then 'no_spend'
        end as excluded_reason
    from counted
    left join paid_campaigns
        on counted.campaign_id = paid_campaigns.campaign_id
    left join paid
        on
            counted.campaign_id = paid.campaign_id
            and counted.anchor_date = paid.month_start

),

{% for cte, kpi_id in [('account_results', 'K50c'), ('mqa_results', 'K50d'), ('credit_results', 'K50e')] -%}
{{ cte }} as (

    select * from results
    where kpi_id = '{{ kpi_id }}'

),

{% endfor -%}
final as (

    {% for ctes, entity in [
        (['budget', 'spent', 'cost_of_results', 'credit_results'], 'campaign'),
        (['account_results'], 'account'),
        (['mqa_results'], 'funnel_entry'),
    ] -%}
    {{ evidence_rows(
        ctes, 'campaigns', 'campaign_id', entity, entity_id='entity_id', having=['parts', 'campaign']
    ) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}

)

select * from final
