-- K39: what the programme brought less what it cost, over what it cost, within its horizon; to date before it ends.
with ledger as (

    select *
    from {{ ref('int_ledger_allocated') }}
    where is_in_horizon and allocated_to != 'non_abm'

),

revenue as (

    select * from {{ ref('int_programme_revenue') }}

),

programme as (

    select * from {{ ref('int_programme_bounded') }}

),

-- on the last day of the horizon it has passed
dates as (

    select
        published.seen_on,
        published.seen_on as anchor_date,
        case when {{ day_after('published.seen_on') }} < programme.ends_on then 'pending' end as outcome
    from {{ ref('int_date_published') }} as published
    inner join programme
        on published.seen_on >= programme.starts_on

),

kpis as (

    select by_basis.kpi_id
    from (values ('K39a'), ('K39b')) as by_basis (kpi_id)

),

booked as (

    select
        ledger.ledger_line_id,
        ledger.kind,
        case ledger.allocated_to when 'unallocated' then 'unknown' else 'abm' end as abm_segment,
        ledger.is_segment_assumed,
        case
            when ledger.excluded_reason is not null then ledger.excluded_reason
            when ledger.allocated_to = 'unallocated' then 'shared_unallocated'
        end as excluded_reason,
        sum(ledger.amount) as amount,
        dates.anchor_date,
        dates.outcome,
        dates.seen_on
    from ledger
    inner join dates
        on
            ledger.known_from <= dates.seen_on
            and ledger.known_to > dates.seen_on
    group by
        ledger.ledger_line_id, ledger.kind, ledger.allocated_to, ledger.is_segment_assumed, ledger.excluded_reason,
        dates.anchor_date, dates.outcome, dates.seen_on

),

costs_and_benefits as (

    select
        kpis.kpi_id,
        concat_ws(':', booked.ledger_line_id, booked.abm_segment, booked.excluded_reason) as entity_id,
        booked.*,
        {{ no_attributes() }},
        case booked.abm_segment when 'unknown' then 'whole' end as side,
        case booked.kind when 'cost' then -booked.amount else booked.amount end as numerator_part,
        case booked.kind when 'cost' then booked.amount else 0 end as denominator_part
    from booked
    cross join kpis

),

-- K39a counts the margin of revenue, K39b revenue itself
earned as (

    select
        kpis.kpi_id,
        'revenue:' || revenue.revenue_id as entity_id,
        revenue.abm_segment,
        revenue.basis,
        kpis.kpi_id = 'K39a' and revenue.is_margin_assumed as is_margin_assumed,
        {{ no_attributes() }},
        case revenue.abm_segment when 'unknown' then 'whole' end as side,
        case kpis.kpi_id when 'K39a' then revenue.margin else revenue.amount end as numerator_part,
        0 as denominator_part,
        case
            when revenue.abm_segment = 'unknown' then 'unknown_membership'
            else revenue.problem
        end as excluded_reason,
        dates.anchor_date,
        dates.outcome,
        dates.seen_on
    from revenue
    inner join dates
        on revenue.earned_on <= dates.seen_on
    cross join kpis

),

final as (

    {{ evidence_rows(
        ['costs_and_benefits'], none, 'entity_id', 'ledger_line', having=['parts', 'outcome', 'side'],
        assumes=['segment']
    ) }}
    union all
    {{ evidence_rows(
        ['earned'], none, 'entity_id', 'ledger_line', having=['parts', 'outcome', 'side'], assumes=['margin']
    ) }}

)

select * from final
