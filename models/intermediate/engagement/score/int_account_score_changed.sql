{%- set n_days = var('score_window_days') -%}

with every_day as (

    select * from {{ ref('int_account_day_engaged') }}

),

due as (

    select * from {{ ref('int_account_score_due') }}

),

account_days as (

    select every_day.*
    from every_day
    inner join due
        on
            every_day.account_key = due.account_key
            and every_day.occurred_on >= due.counted_from

),

-- the score jumps when something happens, and when it is too old to count; between these days it only fades
changing as (

    select
        account_key,
        occurred_on as changed_on,
        score_points,
        n_events
    from account_days
    union all
    select
        account_key,
        occurred_on + {{ n_days }} as changed_on,
        0 as score_points,
        0 as n_events
    from account_days
    where occurred_on + {{ n_days }} <= {{ as_of_date() }}

),

by_day as (

    select
        account_key,
        changed_on,
        cast(sum(n_events) as bigint) as n_events,
        cast(sum(score_points) as decimal(18, 6)) as score_points
    from changing
    group by account_key, changed_on

),

placed as (

    select
        *,
        {{ decay_columns('changed_on', n_days) }}
    from by_day

),

final as (

    select
        account_key,
        cast(sum(n_events) over (
            partition by account_key order by day_number
            range between {{ n_days - 1 }} preceding and current row
        ) as bigint) as n_events_counted,
        round({{ decayed_sum('score_points', 'account_key', n_days, var('score_half_life_days')) }}, 9) as score,
        changed_on,
        coalesce(
            lead(changed_on) over (partition by account_key order by changed_on), {{ day_after(as_of_date()) }}
        ) as changed_again_on
    from placed

)

select * from final
