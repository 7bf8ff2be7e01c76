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
        {{ unless_withheld('owner_id', 'episodes.owner_id') }},
        {% for column in ['answer_interaction_id', 'answered_by_user_id'] -%}
        {{ unless_withheld(column, 'case when not seen.is_open then episodes.' ~ column ~ ' end') }},
        {% endfor -%}
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
