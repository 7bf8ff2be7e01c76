with opportunities as (

    select * from {{ ref('int_opportunity_described') }}

),

contributed as (

    select * from {{ ref('int_opportunity_contributed') }}

),

known as (

    select min(occurred_on) as first_touch_on
    from {{ ref('int_touch_attributable') }}

),

-- a deal closed on an unknown day cannot be told apart: nobody knows which touches came before
deals as (

    select
        opportunities.*,
        {{ contribution('opportunities', 'contributed') }} as contribution,
        -- what had no part in an open deal may have one yet
        case
            when not opportunities.is_closed and {{ contribution('opportunities', 'contributed') }} = 'none'
                then 'censored'
            else 'event'
        end as fate,
        case
            when {{ has_unknown_touches('opportunities', 'known') }} then 'no_interactions'
            when opportunities.closing_problem = 'closed_without_date' then 'closed_without_date'
        end as problem
    from opportunities
    left join contributed
        on opportunities.opportunity_id = contributed.opportunity_id
    cross join known
    where {{ is_funnel_type('opportunities.type') }}

),

-- K41: deals that marketing sourced or influenced; K43a, b and c: the three classes apart
by_count as (

    {% for kpi_id, classes in [
        ('K41', "'sourced', 'influenced_only'"), ('K43a', "'sourced'"),
        ('K43b', "'influenced_only'"), ('K43c', "'none'"),
    ] -%}
    select
        '{{ kpi_id }}' as kpi_id,
        opportunity_id,
        seen_on,
        created_on as anchor_date,
        case when contribution in ({{ classes }}) then 1 else 0 end as numerator_part,
        1 as denominator_part,
        fate as outcome,
        problem as excluded_reason
    from deals
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

-- K42, K43d, e and f: the same by amount at creation
by_amount as (

    {% for kpi_id, classes in [
        ('K42', "'sourced', 'influenced_only'"), ('K43d', "'sourced'"),
        ('K43e', "'influenced_only'"), ('K43f', "'none'"),
    ] -%}
    select
        '{{ kpi_id }}' as kpi_id,
        opportunity_id,
        seen_on,
        created_on as anchor_date,
        case when contribution in ({{ classes }}) then amount_at_creation else 0 end as numerator_part,
        amount_at_creation as denominator_part,
        fate as outcome,
        case when problem is not null then problem when amount_at_creation is null then 'missing_amount' end
            as excluded_reason
    from deals
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

final as (

    {{ opportunity_evidence(['by_count'], having=['parts', 'outcome']) }}
    union all
    {{ opportunity_evidence(['by_amount'], having=['parts', 'outcome'], assumes=['type', 'amount_at_creation']) }}

)

select * from final
