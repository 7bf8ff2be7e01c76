with costs as (

    select * from {{ ref('input__costs') }}

),

campaigns as (

    select * from {{ ref('int_campaign_resolved') }}

),

-- a cost is worth what it was on its first day, and is charged by the day, up to the as-of date
converted as (

    select
        campaigns.surviving_campaign_id as campaign_id,
        costs.source_system,
        costs.cost_id,
        costs.category,
        cast({{ in_reporting_currency('costs.amount', 'costs.currency', 'fx') }} * 100 as hugeint) as cents,
        {{ days_between('costs.period_from', 'costs.period_to') }} as n_days,
        costs.period_from,
        least(costs.period_to, {{ day_after(as_of_date()) }}) as charged_to
    from costs
    inner join campaigns
        on
            costs.source_system = campaigns.source_system
            and costs.campaign_id = campaigns.campaign_id
    {{ join_fx_rate('fx', 'costs.currency', 'costs.period_from') }}
    where costs.period_from <= {{ as_of_date() }}

),

final as (

    {{ amount_by_month('converted', ['campaign_id', 'source_system', 'cost_id', 'category']) }}

)

select * from final
