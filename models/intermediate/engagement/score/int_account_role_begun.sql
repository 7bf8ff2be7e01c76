{%- set n_days = var('score_window_days') -%}

with events as (

    select *
    from {{ ref('int_engagement_event') }}
    where buying_role is not null and {{ var('score_breadth_roles') }} > 0

),

-- a part's first event of a day, after the one of the day before on which it had any
with_previous as (

    select
        interaction_id,
        account_key,
        buying_role,
        occurred_on,
        row_number() over (
            partition by account_key, buying_role, occurred_on order by occurred_at, interaction_id
        ) as place,
        lag(occurred_on) over (
            partition by account_key, buying_role order by occurred_on, occurred_at, interaction_id
        ) as occurred_before_on
    from events

),

-- nothing of the part counted any more as the day began
final as (

    select
        interaction_id,
        account_key,
        buying_role,
        occurred_on as begun_on
    from with_previous
    where place = 1 and coalesce(occurred_before_on <= occurred_on - {{ n_days }}, true)

)

select * from final
