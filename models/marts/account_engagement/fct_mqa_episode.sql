with episodes as (

    select * from {{ ref('int_mqa_episode_opened') }}

),

funnel_entries as (

    select * from {{ ref('int_funnel_entered') }}

),

opportunities as (

    select *
    from {{ ref('int_opportunity_described') }}
    where seen_on = {{ as_of_date() }} and {{ is_funnel_type('type') }}

),

-- what came of the account from this MQA on, before the MQA that opened its next episode
followed as (

    select
        episodes.mqa_episode_id,
        min(opportunities.created_at) as opportunity_at,
        min(case
            when opportunities.is_won and opportunities.closing_problem is null then opportunities.closed_on
        end) as won_on
    from episodes
    inner join opportunities
        on
            episodes.account_id = opportunities.account_id
            and episodes.entered_at <= opportunities.created_at
            and (episodes.next_entered_at is null or episodes.next_entered_at > opportunities.created_at)
    group by episodes.mqa_episode_id

),

source_of_mqa as (

    select * from {{ ref('int_mqa_source') }}

),

crossings as (

    select *
    from {{ ref('int_mqa_scored') }}
    where series = 'in_force'

),

final as (

    select
        episodes.mqa_episode_id,
        episodes.account_id,
        funnel_entries.abm_segment,
        funnel_entries.tier,
        source_of_mqa.mqa_source,
        case when source_of_mqa.mqa_source = 'score' then crossings.definition_version end as definition_version,
        episodes.end_reason,
        episodes.episode_number,
        {{ days_between('episodes.entered_on', 'episodes.ended_on') }} as episode_days,
        episodes.entered_on,
        episodes.ended_on,
        followed.won_on,
        episodes.entered_at,
        episodes.sent_to_sales_at,
        episodes.accepted_at,
        episodes.rejected_at,
        episodes.sqa_at,
        followed.opportunity_at,
        episodes.ended_at
    from episodes
    inner join funnel_entries
        on episodes.mqa_episode_id = funnel_entries.funnel_entry_id
    left join followed
        on episodes.mqa_episode_id = followed.mqa_episode_id
    cross join source_of_mqa
    left join crossings
        on
            episodes.account_id = crossings.account_id
            and episodes.entered_at = crossings.reached_at

)

select * from final
