-- Who has waited longer than is allowed stands in the list of those who have to act, on whichever clock it counts.
with responses as (

    select
        *,
        {{ as_of_at() }} as seen_at
    from {{ ref('fct_response') }}
    where is_open and excluded_reason is null

),

standing as (

    select account_id
    from {{ ref('int_account_observed') }}
    where seen_on = {{ as_of_date() }}

),

breached as (

    {% for hours in response_hours() -%}
    select
        signal_interaction_id,
        {{ hours }} as sla_hours
    from responses
    where
        account_id in (select standing.account_id from standing)
        {%- if var('sla_clock') == 'calendar' %}
        and opened_at + to_hours({{ hours }}) < seen_at
        {%- else %}
        and business_hours > {{ hours }}
        {%- endif %}
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

told as (

    select
        signal_interaction_id,
        sla_hours
    from {{ ref('sla_alert') }}
    where alert_state = 'breached'

)

select
    coalesce(breached.signal_interaction_id, told.signal_interaction_id) as signal_interaction_id,
    coalesce(breached.sla_hours, told.sla_hours) as sla_hours
from breached
full outer join told
    on
        breached.signal_interaction_id = told.signal_interaction_id
        and breached.sla_hours = told.sla_hours
where breached.sla_hours is null or told.sla_hours is null
