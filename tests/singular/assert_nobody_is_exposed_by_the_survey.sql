-- No figure of a wave rests on fewer answers a side than the minimum, neither in the table nor in the evidence.
with answers as (

    select
        wave_on,
        count(
            distinct case when respondent_side = 'marketing' and score is not null then respondent_id end
        ) as n_marketing,
        count(distinct case when respondent_side = 'sales' and score is not null then respondent_id end) as n_sales
    from {{ ref('input__survey_responses') }}
    group by wave_on

),

exposing as (

    select wave_on
    from answers
    where least(n_marketing, n_sales) < {{ var('survey_min_n') }}

)

select
    wave_on,
    'satisfaction_wave' as told_by
from {{ ref('satisfaction_wave') }}
where
    wave_on in (select exposing.wave_on from exposing)
    and coalesce(score_marketing, score_sales, score_mutual, score_weaker_side, score_gap) is not null
union all
select
    anchor_date as wave_on,
    kpi_id as told_by
from {{ ref('kpi_evidence_satisfaction') }}
where
    anchor_date in (select exposing.wave_on from exposing)
    and kpi_id != 'K47d' and numerator_part is not null
