with spans as (

    select * from {{ ref('int_account_day_spanned') }}

),

account_days as (

    select * from {{ ref('int_account_day_engaged') }}

),

memberships as (

    select * from {{ ref('int_membership_resolved') }}

),

thresholds as (

    select * from {{ ref('int_mqa_threshold_bounded') }}

),

roles as (

    select * from {{ ref('int_account_role_counted') }}

),

days as (

    select
        account_key,
        account_id,
        n_events_counted,
        score,
        faded_from,
        {{ each_day_of('starts_on', 'ends_on') }} as scored_on
    from spans

),

faded as (

    select
        account_key,
        account_id,
        scored_on,
        max(n_events_counted) as n_events_counted,
        max(score * power(
            2, -cast({{ days_between('faded_from', 'scored_on') }} as double) / {{ var('score_half_life_days') }}
        )) as score
    from days
    group by account_key, account_id, scored_on

),

scored as (

    select
        faded.* exclude (score),
        cast(faded.score * {{ breadth_share('roles.n_engaged_roles') }} as decimal(18, 6)) as score,
        cast(faded.score as decimal(18, 6)) as whole_score
    from faded
    left join roles
        on
            faded.account_key = roles.account_key
            and faded.scored_on >= roles.valid_from
            and faded.scored_on < roles.valid_to

),

placed as (

    select
        scored.*,
        {{ abm_segment('scored.account_id', 'scored.scored_on', 'memberships') }} as abm_segment,
        memberships.tier,
        thresholds.threshold,
        coalesce(account_days.n_events, 0) as n_events,
        coalesce(account_days.n_high_quality_events, 0) as n_high_quality_events,
        coalesce(account_days.score_points, 0) as score_points
    from scored
    left join account_days
        on
            scored.account_key = account_days.account_key
            and scored.scored_on = account_days.occurred_on
    left join memberships
        on
            scored.account_id = memberships.account_id
            and scored.scored_on >= memberships.valid_from
            and scored.scored_on < memberships.valid_to
    left join thresholds
        on
            memberships.tier = thresholds.tier
            and scored.scored_on >= thresholds.valid_from
            and scored.scored_on < thresholds.valid_to

),

compared as (

    select
        *,
        -- against the account's own last four weeks, days without a score counted as nothing
        sum(score) over (
            partition by account_key order by {{ days_between("cast('1970-01-01' as date)", 'scored_on') }}
            range between 28 preceding and 1 preceding
        ) as score_of_four_weeks,
        case when abm_segment = 'abm' then percent_rank() over (partition by scored_on, abm_segment order by score) end
            as score_rank
    from placed

),

final as (

    select
        account_id,
        account_key,
        abm_segment,
        tier,
        {{ engagement_level('score', 'threshold') }} as engagement_level,
        n_events,
        n_high_quality_events,
        n_events_counted,
        score_points,
        score,
        whole_score,
        cast(score_rank as decimal(9, 6)) as score_rank,
        cast(score / nullif(score_of_four_weeks / 28, 0) - 1 as decimal(18, 6)) as momentum,
        threshold,
        coalesce(score >= threshold, false) as is_at_threshold,
        scored_on
    from compared

)

select * from final
