{%- set n_days = trailing_days()['trailing_90d'] -%}

with accounts as (

    select * from {{ ref('int_account_observed') }}

),

account_days as (

    select * from {{ ref('int_account_day_engaged') }}

),

-- an account is looked at whether or not anything happened that day
looked_at as (

    select
        account_key,
        occurred_on as looked_on,
        n_events,
        n_events_of_people,
        n_high_quality_events,
        score_points,
        high_quality_points
    from account_days
    union all
    select
        account_key,
        seen_on as looked_on,
        0 as n_events,
        0 as n_events_of_people,
        0 as n_high_quality_events,
        0 as score_points,
        0 as high_quality_points
    from accounts

),

by_day as (

    select
        account_key,
        looked_on,
        cast(sum(n_events) as bigint) as n_events,
        cast(sum(n_events_of_people) as bigint) as n_events_of_people,
        cast(sum(n_high_quality_events) as bigint) as n_high_quality_events,
        cast(sum(score_points) as decimal(18, 6)) as score_points,
        cast(sum(high_quality_points) as decimal(18, 6)) as high_quality_points
    from looked_at
    group by account_key, looked_on

),

rebased as (

    select
        *,
        {{ decay_columns('score_points', 'looked_on', n_days, var('score_half_life_days')) }}
    from by_day

),

rebased_of_high_quality as (

    select
        *,
        {{ decay_columns('high_quality_points', 'looked_on', n_days, var('score_half_life_days')) }}
    from by_day

),

summed as (

    select
        account_key,
        looked_on,
        {% for counted in ['n_events', 'n_events_of_people', 'n_high_quality_events'] -%}
        cast(sum({{ counted }}) over counted_days as bigint) as {{ counted }},
        {% endfor -%}
        {% for points in ['score_points', 'high_quality_points'] -%}
        cast(sum({{ points }}) over counted_days as decimal(18, 6)) as {{ points }},
        {% endfor -%}
        {{ decayed_sum('account_key', n_days, var('score_half_life_days')) }} as decayed_points
    from rebased
    window counted_days as (
        partition by account_key order by day_number range between {{ n_days - 1 }} preceding and current row
    )

),

summed_of_high_quality as (

    select
        account_key,
        looked_on,
        {{ decayed_sum('account_key', n_days, var('score_half_life_days')) }} as decayed_points
    from rebased_of_high_quality

),

final as (

    select
        accounts.account_id,
        accounts.account_key,
        summed.n_events,
        summed.n_events_of_people,
        summed.n_high_quality_events,
        summed.score_points,
        summed.high_quality_points,
        cast(summed.decayed_points as decimal(18, 6)) as decayed_points,
        cast(summed_of_high_quality.decayed_points as decimal(18, 6)) as decayed_high_quality_points,
        accounts.observed_every,
        accounts.seen_on
    from accounts
    inner join summed
        on
            accounts.account_key = summed.account_key
            and accounts.seen_on = summed.looked_on
    inner join summed_of_high_quality
        on
            accounts.account_key = summed_of_high_quality.account_key
            and accounts.seen_on = summed_of_high_quality.looked_on

)

select * from final
