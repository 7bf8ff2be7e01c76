{#- what a day may have of a person, and which days have it -#}
{%- set activities = {'touched': 'true', 'engaged': 'is_engaged', 'inbound': 'is_inbound'} -%}

with days as (

    select * from {{ ref('int_contact_touched') }}

),

of_activity as (

    {% for activity, condition in activities.items() %}
    select
        person_key,
        account_key,
        '{{ activity }}' as activity,
        occurred_on
    from days
    where {{ condition }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

-- a day counts for as many days as the window has, itself the first; a new span begins where none counts any more
begun as (

    select
        *,
        coalesce(
            occurred_on > lag(occurred_on) over (
                partition by person_key, account_key, activity order by occurred_on
            ) + {{ var('coverage_window_days') }},
            true
        ) as is_beginning
    from of_activity

),

numbered as (

    select
        *,
        sum(case when is_beginning then 1 else 0 end) over (
            partition by person_key, account_key, activity order by occurred_on
        ) as span_number
    from begun

),

final as (

    select
        person_key,
        account_key,
        activity,
        min(occurred_on) as valid_from,
        max(occurred_on) + {{ var('coverage_window_days') }} as valid_to
    from numbered
    group by person_key, account_key, activity, span_number

)

select * from final
