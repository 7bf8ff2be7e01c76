with daily as (

    select *
    from {{ ref('int_account_score_daily') }}
    where abm_segment = 'abm'

),

accounts as (

    select * from {{ ref('int_account_standing') }}

),

thresholds as (

    select * from {{ ref('int_mqa_threshold_bounded') }}

),

events as (

    select * from {{ ref('int_engagement_scored') }}

),

roles as (

    select * from {{ ref('int_account_role_counted') }}

),

begun as (

    select * from {{ ref('int_account_role_begun') }}

),

-- what each version of the definition asks of a tier
definitions as (

    select
        tier,
        definition_version,
        threshold,
        row_number() over (partition by tier, definition_version order by valid_from desc) as place
    from thresholds

),

-- by the definition of its day, and by each definition as if it had always held
judged as (

    select
        daily.account_id,
        thresholds.definition_version,
        'in_force' as series,
        daily.tier,
        thresholds.threshold,
        daily.score,
        daily.whole_score,
        daily.score_points,
        daily.scored_on
    from daily
    inner join thresholds
        on
            daily.tier = thresholds.tier
            and daily.scored_on >= thresholds.valid_from
            and daily.scored_on < thresholds.valid_to
    union all
    select
        daily.account_id,
        definitions.definition_version,
        'backcast' as series,
        daily.tier,
        definitions.threshold,
        daily.score,
        daily.whole_score,
        daily.score_points,
        daily.scored_on
    from daily
    inner join definitions
        on
            daily.tier = definitions.tier
            and definitions.place = 1

),

reached as (

    select *
    from judged
    where score >= threshold

),

-- the first day at the threshold: the day before it was not there
risen as (

    select *
    from reached
    qualify coalesce(
        lag(scored_on) over (
            partition by account_id, series, case when series = 'backcast' then definition_version end
            order by scored_on
        ) < scored_on - 1, true
    )

),

-- with the day's events one by one: points so far, and parts of the committee engaged so far
counted as (

    select
        risen.account_id,
        risen.series,
        risen.definition_version,
        risen.threshold,
        risen.scored_on,
        events.occurred_at,
        risen.whole_score - risen.score_points as points_before,
        sum(events.score_points) over so_far as points_of_day,
        coalesce(roles.n_engaged_roles, 0) - count(begun.interaction_id) over all_day as n_roles_before,
        count(begun.interaction_id) over so_far as n_roles_begun
    from risen
    inner join accounts
        on risen.account_id = accounts.account_id
    inner join events
        on
            accounts.account_key = events.account_key
            and risen.scored_on = events.occurred_on
    left join begun
        on events.interaction_id = begun.interaction_id
    left join roles
        on
            accounts.account_key = roles.account_key
            and risen.scored_on >= roles.valid_from
            and risen.scored_on < roles.valid_to
    window
        all_day as (partition by risen.account_id, risen.series, risen.definition_version, risen.scored_on),
        so_far as (
            partition by risen.account_id, risen.series, risen.definition_version, risen.scored_on
            order by events.occurred_at, events.interaction_id
            rows between unbounded preceding and current row
        )

),

-- the event of that day with which it got there; what no event did, the day did
so_far as (

    select
        account_id,
        series,
        definition_version,
        scored_on,
        occurred_at,
        cast(
            (points_before + points_of_day) * {{ breadth_share('(n_roles_before + n_roles_begun)') }}
            as decimal(18, 6)
        ) >= threshold as is_there,
        cast(points_before * {{ breadth_share('n_roles_before') }} as decimal(18, 6)) >= threshold as was_there
    from counted

),

reached_at as (

    select
        account_id,
        series,
        definition_version,
        scored_on,
        coalesce(min(case when is_there then occurred_at end), max(occurred_at)) as reached_at,
        bool_or(was_there) as was_there
    from so_far
    group by account_id, series, definition_version, scored_on

),

final as (

    select
        risen.account_id,
        risen.definition_version,
        risen.series,
        risen.tier,
        risen.threshold,
        risen.score,
        risen.scored_on as reached_on,
        case
            when reached_at.was_there is false then reached_at.reached_at
            else {{ start_of_day('risen.scored_on') }}
        end as reached_at
    from risen
    left join reached_at
        on
            risen.account_id = reached_at.account_id
            and risen.series = reached_at.series
            and risen.definition_version = reached_at.definition_version
            and risen.scored_on = reached_at.scored_on

)

select * from final
