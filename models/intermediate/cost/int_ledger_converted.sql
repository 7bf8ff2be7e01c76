with costs as (

    select * from {{ ref('input__costs') }}

),

benefits as (

    select * from {{ ref('input__benefits') }}

),

campaigns as (

    select * from {{ ref('int_campaign_resolved') }}

),

landed as (

    select
        'cost' as kind,
        costs.source_system,
        costs.cost_id as line_id,
        campaigns.surviving_campaign_id as campaign_id,
        costs.category,
        costs.segment,
        costs.currency,
        costs.amount,
        costs.period_from,
        costs.period_to
    from costs
    left join campaigns
        on
            costs.source_system = campaigns.source_system
            and costs.campaign_id = campaigns.campaign_id
    union all
    select
        'benefit' as kind,
        source_system,
        benefit_id as line_id,
        null as campaign_id,
        category,
        segment,
        currency,
        amount,
        period_from,
        period_to
    from benefits

),

-- a line is worth what it was on its first day, and is charged by the day, up to the as-of date
final as (

    select
        landed.kind || ':' || landed.source_system || ':' || landed.line_id as ledger_line_id,
        landed.kind,
        landed.source_system,
        landed.line_id,
        landed.campaign_id,
        landed.category,
        coalesce(landed.segment, 'shared') as segment,
        cast({{ in_reporting_currency('landed.amount', 'landed.currency', 'fx') }} * 100 as hugeint) as cents,
        {{ days_between('landed.period_from', 'landed.period_to') }} as n_days,
        landed.segment is null as is_segment_assumed,
        landed.period_from,
        least(landed.period_to, {{ day_after(as_of_date()) }}) as charged_to
    from landed
    {{ join_fx_rate('fx', 'landed.currency', 'landed.period_from') }}
    where landed.period_from <= {{ as_of_date() }}

)

select * from final
