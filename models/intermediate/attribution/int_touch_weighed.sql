with opportunities as (

    select * from {{ ref('int_opportunity_bounded') }}

),

touched as (

    select * from {{ ref('int_opportunity_touched') }}
    where is_in_influence

),

-- the touches that lead to a deal's creation, and those that lead to its closing if it was won
paths as (

    select
        'to_creation' as route,
        *
    from touched
    where is_by_creation
    union all
    select
        'to_closing' as route,
        touched.*
    from touched
    inner join opportunities
        on touched.opportunity_id = opportunities.opportunity_id
    where opportunities.is_won

),

numbered as (

    select
        *,
        row_number() over (
            partition by opportunity_id, route order by occurred_at, interaction_id
        ) as touch_position
    from paths

),

milestones as (

    select
        opportunity_id,
        route,
        -- the first touch of somebody known, else the first
        coalesce(min(case when has_person then touch_position end), 1) as lead_position,
        max(case when is_by_creation then touch_position end) as creation_position,
        max(touch_position) as last_position,
        max(occurred_on) as last_touched_on
    from numbered
    group by opportunity_id, route

),

placed as (

    select
        numbered.opportunity_id,
        numbered.route,
        numbered.interaction_id,
        numbered.campaign_id,
        numbered.touch_position,
        case when numbered.touch_position = 1 then 1 else 0 end as is_first,
        case when numbered.touch_position = milestones.lead_position then 1 else 0 end as is_lead,
        case when numbered.touch_position = milestones.creation_position then 1 else 0 end as is_creation,
        case when numbered.touch_position = milestones.last_position then 1 else 0 end as is_last,
        {{ days_between('numbered.occurred_on', 'milestones.last_touched_on') }} as days_before_last,
        opportunities.is_won,
        numbered.occurred_on
    from numbered
    inner join milestones
        on
            numbered.opportunity_id = milestones.opportunity_id
            and numbered.route = milestones.route
    inner join opportunities
        on numbered.opportunity_id = opportunities.opportunity_id

),

in_units as (

    {% for model in var('attribution_models') -%}
    {% set units = attribution_units()[model] -%}
    select
        opportunity_id,
        '{{ model }}' as attribution_model,
        interaction_id,
        campaign_id,
        touch_position,
        cast({{ units['milestone'] }} as hugeint) as milestone_units,
        {{ units['middle'] }} as middle_units,
        occurred_on
    from placed
    where {{ units['where'] }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

counted as (

    select
        *,
        count(case when milestone_units = 0 then 1 end) over (
            partition by opportunity_id, attribution_model
        ) as n_middle
    from in_units

),

-- all units times the number of those in the middle, so that they stay whole numbers
final as (

    select
        opportunity_id,
        attribution_model,
        interaction_id,
        campaign_id,
        touch_position,
        case when milestone_units = 0 then middle_units else milestone_units * greatest(n_middle, 1) end as units,
        occurred_on
    from counted
    where milestone_units > 0 or middle_units > 0

)

select * from final
