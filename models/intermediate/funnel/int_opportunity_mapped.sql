with opportunities as (

    select * from {{ ref('input__opportunities') }}

),

stages as (

    select * from {{ ref('input__stage_map') }}

),

final as (

    select
        opportunities.opportunity_id,
        coalesce(stages.canonical_stage, 'unmapped') as stage,
        opportunities.currency,
        opportunities.is_closed,
        opportunities.is_won,
        opportunities.amount,
        {{ as_fraction('opportunities.probability') }} as own_probability,
        coalesce({{ as_fraction('opportunities.probability') }}, stages.probability) as probability,
        -- an open deal's close date is a forecast and never used
        case
            when opportunities.is_closed
                then coalesce({{ local_date('opportunities.closed_at') }}, opportunities.close_date)
        end as closed_on,
        case when opportunities.is_closed then opportunities.closed_at end as closed_at
    from opportunities
    left join stages
        on lower(trim(opportunities.stage)) = lower(stages.stage)

)

select * from final
