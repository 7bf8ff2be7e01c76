{{ config(schema='operations', alias='distribution') }}

with opportunities as (

    select * from {{ ref('int_opportunity_described') }}

),

interactions as (

    select *
    from {{ ref('int_interaction_judged') }}
    where excluded_reason is null

),

-- what a deal was on the day it was created, how it ended in the month it closed, and the stages of open deals as
-- each month ended: the closed past, which no later day changes
facts as (

    {% for measure, bucket, day, condition in [
        ('opportunity_type', 'type', 'created_on', 'seen_on = ' ~ as_of_date()),
        ('abm_segment', 'abm_segment', 'created_on', 'seen_on = ' ~ as_of_date()),
        ('amount_band', power_of_ten('amount_at_creation'), 'created_on', 'seen_on = ' ~ as_of_date()),
        ('owner_team', 'owner_team', 'created_on', 'seen_on = ' ~ as_of_date()),
        ('outcome', 'outcome', 'closed_on', 'is_closed and seen_on = ' ~ as_of_date()),
        ('open_stage', 'stage', 'seen_on', "outcome = 'open' and seen_on = " ~ last_of_month('seen_on')),
    ] %}
    select
        'opportunities' as table_name,
        '{{ measure }}' as measure,
        {{ bucket }} as bucket,
        {{ day }} as dated_on
    from opportunities
    where {{ condition }}
    union all
    {% endfor %}
    {% for measure, bucket in [('interaction_type', 'type'), ('match_method', 'match_method')] %}
    select
        'interactions' as table_name,
        '{{ measure }}' as measure,
        {{ bucket }} as bucket,
        occurred_on as dated_on
    from interactions
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

monthly as (

    select
        table_name,
        measure,
        cast(date_trunc('month', dated_on) as date) as period_month,
        coalesce(bucket, 'none') as bucket,
        count(*) as n_rows
    from facts
    group by all

),

-- a month that still runs is not over
final as (

    select *
    from monthly
    where {{ last_of_month('period_month') }} <= {{ as_of_date() }}

)

select * from final
