{%- set clock = var('sla_clock') -%}
with seen as (

    select * from {{ ref('int_response_seen') }}
    where seen_on = {{ as_of_date() }} and is_open and excluded_reason is null

),

business_days as (

    select * from {{ ref('int_business_day') }}

),

-- nobody calls a company that is no more
accounts as (

    select * from {{ ref('int_account_observed') }}
    where seen_on = {{ as_of_date() }}

),

allowed as (

    {% for hours in response_hours() -%}
    select
        {{ hours }} as sla_hours,
        {{ hours * 3600 }} as allowed_seconds
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

pressing as (

    select
        seen.*,
        allowed.sla_hours,
        allowed.allowed_seconds,
        {{ business_seconds_at('seen.opened_at', 'opening_days') }} + allowed.allowed_seconds as due_business_seconds
    from seen
    inner join accounts
        on seen.account_id = accounts.account_id
    inner join business_days as opening_days
        on seen.opened_on = opening_days.business_on
    inner join allowed
        on {{ is_pressing('seen', 'allowed.allowed_seconds') }}

),

final as (

    select
        pressing.signal_interaction_id,
        pressing.account_id,
        pressing.owner_id,
        pressing.signal_type,
        pressing.abm_segment,
        pressing.tier,
        '{{ clock }}' as sla_clock,
        case
            when pressing.{{ clock }}_age_seconds > pressing.allowed_seconds then 'breached'
            else 'due_soon'
        end as alert_state,
        pressing.sla_hours,
        {% for name in response_clocks() -%}
        {{ as_hours('pressing.' ~ name ~ '_age_seconds') }} as {{ name }}_age_hours,
        {% endfor -%}
        pressing.opened_on,
        pressing.opened_at,
        {% if clock == 'calendar' -%}
        pressing.opened_at + to_hours(pressing.sla_hours) as due_at
        {%- else -%}
        due_days.starts_at + to_microseconds(
            cast((pressing.due_business_seconds - due_days.seconds_before) * 1000000 as bigint)
        ) as due_at
        {%- endif %}
    from pressing
    {% if clock == 'business' -%}
    -- what is due when a day of business ends is due then, not when the next one begins
    inner join business_days as due_days
        on
            due_days.is_business_day
            and pressing.due_business_seconds > due_days.seconds_before
            and pressing.due_business_seconds <= due_days.seconds_before + due_days.n_seconds
    {%- endif %}

)

select * from final
