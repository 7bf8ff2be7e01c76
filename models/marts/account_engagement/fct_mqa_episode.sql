with episodes as (

    select * from {{ ref('int_mqa_episode_opened') }}

),

funnel_entries as (

    select * from {{ ref('int_funnel_entered') }}

),

final as (

    select
        episodes.mqa_episode_id,
        episodes.account_id,
        funnel_entries.abm_segment,
        funnel_entries.tier,
        'crm' as mqa_source,
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

)

select * from final
