with spread as (

    select
        *,
        {{ period_start('quarter', 'entered_on') }} as quarter_start
    from {{ ref('int_ledger_spread') }}

),

shares as (

    select * from {{ ref('int_ledger_quarter_shared') }}

),

programme as (

    select * from {{ ref('int_programme_bounded') }}

),

-- the days of a line in a quarter, within the programme's horizon or outside it, as far as they are known
pieces as (

    select
        spread.ledger_line_id,
        spread.kind,
        spread.campaign_id,
        spread.category,
        spread.segment,
        spread.excluded_reason,
        shares.n_abm_opportunities,
        shares.n_opportunities,
        cast(sum(spread.amount) * 100 as hugeint) as cents,
        spread.is_segment_assumed,
        coalesce(spread.entered_on >= programme.starts_on and spread.entered_on < programme.ends_on, false)
            as is_in_horizon,
        spread.quarter_start,
        shares.known_from,
        shares.known_to
    from spread
    inner join shares
        on
            spread.quarter_start = shares.quarter_start
            and spread.entered_on <= shares.known_from
    left join programme
        on true
    group by
        spread.ledger_line_id,
        spread.kind,
        spread.campaign_id,
        spread.category,
        spread.segment,
        spread.excluded_reason,
        shares.n_abm_opportunities,
        shares.n_opportunities,
        spread.is_segment_assumed,
        coalesce(spread.entered_on >= programme.starts_on and spread.entered_on < programme.ends_on, false),
        spread.quarter_start,
        shares.known_from,
        shares.known_to

),

-- what is shared is for ABM by its share, and the rest is not: nothing is lost to rounding
parted as (

    select
        *,
        segment as allocated_to,
        {{ rounded_quotient('cents', '1') }} as amount
    from pieces
    where segment != 'shared'
    union all
    select
        *,
        'abm' as allocated_to,
        {{ rounded_quotient('(cents * n_abm_opportunities)', 'n_opportunities') }} as amount
    from pieces
    where segment = 'shared' and n_opportunities > 0
    union all
    select
        *,
        'non_abm' as allocated_to,
        {{ rounded_quotient('cents', '1') }}
        - {{ rounded_quotient('(cents * n_abm_opportunities)', 'n_opportunities') }} as amount
    from pieces
    where segment = 'shared' and n_opportunities > 0
    union all
    select
        *,
        'unallocated' as allocated_to,
        {{ rounded_quotient('cents', '1') }} as amount
    from pieces
    where segment = 'shared' and n_opportunities = 0

),

final as (

    select
        ledger_line_id,
        kind,
        campaign_id,
        category,
        segment,
        allocated_to,
        excluded_reason,
        amount,
        is_segment_assumed,
        is_in_horizon,
        quarter_start,
        known_from,
        known_to
    from parted

)

select * from final
