with episodes as (

    select * from {{ ref('int_mqa_episode_opened') }}

),

sqa_entries as (

    select * from {{ ref('int_sqa_entered') }}

),

-- an SQA after an MQA's episode is out of time, and still came of the account's being an MQA
later_sqas as (

    select
        episodes.mqa_episode_id,
        min(sqa_entries.entered_on) as entered_on
    from episodes
    inner join sqa_entries
        on
            episodes.account_id = sqa_entries.account_id
            and episodes.entered_at <= sqa_entries.entered_at
            and (episodes.next_entered_at is null or episodes.next_entered_at > sqa_entries.entered_at)
    group by episodes.mqa_episode_id

),

accounts as (

    select * from {{ ref('int_account_segmented') }}

),

memberships as (

    select * from {{ ref('int_membership_resolved') }}

),

entered as (

    select
        episodes.mqa_episode_id as funnel_entry_id,
        'mqa' as entered_stage,
        episodes.account_id,
        episodes.entered_on,
        case when episodes.end_reason in ('sqa', 'opportunity') then episodes.ended_on end as reached_on,
        case
            when episodes.end_reason in ('sqa', 'opportunity') then episodes.ended_on
            else later_sqas.entered_on
        end as ever_reached_on,
        episodes.entered_at,
        episodes.next_entered_at
    from episodes
    left join later_sqas
        on episodes.mqa_episode_id = later_sqas.mqa_episode_id
    union all
    select
        sqa_entry_id as funnel_entry_id,
        'sqa' as entered_stage,
        account_id,
        entered_on,
        opportunity_on as reached_on,
        opportunity_on as ever_reached_on,
        entered_at,
        cast(null as {{ dbt.type_timestamp() }}) as next_entered_at
    from sqa_entries

),

final as (

    select
        entered.funnel_entry_id,
        entered.entered_stage,
        entered.account_id,
        {{ abm_segment('entered.account_id', 'entered.entered_on', 'memberships') }} as abm_segment,
        memberships.tier,
        accounts.industry,
        accounts.country_code,
        accounts.owner_id,
        accounts.owner_team,
        entered.entered_on,
        entered.reached_on,
        entered.ever_reached_on,
        entered.entered_at,
        entered.next_entered_at
    from entered
    left join memberships
        on
            entered.account_id = memberships.account_id
            and entered.entered_on >= memberships.valid_from
            and entered.entered_on < memberships.valid_to
    left join accounts
        on entered.account_id = accounts.account_id

)

select * from final
