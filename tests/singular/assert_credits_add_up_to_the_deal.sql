-- Under each attribution model a deal's shares add up to 1 and its credits to its amount at creation, to the cent.
with credits as (

    select * from {{ ref('fct_attribution_credit') }}

),

opportunities as (

    select * from {{ ref('fct_opportunity') }}

),

attribution_models as (

    {{ attribution_models() }}

),

totals as (

    select
        opportunity_id,
        attribution_model,
        sum(weight) as weight,
        sum(credit_amount) as credit_amount
    from credits
    group by opportunity_id, attribution_model

)

select
    opportunities.opportunity_id,
    attribution_models.attribution_model,
    opportunities.amount_at_creation,
    totals.weight,
    totals.credit_amount
from opportunities
cross join attribution_models
left join totals
    on
        opportunities.opportunity_id = totals.opportunity_id
        and attribution_models.attribution_model = totals.attribution_model
where
    totals.weight is null
    or abs(totals.weight - 1) > 1e-6
    or totals.credit_amount is distinct from opportunities.amount_at_creation
