-- Under each attribution model the campaigns' spend is what was spent: no join has multiplied it.
with pipeline as (

    select * from {{ ref('campaign_pipeline') }}

),

campaigns as (

    select * from {{ ref('dim_campaign') }}

),

lines as (

    select counted.*
    from {{ ref('int_campaign_spend_counted') }} as counted
    inner join campaigns
        on counted.campaign_id = campaigns.campaign_id
    -- a campaign of which a line has no rate has no spend
    where counted.excluded_reason is null and campaigns.spend is not null

),

spent as (

    select
        (select sum(lines.amount) from lines) as of_lines,
        (select sum(campaigns.spend) from campaigns) as of_campaigns

)

select
    attribution_models.attribution_model,
    coalesce(min(spent.of_lines), 0) as of_lines,
    coalesce(min(spent.of_campaigns), 0) as of_campaigns,
    coalesce(sum(pipeline.spend), 0) as of_pipeline
from ({{ attribution_models() }}) as attribution_models
cross join spent
left join pipeline
    on attribution_models.attribution_model = pipeline.attribution_model
group by attribution_models.attribution_model
having
    coalesce(min(spent.of_lines), 0) != coalesce(min(spent.of_campaigns), 0)
    or coalesce(sum(pipeline.spend), 0) != coalesce(min(spent.of_campaigns), 0)
