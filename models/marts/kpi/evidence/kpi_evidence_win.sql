with opportunities as (

    select * from {{ ref('int_opportunity_described') }}

),

deals as (

    select
        *,
        case
            when closing_problem = 'closed_without_date' then 'closed_without_date'
            when not is_closed then 'still_open'
        end as undecided
    from opportunities
    where {{ is_funnel_type('type') }}

),

-- K25a: probability of being won within the horizon; a loss competes, an open deal is censored
won_by_horizon as (

    select
        'K25a' as kpi_id,
        opportunity_id,
        seen_on,
        created_on as anchor_date,
        case when is_closed then days_to_close else {{ days_between('created_on', 'seen_on') }} end as duration,
        case when is_won then 'event' when is_closed then 'competing' else 'censored' end as outcome,
        closing_problem as excluded_reason
    from deals

),

-- K25b: of the deals that were decided, how many were won; open ones stay, excluded by name
win_rate as (

    select
        'K25b' as kpi_id,
        opportunity_id,
        seen_on,
        created_on as anchor_date,
        case when is_won then 1 else 0 end as numerator_part,
        1 as denominator_part,
        undecided as excluded_reason
    from deals

),

-- K25c: of the accounts with a decided deal, how many won one; distinct accounts are counted in each period
account_win_rate as (

    select
        'K25c' as kpi_id,
        coalesce(account_id, 'no_account:' || opportunity_id) as entity_id,
        min(opportunity_id) as opportunity_id,
        seen_on,
        created_on as anchor_date,
        max(case when undecided is null and is_won then 1 else 0 end) as numerator_part,
        1 as denominator_part,
        -- a deal still open can win the account yet
        case
            when bool_or(undecided is null and is_won) then 'event'
            when bool_or(not is_closed) then 'censored'
            else 'competing'
        end as outcome,
        case
            when max(account_id) is null then 'no_account'
            when min(case when undecided is null then 0 else 1 end) = 1 then max(undecided)
        end as excluded_reason
    from deals
    group by coalesce(account_id, 'no_account:' || opportunity_id), seen_on, created_on

),

final as (

    {{ opportunity_evidence(['won_by_horizon'], having=['lapse']) }}
    union all
    {{ opportunity_evidence(['win_rate']) }}
    union all
    {{ opportunity_evidence(['account_win_rate'], having=['parts', 'outcome'], entity='account') }}

)

select * from final
