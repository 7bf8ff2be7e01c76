with responses as (

    select * from {{ ref('input__survey_responses') }}

),

-- scores on 1 to 5; an answer that has not come by the as-of instant is none
heard as (

    select
        wave_on,
        respondent_side,
        respondent_id,
        response_id,
        source_system,
        answered_at,
        case
            when coalesce(answered_at < {{ as_of_instant() }}, true)
                then cast(1 + 4 * (score - scale_min) / (scale_max - scale_min) as decimal(18, 6))
        end as score
    from responses
    where wave_on <= {{ as_of_date() }}

),

-- who answers twice is one, and means the last answer
ranked as (

    select
        *,
        row_number() over (
            partition by wave_on, respondent_side, respondent_id
            order by score is null asc, answered_at desc nulls last, source_system asc, response_id asc
        ) as preference
    from heard

),

final as (

    select
        respondent_side,
        respondent_id,
        score,
        wave_on
    from ranked
    where preference = 1

)

select * from final
