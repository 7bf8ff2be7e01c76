with opportunities as (

    select * from {{ ref('int_opportunity_described') }}
    where outcome = 'open' and {{ is_funnel_type('type') }}

),

memberships as (

    select * from {{ ref('int_membership_resolved') }}

),

-- an open deal's membership is the one of the day it is seen from, not the one at its creation
open_deals as (

    select
        opportunities.* replace (
            {{ abm_segment('opportunities.account_id', 'opportunities.seen_on', 'memberships') }} as abm_segment,
            memberships.tier as tier
        )
    from opportunities
    left join memberships
        on
            opportunities.account_id = memberships.account_id
            and opportunities.seen_on >= memberships.valid_from
            and opportunities.seen_on < memberships.valid_to

),

-- K18a: amounts of that day, of accounts in the programme that day
abm_open as (

    select
        'K18a' as kpi_id,
        opportunity_id,
        seen_on,
        seen_on as anchor_date,
        case when abm_segment = 'abm' then amount else 0 end as numerator_part,
        case when abm_segment = 'abm' then 1 else 0 end as denominator_part,
        case when abm_segment = 'abm' and amount is null then 'missing_amount' end as excluded_reason
    from open_deals

),

-- K18b: the same times the probability of that day
abm_open_weighted as (

    select
        'K18b' as kpi_id,
        opportunity_id,
        seen_on,
        seen_on as anchor_date,
        case when abm_segment = 'abm' then amount * probability else 0 end as numerator_part,
        case when abm_segment = 'abm' then 1 else 0 end as denominator_part,
        case
            when abm_segment = 'abm' and amount is null then 'missing_amount'
            when abm_segment = 'abm' and probability is null then 'missing_probability'
        end as excluded_reason
    from open_deals

),

-- K21: its first factor, the deals open at or beyond the first stage
qualified_open as (

    select
        'K21' as kpi_id,
        opportunity_id,
        seen_on,
        seen_on as anchor_date,
        1 as numerator_part,
        1 as denominator_part,
        case when stage = 'unmapped' then 'unmapped_stage' end as excluded_reason
    from opportunities

),

final as (

    {{ opportunity_evidence(
        ['abm_open', 'abm_open_weighted'], having=['parts', 'stage'], assumes=['type', 'amount_of_day'],
        opportunities='open_deals'
    ) }}
    union all
    {{ opportunity_evidence(['qualified_open']) }}

)

select * from final
