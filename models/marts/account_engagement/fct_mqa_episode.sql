with episodes as (

    select * from {{ ref('int_mqa_episode_opened') }}

),

funnel_entries as (

    select * from {{ ref('int_funnel_entered') }}

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
        episodes.entered_at,
        episodes.sent_to_sales_at,
        episodes.accepted_at,
        episodes.rejected_at,
        episodes.sqa_at,
        episodes.opportunity_at,
        episodes.ended_at
    from episodes
    inner join funnel_entries
        on episodes.mqa_episode_id = funnel_entries.funnel_entry_id
    cross join source_of_mqa
    left join crossings
        on
            episodes.account_id = crossings.account_id
            and episodes.entered_at = crossings.reached_at

)

select * from final
