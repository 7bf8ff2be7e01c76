{#- on which rung of coverage a contact stands, and the spans that say so -#}
{%- set rungs = {'n_contacts': 'identified', 'n_touched_contacts': 'touched', 'n_engaged_contacts': 'engaged'} -%}

with required as (

    select * from {{ ref('int_committee_required') }}

),

employed as (

    select * from {{ ref('int_contact_employed') }}

),

active as (

    select * from {{ ref('int_contact_active') }}

),

roles as (

    select buying_role
    from required
    group by buying_role

),

identified as (

    select employed.*
    from employed
    inner join roles
        on employed.buying_role = roles.buying_role

),

-- of whoever is a contact here, whichever account their activity belongs to
{% for rung, activity in [('touched', 'touched'), ('engaged', 'inbound')] -%}
{{ rung }} as (

    select
        identified.account_key,
        identified.buying_role,
        greatest(identified.valid_from, active.valid_from) as valid_from,
        least(identified.valid_to, active.valid_to) as valid_to
    from identified
    inner join active
        on
            identified.person_key = active.person_key
            and identified.valid_from < active.valid_to
            and identified.valid_to > active.valid_from
    where active.activity = '{{ activity }}'

),

{% endfor -%}
-- a contact comes on the first day of a span and is gone on the day after its last
changes as (

    {% for rung in rungs.values() %}
    {% set of_rung = loop.index0 %}
    {% for day, change in [('valid_from', 1), ('valid_to', -1)] %}
    select
        account_key,
        buying_role,
        {%- for column in rungs %}
        {{ change if loop.index0 == of_rung else 0 }} as {{ column }},
        {%- endfor %}
        {{ day }} as changed_on
    from {{ rung }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

by_day as (

    select
        account_key,
        buying_role,
        {%- for column in rungs %}
        sum({{ column }}) as {{ column }},
        {%- endfor %}
        changed_on
    from changes
    group by account_key, buying_role, changed_on

),

counted as (

    select
        account_key,
        buying_role,
        {%- for column in rungs %}
        cast(
            sum({{ column }}) over (partition by account_key, buying_role order by changed_on) as bigint
        ) as {{ column }},
        {%- endfor %}
        changed_on as valid_from,
        coalesce(
            lead(changed_on) over (partition by account_key, buying_role order by changed_on), {{ end_of_time() }}
        ) as valid_to
    from by_day

),

final as (

    select * from counted
    where n_contacts > 0

)

select * from final
