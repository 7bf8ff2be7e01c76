{#- named outside the branches: dbt's manifest is the same whatever the settings -#}
{%- set text = dbt.type_string() -%}
with episodes as (

    select * from {{ ref('int_response_described') }}

),

seen as (

    select * from {{ ref('int_response_seen') }}
    where seen_on = {{ as_of_date() }}

),

final as (

    select
        episodes.signal_interaction_id,
        episodes.account_id,
        {% if var('publish_owner_response_times') -%}
        episodes.owner_id,
        case when not seen.is_open then episodes.answer_interaction_id end as answer_interaction_id,
        case when not seen.is_open then episodes.answered_by_user_id end as answered_by_user_id,
        {% else -%}
        {% for column in ['owner_id', 'answer_interaction_id', 'answered_by_user_id'] -%}
        cast(null as {{ text }}) as {{ column }},
        {% endfor -%}
        {% endif -%}
        episodes.signal_type,
        case when not seen.is_open then episodes.answer_type end as answer_type,
        episodes.abm_segment,
        episodes.tier,
        episodes.excluded_reason,
        episodes.n_signals,
        {% for clock in response_clocks() -%}
        {{ as_hours('seen.' ~ clock ~ '_seconds') }} as {{ clock }}_hours,
        {% endfor -%}
        seen.is_open,
        {% for clock in response_clocks() -%}
        {% for hours in response_hours() -%}
        case
            when seen.{{ clock }}_age_seconds >= {{ hours }} * 3600
                then not seen.is_open and seen.{{ clock }}_seconds <= {{ hours }} * 3600
        end as is_within_{{ hours }}_{{ clock }}_hours,
        {% endfor -%}
        {% endfor -%}
        episodes.opened_on,
        episodes.opened_at,
        case when not seen.is_open then episodes.answered_at end as answered_at
    from episodes
    inner join seen
        on episodes.signal_interaction_id = seen.signal_interaction_id

)

select * from final
