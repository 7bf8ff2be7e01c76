-- Episodes are looked at while a trailing period has them, or while nobody has answered: rows grow with episodes, not
-- with episodes x days.
with episodes as (

    select * from {{ ref('int_response_described') }}

),

dates as (

    select * from {{ ref('int_date_observed') }}
    where observed_every = 'month'

),

business_days as (

    select * from {{ ref('int_business_day') }}

),

-- ages in hours are those of the moment the run speaks of
moments as (

    select
        seen_on,
        least({{ start_of_day(day_after('seen_on')) }}, {{ as_of_at() }}) as seen_at
    from dates

),

placed as (

    select
        moments.*,
        {{ business_seconds_at('moments.seen_at', 'business_days') }} as seen_business_seconds
    from moments
    inner join business_days
        on {{ local_date('moments.seen_at') }} = business_days.business_on

),

seen as (

    select
        episodes.*,
        placed.seen_on,
        placed.seen_at,
        placed.seen_business_seconds,
        coalesce(episodes.answered_at >= placed.seen_at, true) as is_open
    from episodes
    inner join placed
        on
            episodes.opened_at < placed.seen_at
            and (
                placed.seen_on = {{ as_of_date() }}
                or {{ is_in_trailing_days('episodes.opened_on', 'placed.seen_on') }}
                or episodes.answered_at is null
                or episodes.answered_at >= placed.seen_at
            )

),

final as (

    select
        signal_interaction_id,
        account_id,
        owner_id,
        abm_segment,
        tier,
        industry,
        country_code,
        owner_team,
        signal_type,
        excluded_reason,
        case
            when is_open then {{ seconds_between('opened_at', 'seen_at') }}
            else {{ seconds_between('opened_at', 'answered_at') }}
        end as calendar_seconds,
        case when is_open then seen_business_seconds else answered_business_seconds end
        - opened_business_seconds as business_seconds,
        {{ seconds_between('opened_at', 'seen_at') }} as calendar_age_seconds,
        seen_business_seconds - opened_business_seconds as business_age_seconds,
        is_open,
        opened_on,
        seen_on,
        opened_at
    from seen

)

select * from final
