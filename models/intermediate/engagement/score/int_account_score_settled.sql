{{ config(materialized='incremental', incremental_strategy='stale_blocks') }}

with spans as (

    select * from {{ ref('int_account_day_spanned') }}

),

stale as (

    select *
    from {{ ref('int_account_score_stale') }}
    where is_scored_again

),

rules as (

    select * from {{ ref('int_account_score_ruled') }}

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

compared as (

    select
        *,
        -- against the account's own last four weeks, days without a score counted as nothing
        sum(score) over (
            partition by account_key order by {{ days_between("cast('1970-01-01' as date)", 'scored_on') }}
            range between {{ momentum_days() }} preceding and 1 preceding
        ) as score_of_four_weeks
    from scored

),

placed as (

    select
        compared.*,
        stale.block_number,
        {{ abm_segment('compared.account_id', 'compared.scored_on', 'memberships') }} as abm_segment,
        memberships.tier,
        thresholds.threshold,
        coalesce(account_days.n_events, 0) as n_events,
        coalesce(account_days.n_high_quality_events, 0) as n_high_quality_events,
        coalesce(account_days.score_points, 0) as score_points
    from compared
    inner join stale
        on
            compared.account_key = stale.account_key
            and {{ score_block_of('compared.scored_on') }} = stale.block
    left join account_days
        on
            compared.account_key = account_days.account_key
            and compared.scored_on = account_days.occurred_on
    left join memberships
        on
            compared.account_id = memberships.account_id
            and compared.scored_on >= memberships.valid_from
            and compared.scored_on < memberships.valid_to
    left join thresholds
        on
            memberships.tier = thresholds.tier
            and compared.scored_on >= thresholds.valid_from
            and compared.scored_on < thresholds.valid_to

),

final as (

    select
        placed.account_id,
        placed.abm_segment,
        placed.tier,
        {{ engagement_level('placed.score', 'placed.threshold') }} as engagement_level,
        placed.block_number,
        rules.rules_number,
        placed.n_events,
        placed.n_high_quality_events,
        placed.n_events_counted,
        placed.score_points,
        placed.score,
        placed.whole_score,
        cast(placed.score / nullif(placed.score_of_four_weeks / 28, 0) - 1 as decimal(18, 6)) as momentum,
        placed.threshold,
        coalesce(placed.score >= placed.threshold, false) as is_at_threshold,
        placed.scored_on
    from placed
    cross join rules

)

select * from final
