with opportunities as (

    select * from {{ ref('int_opportunity_described') }}

),

-- a deal still open is censored on the day it is seen from
cycles as (

    select
        *,
        case when is_closed then days_to_close else {{ days_between('created_on', 'seen_on') }} end as duration
    from opportunities
    where {{ is_funnel_type('type') }}

),

-- K19a: days from creation to closing, won or lost
days_to_close as (

    select
        'K19a' as kpi_id,
        opportunity_id,
        seen_on,
        created_on as anchor_date,
        duration,
        case when is_closed then 'event' else 'censored' end as outcome,
        closing_problem as excluded_reason
    from cycles

),

-- K19c: probability of being won within the horizon; a loss competes with it
won_in_time as (

    select
        'K19c' as kpi_id,
        opportunity_id,
        seen_on,
        created_on as anchor_date,
        duration,
        case when is_won then 'event' when is_closed then 'competing' else 'censored' end as outcome,
        closing_problem as excluded_reason
    from cycles

),

-- K20a: K19a of ABM against non-ABM
cycle_compared as (

    select
        'K20a' as kpi_id,
        opportunity_id,
        seen_on,
        anchor_date,
        duration,
        outcome,
        excluded_reason
    from days_to_close

),

-- K20b: the same within each band of deal size
cycle_compared_in_band as (

    select
        'K20b' as kpi_id,
        days_to_close.opportunity_id,
        days_to_close.seen_on,
        days_to_close.anchor_date,
        days_to_close.duration,
        days_to_close.outcome,
        cycles.deal_band as stratum,
        case
            when days_to_close.excluded_reason is not null then days_to_close.excluded_reason
            when cycles.amount_at_creation is null then 'missing_amount'
        end as excluded_reason
    from days_to_close
    inner join cycles
        on
            days_to_close.opportunity_id = cycles.opportunity_id
            and days_to_close.seen_on = cycles.seen_on

),

-- K20c: the same within each band of account size; ABM goes for large accounts, and these buy slowly
cycle_compared_in_size as (

    select
        'K20c' as kpi_id,
        days_to_close.opportunity_id,
        days_to_close.seen_on,
        days_to_close.anchor_date,
        days_to_close.duration,
        days_to_close.outcome,
        cycles.account_size_band as stratum,
        days_to_close.excluded_reason
    from days_to_close
    inner join cycles
        on
            days_to_close.opportunity_id = cycles.opportunity_id
            and days_to_close.seen_on = cycles.seen_on

),

-- K19b: days to close of the won ones alone ("given won")
days_to_win as (

    select
        'K19b' as kpi_id,
        opportunity_id,
        seen_on,
        created_on as anchor_date,
        days_to_close as numerator_part,
        1 as denominator_part,
        case
            when closing_problem is not null then closing_problem
            when not is_closed then 'still_open'
            when not is_won then 'lost'
        end as excluded_reason
    from cycles

),

final as (

    {{ opportunity_evidence(['days_to_close', 'won_in_time', 'cycle_compared'], having=['lapse']) }}
    union all
    {{ opportunity_evidence(
        ['cycle_compared_in_band'], having=['lapse', 'stratum'], assumes=['type', 'amount_at_creation']
    ) }}
    union all
    {{ opportunity_evidence(['cycle_compared_in_size'], having=['lapse', 'stratum']) }}
    union all
    {{ opportunity_evidence(['days_to_win']) }}

)

select * from final
