with campaigns as (

    select * from {{ ref('int_campaign_described') }}

),

-- a budget is for the campaign's days, the last one included; without both ends nobody knows of which month it is
planned as (

    select
        campaign_id,
        cast(budget * 100 as hugeint) as cents,
        {{ days_between('starts_on', day_after('ends_on')) }} as n_days,
        starts_on as period_from,
        least({{ day_after('ends_on') }}, {{ day_after(as_of_date()) }}) as charged_to
    from campaigns
    where budget is not null and starts_on <= ends_on and starts_on <= {{ as_of_date() }}

),

final as (

    {{ amount_by_month('planned', ['campaign_id']) }}

)

select * from final
