with revenue as (

    select
        *,
        case when abm_segment = 'unknown' then 'unknown_membership' else problem end as share_problem
    from {{ ref('int_revenue_recognised') }}

),

deals as (

    select * from {{ ref('int_deal_booked') }}

),

-- K29a: revenue of ABM, invoices less credit notes, of all types
abm_revenue as (

    select
        'K29a' as kpi_id,
        revenue_id,
        seen_on,
        recognised_on as anchor_date,
        case when abm_segment = 'abm' then amount else 0 end as numerator_part,
        case when abm_segment = 'abm' then 1 else 0 end as denominator_part,
        case when abm_segment = 'abm' then problem end as excluded_reason
    from revenue

),

-- K30a: share of ABM in what new customers bring ...
abm_share_of_new as (

    select
        'K30a' as kpi_id,
        revenue_id,
        seen_on,
        recognised_on as anchor_date,
        case when abm_segment = 'abm' then amount else 0 end as numerator_part,
        amount as denominator_part,
        share_problem as excluded_reason
    from revenue
    where revenue_type = 'new'

),

-- K30b: ... with expansions ...
abm_share_of_growth as (

    select
        'K30b' as kpi_id,
        revenue_id,
        seen_on,
        recognised_on as anchor_date,
        case when abm_segment = 'abm' then amount else 0 end as numerator_part,
        amount as denominator_part,
        share_problem as excluded_reason
    from revenue
    where revenue_type in ('new', 'expansion')

),

-- K31: ... and in all
abm_share_of_all as (

    select
        'K31' as kpi_id,
        revenue_id,
        seen_on,
        recognised_on as anchor_date,
        case when abm_segment = 'abm' then amount else 0 end as numerator_part,
        amount as denominator_part,
        share_problem as excluded_reason
    from revenue

),

-- K29b: what was won with ABM
abm_booked as (

    select
        'K29b' as kpi_id,
        opportunity_id,
        seen_on,
        booked_on as anchor_date,
        case when abm_segment = 'abm' then amount else 0 end as numerator_part,
        case when abm_segment = 'abm' then 1 else 0 end as denominator_part,
        case when abm_segment = 'abm' then problem end as excluded_reason
    from deals

),

final as (

    {{ evidence_rows(['abm_revenue', 'abm_share_of_all'], 'revenue', 'revenue_id', 'revenue', assumes=['revenue']) }}
    union all
    {{ evidence_rows(
        ['abm_share_of_new', 'abm_share_of_growth'], 'revenue', 'revenue_id', 'revenue',
        assumes=['revenue', 'revenue_type']
    ) }}
    union all
    {{ evidence_rows(['abm_booked'], 'deals', 'opportunity_id', 'opportunity', assumes=['amount']) }}

)

select * from final
