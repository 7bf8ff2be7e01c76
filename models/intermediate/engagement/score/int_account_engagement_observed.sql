{%- set n_days = trailing_days()['trailing_90d'] -%}
{%- set half_life = var('score_half_life_days') -%}
{#- nothing is left of a point after 49 half-lives, and no room for more of them (0049) -#}
{%- set n_fading_days = [n_days, 49 * half_life] | min -%}

with accounts as (

    select *
    from {{ ref('int_account_observed') }}
    where observed_every = 'month'

),

account_days as (

    select * from {{ ref('int_account_day_engaged') }}

),

-- an account is looked at whether or not anything happened that day
looked_at as (

    select
        account_key,
        occurred_on as looked_on,
        n_high_quality_events,
        score_points,
        high_quality_points
    from account_days
    union all
    select
        account_key,
        seen_on as looked_on,
        0 as n_high_quality_events,
        0 as score_points,
        0 as high_quality_points
    from accounts

),

by_day as (

    select
        account_key,
        looked_on,
        cast(sum(n_high_quality_events) as bigint) as n_high_quality_events,
        cast(sum(score_points) as decimal(18, 6)) as score_points,
        cast(sum(high_quality_points) as decimal(18, 6)) as high_quality_points
    from looked_at
    group by account_key, looked_on

),

placed as (

    select
        *,
        {{ decay_columns('looked_on', n_fading_days) }}
    from by_day

),

summed as (

    select
        account_key,
        looked_on,
        cast(sum(n_high_quality_events) over counted_days as bigint) as n_high_quality_events,
        cast(sum(score_points) over counted_days as decimal(18, 6)) as score_points,
        cast(sum(high_quality_points) over counted_days as decimal(18, 6)) as high_quality_points,
        {{ decayed_sum('score_points', 'account_key', n_fading_days, half_life) }} as decayed_points,
        {{ decayed_sum('high_quality_points', 'account_key', n_fading_days, half_life) }} as decayed_high_quality_points
    from placed
    window counted_days as (
        partition by account_key order by day_number range between {{ n_days - 1 }} preceding and current row
    )

),

final as (

    select
        accounts.account_id,
        accounts.account_key,
        summed.n_high_quality_events,
        summed.score_points,
        summed.high_quality_points,
        cast(summed.decayed_points as decimal(18, 6)) as decayed_points,
        cast(summed.decayed_high_quality_points as decimal(18, 6)) as decayed_high_quality_points,
        accounts.seen_on
    from accounts
    inner join summed
        on
            accounts.account_key = summed.account_key
            and accounts.seen_on = summed.looked_on

)

select * from final
