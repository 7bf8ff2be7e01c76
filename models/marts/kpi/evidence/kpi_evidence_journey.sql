with funnel_entries as (

    select * from {{ ref('int_funnel_entered') }}

),

opportunities as (

    select * from {{ ref('int_opportunity_described') }}

),

dates as (

    select * from {{ ref('int_date_published') }}

),

catalog as (

    select * from {{ ref('int_kpi_defined') }}

),

-- what had come of an entry by the day it is seen from
entries as (

    select
        funnel_entries.* exclude (reached_on, ever_reached_on),
        dates.seen_on,
        case funnel_entries.entered_stage when 'mqa' then 'K23' else 'K24' end as kpi,
        case when funnel_entries.reached_on <= dates.seen_on then funnel_entries.reached_on end as reached_on,
        case
            when funnel_entries.ever_reached_on <= dates.seen_on then funnel_entries.ever_reached_on
        end as ever_reached_on
    from funnel_entries
    inner join dates
        on funnel_entries.entered_on <= dates.seen_on

),

-- K23a, K24a: of the entries old enough, how many reached the next stage or a later one in time
mature as (

    select
        catalog.kpi_id,
        entries.funnel_entry_id,
        entries.seen_on,
        entries.entered_on as anchor_date,
        case
            when {{ days_between('entries.entered_on', 'entries.reached_on') }} <= catalog.horizon_days then 1
            else 0
        end as numerator_part,
        1 as denominator_part,
        case
            when {{ days_between('entries.entered_on', 'entries.seen_on') }} < catalog.horizon_days then 'too_young'
        end as excluded_reason
    from entries
    inner join catalog
        on entries.kpi || 'a' = catalog.kpi_id

),

-- K23b, K24b: all entries, the young ones censored
followed as (

    select
        kpi || 'b' as kpi_id,
        funnel_entry_id,
        seen_on,
        entered_on as anchor_date,
        {{ days_between('entered_on', 'coalesce(reached_on, seen_on)') }} as duration,
        case when reached_on is null then 'censored' else 'event' end as outcome,
        cast(null as {{ dbt.type_string() }}) as excluded_reason
    from entries

),

-- K23c, K24c: of the accounts that entered, how many ever got further, by this entry or a later one
ever as (

    select
        entries.kpi || 'c' as kpi_id,
        entries.funnel_entry_id,
        entries.account_id as entity_id,
        entries.seen_on,
        entries.entered_on as anchor_date,
        max(case when later.ever_reached_on is null then 0 else 1 end) as numerator_part,
        1 as denominator_part,
        case when max(later.ever_reached_on) is null then 'censored' else 'event' end as outcome,
        cast(null as {{ dbt.type_string() }}) as excluded_reason
    from entries
    inner join entries as later
        on
            entries.kpi = later.kpi
            and entries.account_id = later.account_id
            and entries.seen_on = later.seen_on
            and entries.entered_at <= later.entered_at
    group by entries.kpi, entries.funnel_entry_id, entries.account_id, entries.seen_on, entries.entered_on

),

-- K26a: from the entry to the first win of a deal created after it and before the account's next one
wins as (

    select
        entries.funnel_entry_id,
        entries.seen_on,
        min(case when opportunities.closing_problem is null then opportunities.closed_on end) as won_on,
        min(opportunities.closing_problem) as closing_problem
    from entries
    inner join opportunities
        on
            entries.account_id = opportunities.account_id
            and entries.seen_on = opportunities.seen_on
            and entries.entered_at <= opportunities.created_at
            and (entries.next_entered_at is null or entries.next_entered_at > opportunities.created_at)
    where
        entries.entered_stage = 'mqa'
        and opportunities.is_won
        and {{ is_funnel_type('opportunities.type') }}
    group by entries.funnel_entry_id, entries.seen_on

),

followed_to_win as (

    select
        'K26a' as kpi_id,
        entries.funnel_entry_id,
        entries.seen_on,
        entries.entered_on as anchor_date,
        {{ days_between('entries.entered_on', 'coalesce(wins.won_on, entries.seen_on)') }} as duration,
        case when wins.won_on is null then 'censored' else 'event' end as outcome,
        -- won, and nobody knows when: neither a win in time nor none
        case when wins.won_on is null then wins.closing_problem end as excluded_reason
    from entries
    left join wins
        on
            entries.funnel_entry_id = wins.funnel_entry_id
            and entries.seen_on = wins.seen_on
    where entries.entered_stage = 'mqa'

),

final as (

    {{ opportunity_evidence(
        ['mature'], entity='funnel_entry', assumes=[], opportunities='entries', key='funnel_entry_id'
    ) }}
    union all
    {{ opportunity_evidence(
        ['followed', 'followed_to_win'], having=['lapse'], entity='funnel_entry', assumes=[], opportunities='entries',
        key='funnel_entry_id'
    ) }}
    union all
    {{ opportunity_evidence(
        ['ever'], having=['parts', 'outcome'], entity='account', assumes=[], opportunities='entries',
        key='funnel_entry_id'
    ) }}

)

select * from final
