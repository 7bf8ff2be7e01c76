with converted as (

    select * from {{ ref('int_ledger_converted') }}

),

advertised as (

    select * from {{ ref('int_ledger_advertised') }}

),

-- which of two lines for the same advertising counts is decided once, for campaigns (K50) and for this
counted as (

    select * from {{ ref('int_campaign_spend_counted') }}

),

daily as (

    select
        *,
        {{ each_day_of('period_from', 'charged_to') }} as entered_on
    from converted

),

-- what is charged by a day's end less what was by its beginning: the days of a line add up to the cent
entries as (

    select
        ledger_line_id,
        kind,
        kind as basis,
        source_system,
        line_id,
        campaign_id,
        category,
        segment,
        {{ rounded_quotient(
            '(cents * (' ~ days_between('period_from', 'entered_on') ~ ' + 1))', 'n_days'
        ) }}
        - {{ rounded_quotient('(cents * ' ~ days_between('period_from', 'entered_on') ~ ')', 'n_days') }} as amount,
        is_segment_assumed,
        entered_on
    from daily
    union all
    select
        'platform:' || source_system || ':' || campaign_id as ledger_line_id,
        'cost' as kind,
        'platform' as basis,
        source_system,
        '' as line_id,
        campaign_id,
        'advertising' as category,
        segment,
        amount,
        is_segment_assumed,
        entered_on
    from advertised

),

final as (

    select
        entries.ledger_line_id,
        entries.kind,
        entries.basis,
        entries.source_system,
        entries.campaign_id,
        entries.category,
        entries.segment,
        case
            when entries.kind = 'benefit' and not {{ is_listed('entries.category', var('benefit_categories')) }}
                then 'category_not_counted'
            when counted.excluded_reason is not null then counted.excluded_reason
            -- a part of a month's advertising is no sum of it
            when entries.amount is null or (entries.basis = 'platform' and counted.amount is null) then 'missing_rate'
        end as excluded_reason,
        entries.amount,
        entries.is_segment_assumed,
        entries.entered_on
    from entries
    left join counted
        on
            entries.campaign_id = counted.campaign_id
            and entries.source_system = counted.source_system
            and entries.basis = counted.basis
            and entries.line_id = counted.cost_id
            and {{ month_of('entries.entered_on') }} = counted.month_start

)

select * from final
