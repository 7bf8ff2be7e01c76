with accounts as (

    select * from {{ ref('int_account_observed') }}
    where observed_every = 'month'

),

episodes as (

    select * from {{ ref('int_response_described') }}

),

seen as (

    select * from {{ ref('int_response_seen') }}

),

-- accounts that have asked for something by the day; the others can have no alert
asking as (

    select
        account_id,
        max(excluded_reason) as excluded_reason,
        min(opened_on) as opened_on
    from episodes
    group by account_id

),

pressing as (

    select
        seen.account_id,
        {% for hours in response_hours() -%}
        count(case when {{ is_pressing('seen', hours ~ ' * 3600') }} then 1 end) as n_{{ hours }},
        {% endfor -%}
        seen.seen_on
    from seen
    group by seen.account_id, seen.seen_on

),

-- K46a, K46b: open requests past three quarters of 24, of 48 hours
alerts as (

    {% for kpi_id, hours in [('K46a', 24), ('K46b', 48)] -%}
    select
        '{{ kpi_id }}' as kpi_id,
        accounts.account_id,
        accounts.seen_on,
        accounts.seen_on as anchor_date,
        coalesce(pressing.n_{{ hours }}, 0) as numerator_part,
        1 as denominator_part,
        asking.excluded_reason
    from accounts
    inner join asking
        on
            accounts.account_id = asking.account_id
            and accounts.seen_on >= asking.opened_on
    left join pressing
        on
            accounts.account_id = pressing.account_id
            and accounts.seen_on = pressing.seen_on
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

final as (

    {{ account_evidence(['alerts']) }}

)

select * from final
