with opportunities as (

    select * from {{ ref('int_opportunity_described') }}
    where {{ is_funnel_type('type') }}

),

visits as (

    select * from {{ ref('int_stage_visited') }}
    where stage not in ('closed_won', 'closed_lost')

),

-- all the days a deal has spent in a stage by the day it is seen from
stays as (

    select
        opportunities.* replace (visits.stage as stage),
        opportunities.opportunity_id || ':' || visits.stage as stay_id,
        visits.entered_on as visit_entered_on,
        visits.left_on is not null and visits.left_on <= opportunities.seen_on as has_left,
        {{ days_between('visits.entered_on', 'least(visits.left_on, opportunities.seen_on)') }} as visit_days,
        visits.basis
    from opportunities
    inner join visits
        on
            opportunities.opportunity_id = visits.opportunity_id
            and opportunities.seen_on >= visits.entered_on

),

described as (

    select
        stay_id,
        seen_on,
        max(abm_segment) as abm_segment,
        max(tier) as tier,
        max(industry) as industry,
        max(country_code) as country_code,
        max(owner_id) as owner_id,
        max(owner_team) as owner_team,
        max(stage) as stage,
        max(closing_problem) as closing_problem,
        bool_or(is_type_assumed) as is_type_assumed,
        bool_or(basis != 'history') as is_untold,
        bool_and(has_left) as has_left,
        sum(visit_days) as stay_days
    from stays
    group by stay_id, seen_on

),

-- K22: days in a stage, of several visits the sum; who is still there is censored
days_in_stage as (

    select
        'K22' as kpi_id,
        stay_id,
        seen_on,
        seen_on as anchor_date,
        stay_days as duration,
        case when has_left then 'event' else 'censored' end as outcome,
        case
            when closing_problem is not null then closing_problem
            when is_untold then 'no_history'
        end as excluded_reason
    from described

),

final as (

    {{ opportunity_evidence(
        ['days_in_stage'], having=['lapse', 'stage'], entity='opportunity_stage', opportunities='described',
        key='stay_id'
    ) }}

)

select * from final
