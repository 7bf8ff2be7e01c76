{%- set n_days = var('score_window_days') -%}

with events as (

    select *
    from {{ ref('int_engagement_event') }}
    where buying_role is not null and {{ var('score_breadth_roles') }} > 0

),

role_days as (

    select
        account_key,
        buying_role,
        occurred_on
    from events
    group by account_key, buying_role, occurred_on

),

with_previous as (

    select
        *,
        lag(occurred_on) over (partition by account_key, buying_role order by occurred_on) as occurred_before_on
    from role_days

),

-- a part counts as engaged for as long as one of its events counts
begun as (

    select
        * exclude (occurred_before_on),
        case when occurred_on <= occurred_before_on + {{ n_days }} then 0 else 1 end as is_begun
    from with_previous

),

numbered as (

    select
        *,
        sum(is_begun) over (
            partition by account_key, buying_role order by occurred_on rows between unbounded preceding and current row
        ) as stretch
    from begun

),

stretches as (

    select
        account_key,
        min(occurred_on) as valid_from,
        max(occurred_on) + {{ n_days }} as valid_to
    from numbered
    group by account_key, buying_role, stretch

),

steps as (

    select
        account_key,
        valid_from as changes_on,
        1 as step
    from stretches
    union all
    select
        account_key,
        valid_to as changes_on,
        -1 as step
    from stretches

),

by_day as (

    select
        account_key,
        changes_on,
        sum(step) as step
    from steps
    group by account_key, changes_on

),

final as (

    select
        account_key,
        cast(sum(step) over (
            partition by account_key order by changes_on rows between unbounded preceding and current row
        ) as bigint) as n_engaged_roles,
        changes_on as valid_from,
        coalesce(lead(changes_on) over (partition by account_key order by changes_on), {{ end_of_time() }}) as valid_to
    from by_day

)

select * from final
