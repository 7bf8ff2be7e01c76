with waves as (

    select * from {{ ref('int_survey_wave_judged') }}

),

-- a wave is of the whole company: a part of it would tell who answered what
told as (

    select
        *,
        cast(wave_on as {{ dbt.type_string() }}) as wave,
        wave_on as anchor_date,
        {{ as_of_date() }} as seen_on,
        {% for column in ['abm_segment', 'tier', 'industry', 'country_code', 'owner_id', 'owner_team'] -%}
        cast(null as {{ dbt.type_string() }}) as {{ column }},
        {% endfor -%}
        1 as denominator_part,
        case when not is_told then 'too_few_answers' end as excluded_reason
    from waves

),

-- K47: the mean of the two sides, each counting the same
mutual as (

    {% for side in ['marketing', 'sales'] -%}
    select
        *,
        'K47' as kpi_id,
        wave || ':{{ side }}' as wave_side,
        score_{{ side }} as numerator_part
    from told
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

-- K47b: the side that is less satisfied
weaker_side as (

    select
        *,
        'K47b' as kpi_id,
        score_weaker_side as numerator_part
    from told

),

-- K47c: how far they are apart
gap as (

    select
        *,
        'K47c' as kpi_id,
        score_gap as numerator_part
    from told

),

-- K47d: of those asked, how many answered; counts give nobody away
response_rate as (

    {% for side in ['marketing', 'sales'] -%}
    select
        * exclude (denominator_part, excluded_reason),
        'K47d' as kpi_id,
        wave || ':{{ side }}' as wave_side,
        n_answered_{{ side }} as numerator_part,
        n_asked_{{ side }} as denominator_part,
        cast(null as {{ dbt.type_string() }}) as excluded_reason
    from told
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

final as (

    {{ event_evidence(['mutual', 'response_rate'], 'survey_side', 'wave_side') }}
    union all
    {{ event_evidence(['weaker_side', 'gap'], 'survey_wave', 'wave') }}

)

select * from final
