with sqa_entries as (

    select * from {{ ref('int_sqa_entered') }}

),

funnel_entries as (

    select * from {{ ref('int_funnel_entered') }}

),

final as (

    select
        sqa_entries.sqa_entry_id,
        sqa_entries.account_id,
        funnel_entries.abm_segment,
        funnel_entries.tier,
        sqa_entries.entry_number,
        sqa_entries.is_skipped,
        sqa_entries.entered_on,
        sqa_entries.opportunity_on,
        sqa_entries.entered_at,
        sqa_entries.opportunity_at
    from sqa_entries
    inner join funnel_entries
        on sqa_entries.sqa_entry_id = funnel_entries.funnel_entry_id

)

select * from final
