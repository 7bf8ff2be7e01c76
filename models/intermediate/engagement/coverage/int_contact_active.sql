{#- what a day may have of a person, and which days have it -#}
{%- set activities = {'touched': 'true', 'inbound': 'is_inbound'} -%}

with days as (

    select * from {{ ref('int_contact_touched') }}

),

of_activity as (

    {% for activity, condition in activities.items() %}
    select
        person_key,
        '{{ activity }}' as activity,
        occurred_on
    from days
    where {{ condition }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

final as (

    {{ spans_of_days('of_activity', 'person_key, activity', 'occurred_on', var('coverage_window_days')) }}

)

select * from final
