-- The stages a deal was in while open, day by day, make its days to closing without those it lay closed: nothing is
-- counted twice and nothing is missing.
with opportunities as (

    select * from {{ ref('fct_opportunity') }}
    where closing_problem is null

),

visits as (

    select * from {{ ref('fct_stage_visit') }}

),

spans as (

    select
        opportunity_id,
        min(entered_at) as first_entered_at,
        max(entered_on) as last_entered_on,
        sum(case when stage not in ('closed_won', 'closed_lost') then visit_days end) as open_days,
        max(case when is_current then stage end) as current_stage
    from visits
    group by opportunity_id

)

select
    opportunities.opportunity_id,
    opportunities.stage,
    spans.current_stage,
    opportunities.active_days_to_close,
    spans.open_days
from opportunities
left join spans
    on opportunities.opportunity_id = spans.opportunity_id
where
    spans.opportunity_id is null
    or spans.first_entered_at != opportunities.created_at
    or spans.current_stage != case opportunities.outcome
        when 'won' then 'closed_won'
        when 'lost' then 'closed_lost'
        else opportunities.stage
    end
    -- a deal closed in the instant of its creation was in no open stage
    or (opportunities.is_closed and coalesce(spans.open_days, 0) != opportunities.active_days_to_close)
