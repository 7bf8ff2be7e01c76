with waves as (

    select * from {{ ref('int_survey_wave_judged') }}

),

final as (

    select
        *,
        cast(
            cast(n_answered_marketing + n_answered_sales as double)
            / (n_asked_marketing + n_asked_sales) as decimal(18, 6)
        ) as response_rate
    from waves

)

select
    n_asked_marketing,
    n_answered_marketing,
    n_asked_sales,
    n_answered_sales,
    score_marketing,
    score_sales,
    score_mutual,
    score_weaker_side,
    score_gap,
    response_rate,
    is_told,
    wave_on
from final
