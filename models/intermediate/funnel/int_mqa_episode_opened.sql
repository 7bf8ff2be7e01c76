with recursive candidates as (

    select * from {{ ref('int_mqa_ended') }}

),

chain as (

    {{ entries_in_chain('candidates') }}

),

final as (

    select
        candidates.account_id || ':mqa:' || cast(candidates.entered_on as {{ dbt.type_string() }}) as mqa_episode_id,
        candidates.account_id,
        chain.entry_number as episode_number,
        candidates.end_reason,
        candidates.entered_on,
        candidates.ended_on,
        candidates.entered_at,
        candidates.sent_to_sales_at,
        candidates.accepted_at,
        candidates.rejected_at,
        candidates.sqa_at,
        candidates.opportunity_at,
        candidates.ended_at,
        candidates.next_entered_at
    from chain
    inner join candidates
        on
            chain.account_id = candidates.account_id
            and chain.entered_at = candidates.entered_at

)

select * from final
