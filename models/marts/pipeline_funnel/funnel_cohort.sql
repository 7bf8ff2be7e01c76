with funnel_entries as (

    select * from {{ ref('int_funnel_entered') }}

),

opportunities as (

    select * from {{ ref('fct_opportunity') }}

),

ages as (

    {% for days in var('cohort_days') %}
    select {{ days }} as within_days
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

entries as (

    select
        entered_stage,
        abm_segment,
        entered_on,
        ever_reached_on as reached_on
    from funnel_entries
    union all
    select
        'opportunity' as entered_stage,
        abm_segment,
        created_on as entered_on,
        case when is_won then closed_on end as reached_on
    from opportunities
    where closing_problem is null and {{ is_funnel_type('type') }}

),

aged as (

    select
        entries.entered_stage,
        entries.abm_segment,
        cast(date_trunc('month', entries.entered_on) as date) as cohort_month,
        ages.within_days,
        {{ days_between('entries.entered_on', as_of_date()) }} >= ages.within_days as is_mature,
        coalesce(
            {{ days_between('entries.entered_on', 'entries.reached_on') }} <= ages.within_days, false
        ) as is_reached
    from entries
    cross join ages

),

final as (

    select
        entered_stage,
        cohort_month,
        abm_segment,
        within_days,
        count(*) as n_entered,
        count(case when is_mature then 1 end) as n_mature,
        count(case when is_mature and is_reached then 1 end) as n_reached,
        cast(count(case when is_mature and is_reached then 1 end) as double)
        / nullif(count(case when is_mature then 1 end), 0) as reached_share
    from aged
    group by entered_stage, cohort_month, abm_segment, within_days

)

select * from final
