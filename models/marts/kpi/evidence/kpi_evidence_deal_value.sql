with opportunities as (

    select * from {{ ref('int_opportunity_described') }}

),

created as (

    select *
    from opportunities
    where type = 'new_business'

),

-- a won deal without a day of closing stays, at its creation, with that reason
won as (

    select
        *,
        coalesce(closed_on, created_on) as won_on,
        case
            when closing_problem = 'closed_without_date' then 'closed_without_date'
            when acv is null then 'missing_amount'
        end as problem
    from created
    where is_won

),

-- K27a: mean annual value of won new business
value_won as (

    select
        'K27a' as kpi_id,
        opportunity_id,
        seen_on,
        won_on as anchor_date,
        acv as numerator_part,
        1 as denominator_part,
        problem as excluded_reason
    from won

),

-- K27c: its median
median_value_won as (

    select
        'K27c' as kpi_id,
        opportunity_id,
        seen_on,
        won_on as anchor_date,
        acv as numerator_part,
        1 as denominator_part,
        problem as excluded_reason
    from won

),

-- K27b: mean annual value at creation
value_created as (

    select
        'K27b' as kpi_id,
        opportunity_id,
        seen_on,
        created_on as anchor_date,
        acv_at_creation as numerator_part,
        1 as denominator_part,
        case when acv_at_creation is null then 'missing_amount' end as excluded_reason
    from created

),

-- K27d: share of empty amounts at creation; an amount that no rate converts is not empty
empty_amounts as (

    select
        'K27d' as kpi_id,
        opportunity_id,
        seen_on,
        created_on as anchor_date,
        case when amount_at_creation_in_currency is null then 1 else 0 end as numerator_part,
        1 as denominator_part,
        cast(null as {{ dbt.type_string() }}) as excluded_reason
    from created

),

-- K28a and K28b: K27a of ABM against non-ABM, raw and by account size
value_compared as (

    select
        'K28a' as kpi_id,
        opportunity_id,
        seen_on,
        anchor_date,
        numerator_part,
        denominator_part,
        excluded_reason
    from value_won

),

value_compared_by_size as (

    select
        'K28b' as kpi_id,
        won.opportunity_id,
        won.seen_on,
        won.won_on as anchor_date,
        won.acv as numerator_part,
        1 as denominator_part,
        won.account_size_band as stratum,
        won.problem as excluded_reason
    from won

),

final as (

    {{ opportunity_evidence(
        ['value_won', 'median_value_won', 'value_compared'], assumes=['type', 'amount', 'contract_term']
    ) }}
    union all
    {{ opportunity_evidence(['value_created'], assumes=['type', 'amount_at_creation', 'contract_term']) }}
    union all
    {{ opportunity_evidence(['empty_amounts'], assumes=['type', 'amount_at_creation']) }}
    union all
    {{ opportunity_evidence(
        ['value_compared_by_size'], having=['parts', 'stratum'], assumes=['type', 'amount', 'contract_term']
    ) }}

)

select * from final
