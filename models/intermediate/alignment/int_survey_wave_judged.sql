with answers as (

    select * from {{ ref('int_survey_answered') }}

),

counted as (

    select
        {% for side in ['marketing', 'sales'] -%}
        count(case when respondent_side = '{{ side }}' then 1 end) as n_asked_{{ side }},
        count(case when respondent_side = '{{ side }}' then score end) as n_answered_{{ side }},
        sum(case when respondent_side = '{{ side }}' then score end) as total_{{ side }},
        {% endfor -%}
        wave_on
    from answers
    group by wave_on

),

judged as (

    select
        *,
        least(n_answered_marketing, n_answered_sales) >= {{ var('survey_min_n') }} as is_told
    from counted

),

-- of two sides neither is told where one is too small: the other would give it away
averaged as (

    select
        {% for side in ['marketing', 'sales'] -%}
        case
            when is_told
                then cast(cast(total_{{ side }} as double) / n_answered_{{ side }} as decimal(18, 6))
        end as score_{{ side }},
        {% endfor -%}
        *
    from judged

),

final as (

    select
        n_asked_marketing,
        n_answered_marketing,
        n_asked_sales,
        n_answered_sales,
        score_marketing,
        score_sales,
        case
            when is_told
                then cast((
                    cast(total_marketing as double) / n_answered_marketing
                    + cast(total_sales as double) / n_answered_sales
                ) / 2 as decimal(18, 6))
        end as score_mutual,
        case when is_told then least(score_marketing, score_sales) end as score_weaker_side,
        abs(score_marketing - score_sales) as score_gap,
        is_told,
        wave_on
    from averaged

)

select * from final
