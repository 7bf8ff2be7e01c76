with opportunities as (

    select * from {{ ref('int_opportunity_described') }}

),

new_business as (

    select *
    from opportunities
    where type = 'new_business'

),

-- K16: amount at creation of new business whose account was in the programme on the day it was created
abm_pipeline as (

    select
        'K16' as kpi_id,
        opportunity_id,
        seen_on,
        created_on as anchor_date,
        case when abm_segment = 'abm' then amount_at_creation else 0 end as numerator_part,
        case when abm_segment = 'abm' then 1 else 0 end as denominator_part,
        case when abm_segment = 'abm' and amount_at_creation is null then 'missing_amount' end as excluded_reason
    from new_business

),

-- K17: its share of all new business created, by amount
abm_pipeline_share as (

    select
        'K17' as kpi_id,
        opportunity_id,
        seen_on,
        created_on as anchor_date,
        case when abm_segment = 'abm' then amount_at_creation else 0 end as numerator_part,
        amount_at_creation as denominator_part,
        case
            when abm_segment = 'unknown' then 'unknown_membership'
            when amount_at_creation is null then 'missing_amount'
        end as excluded_reason
    from new_business

),

final as (

    {{ opportunity_evidence(['abm_pipeline', 'abm_pipeline_share'], assumes=['type', 'amount_at_creation']) }}

)

select * from final
