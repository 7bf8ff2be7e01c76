with opportunities as (

    select * from {{ ref('fct_opportunity') }}

),

weighed as (

    select * from {{ ref('int_touch_weighed') }}

),

attribution_models as (

    {{ attribution_models() }}

),

-- each deal under each model: with its touches, or with one row that says that it has none
credited as (

    select
        opportunities.opportunity_id,
        attribution_models.attribution_model,
        weighed.interaction_id,
        weighed.campaign_id,
        opportunities.account_id,
        weighed.touch_position,
        coalesce(weighed.units, 1) as units,
        sum(coalesce(weighed.units, 1)) over (
            partition by opportunities.opportunity_id, attribution_models.attribution_model
        ) as all_units,
        cast(opportunities.amount_at_creation * 100 as hugeint) as cents,
        weighed.occurred_on
    from opportunities
    cross join attribution_models
    left join weighed
        on
            opportunities.opportunity_id = weighed.opportunity_id
            and attribution_models.attribution_model = weighed.attribution_model

),

-- whole numbers throughout: no float decides who gets a cent
divided as (

    select
        *,
        {{ whole_quotient('cents * units', 'all_units') }} as whole_cents,
        cents * units - {{ whole_quotient('cents * units', 'all_units') }} * all_units as rest
    from credited

),

ranked as (

    select
        *,
        cents - sum(whole_cents) over (partition by opportunity_id, attribution_model) as n_cents_left,
        row_number() over (
            partition by opportunity_id, attribution_model order by rest desc, touch_position asc
        ) as rest_rank
    from divided

),

final as (

    select
        opportunity_id,
        attribution_model,
        interaction_id,
        campaign_id,
        account_id,
        touch_position,
        {{ significant('(cast(units as double) / cast(all_units as double))') }} as weight,
        cast(
            cast(whole_cents + case when rest_rank <= n_cents_left then 1 else 0 end as decimal(38, 0))
            * cast(0.01 as decimal(2, 2)) as decimal(18, 2)
        ) as credit_amount,
        occurred_on as touched_on
    from ranked

)

select * from final
