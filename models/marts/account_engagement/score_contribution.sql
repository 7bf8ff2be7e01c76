with events as (

    select *
    from {{ ref('int_engagement_scored') }}
    where
        occurred_on > {{ as_of_date() }} - {{ var('score_window_days') }}
        and score_points != 0

),

accounts as (

    select *
    from {{ ref('int_account_observed') }}
    where seen_on = {{ as_of_date() }}

),

published as (

    select * from {{ ref('int_interaction_pseudonymised') }}

),

pseudonyms as (

    select * from {{ ref('int_person_pseudonymised') }}

),

final as (

    select
        published.published_interaction_id as interaction_id,
        accounts.account_id,
        pseudonyms.pseudonym as person_key,
        events.type,
        events.quality,
        {{ without_addresses('events.buying_role') }} as buying_role,
        events.points,
        events.quality_multiplier,
        events.role_multiplier,
        events.score_points,
        {{ days_between('events.occurred_on', as_of_date()) }} as age_days,
        {{ significant(
            '(events.score_points * power(2, -cast('
            ~ days_between('events.occurred_on', as_of_date()) ~ ' as double) / ' ~ var('score_half_life_days') ~ '))'
        ) }} as contribution,
        events.occurred_on,
        events.occurred_at
    from events
    inner join accounts
        on events.account_key = accounts.account_key
    inner join published
        on events.interaction_id = published.interaction_id
    left join pseudonyms
        on events.person_key = pseudonyms.person_key

)

select * from final
