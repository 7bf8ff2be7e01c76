with visits as (

    select * from {{ ref('int_stage_visited') }}

),

opportunities as (

    select * from {{ ref('fct_opportunity') }}

),

ranked as (

    select
        *,
        {{ canonical_rank('stage') }} as stage_rank,
        {{ canonical_rank('previous_stage') }} as previous_stage_rank
    from visits

),

-- the furthest stage that the deal had been in before
with_furthest as (

    select
        *,
        coalesce(max(case when stage not in ('closed_won', 'closed_lost') then stage_rank end) over (
            partition by opportunity_id
            order by visit_number
            rows between unbounded preceding and 1 preceding
        ), 0) as furthest_rank,
        coalesce(bool_or(stage = 'unmapped' or basis = 'current') over (
            partition by opportunity_id
            order by visit_number
            rows between unbounded preceding and current row
        ), false) as has_unmapped
    from ranked

),

final as (

    select
        with_furthest.opportunity_id,
        with_furthest.visit_number,
        opportunities.account_id,
        opportunities.abm_segment,
        opportunities.tier,
        with_furthest.stage,
        with_furthest.previous_stage,
        case
            when with_furthest.visit_number = 1 then 'created'
            when with_furthest.stage = 'closed_won' then 'won'
            when with_furthest.stage = 'closed_lost' then 'lost'
            when with_furthest.previous_stage in ('closed_won', 'closed_lost') then 'reopened'
            when with_furthest.stage_rank > with_furthest.previous_stage_rank then 'forward'
            when with_furthest.stage_rank < with_furthest.previous_stage_rank then 'back'
            else 'unknown'
        end as movement,
        with_furthest.basis,
        -- stages passed over for the first time; a loss passes over none, and an unmapped stage may be any of them
        case
            when with_furthest.stage = 'closed_lost' then 0
            when not with_furthest.has_unmapped
                then greatest(with_furthest.stage_rank - with_furthest.furthest_rank - 1, 0)
        end as n_stages_skipped,
        {{ days_between('with_furthest.entered_on', 'with_furthest.left_on') }} as visit_days,
        with_furthest.left_at is null as is_current,
        with_furthest.entered_on,
        with_furthest.left_on,
        with_furthest.entered_at,
        with_furthest.left_at
    from with_furthest
    inner join opportunities
        on with_furthest.opportunity_id = opportunities.opportunity_id

)

select * from final
