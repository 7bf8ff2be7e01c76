with recursive milestones as (

    select * from {{ ref('int_account_milestone_dated') }}

),

episodes as (

    select * from {{ ref('int_mqa_episode_opened') }}

),

-- a deal created within an MQA episode that had no SQA enters that stage too: it was skipped
unioned as (

    select
        account_id,
        reached_at as entered_at,
        reached_on as entered_on,
        false as is_skipped
    from milestones
    where milestone = 'sqa'
    union all
    select
        account_id,
        ended_at as entered_at,
        ended_on as entered_on,
        true as is_skipped
    from episodes
    where end_reason = 'opportunity'

),

entries as (

    select
        account_id,
        entered_at,
        entered_on,
        bool_and(is_skipped) as is_skipped
    from unioned
    group by account_id, entered_at, entered_on

),

-- an SQA soon after the account's last entry is a repeat
candidates as (

    select
        entries.account_id,
        entries.entered_at,
        entries.entered_on,
        entries.is_skipped,
        min(later.entered_at) as next_entered_at
    from entries
    left join entries as later
        on
            entries.account_id = later.account_id
            and entries.entered_on + {{ var('sqa_repeat_days') }} < later.entered_on
    group by entries.account_id, entries.entered_at, entries.entered_on, entries.is_skipped

),

chain as (

    {{ entries_in_chain('candidates') }}

),

-- deals created at or after the entry
followed as (

    select
        chain.account_id,
        chain.entered_at,
        chain.entry_number,
        min(milestones.reached_at) as opportunity_at
    from chain
    left join milestones
        on
            chain.account_id = milestones.account_id
            and chain.entered_at <= milestones.reached_at
            and milestones.milestone = 'opportunity'
    group by chain.account_id, chain.entered_at, chain.entry_number

),

final as (

    select
        followed.account_id || ':sqa:' || cast(candidates.entered_on as {{ dbt.type_string() }}) as sqa_entry_id,
        followed.account_id,
        followed.entry_number,
        candidates.is_skipped,
        candidates.entered_on,
        {{ local_date('followed.opportunity_at') }} as opportunity_on,
        candidates.entered_at,
        followed.opportunity_at
    from followed
    inner join candidates
        on
            followed.account_id = candidates.account_id
            and followed.entered_at = candidates.entered_at

)

select * from final
