-- Revenue of the programme's horizon, ABM and of unknown membership, for its return (K39).
with programme as (

    select * from {{ ref('int_programme_bounded') }}

),

invoices as (

    select * from {{ ref('input__invoices') }}

),

accounts as (

    select * from {{ ref('int_account_resolved') }}

),

memberships as (

    select * from {{ ref('int_membership_resolved') }}

),

opportunities as (

    select *
    from {{ ref('int_opportunity_described') }}
    where seen_on = {{ as_of_date() }}

),

-- an invoice is its deal's: ABM if the account was in the programme when the deal was created, else that day
invoiced as (

    select
        invoices.source_system || ':' || invoices.invoice_id as revenue_id,
        'invoice' as basis,
        invoices.revenue_type,
        coalesce(
            opportunities.abm_segment,
            {{ abm_segment('accounts.surviving_account_id', 'invoices.issued_on', 'memberships') }}
        ) as abm_segment,
        {{ in_reporting_currency(
            "case when invoices.kind = 'credit_note' then -abs(invoices.amount_net) else invoices.amount_net end",
            'invoices.currency', 'fx'
        ) }} as amount,
        invoices.gross_margin_rate,
        invoices.issued_on as earned_on
    from invoices
    left join opportunities
        on invoices.opportunity_id = opportunities.opportunity_id
    left join accounts
        on
            invoices.source_system = accounts.source_system
            and invoices.account_id = accounts.account_id
    left join memberships
        on
            accounts.surviving_account_id = memberships.account_id
            and invoices.issued_on >= memberships.valid_from
            and invoices.issued_on < memberships.valid_to
    {{ join_fx_rate('fx', 'invoices.currency', 'invoices.issued_on') }}
    where coalesce(invoices.status, 'issued') not in ('draft', 'cancelled')

),

-- where nobody invoices, what was won stands in
booked as (

    select
        opportunity_id as revenue_id,
        'won_amount' as basis,
        case type when 'new_business' then 'new' else type end as revenue_type,
        abm_segment,
        amount,
        cast(null as decimal(18, 8)) as gross_margin_rate,
        closed_on as earned_on
    from opportunities
    where is_won and closed_on is not null and not exists (select 1 from invoices)

),

unioned as (

    select * from invoiced
    union all
    select * from booked

),

final as (

    select
        unioned.revenue_id,
        unioned.basis,
        unioned.revenue_type,
        unioned.abm_segment,
        unioned.amount,
        cast(round(
            unioned.amount * coalesce(unioned.gross_margin_rate, {{ var('gross_margin') }}), 2
        ) as decimal(18, 2)) as margin,
        unioned.gross_margin_rate is null as is_margin_assumed,
        unioned.earned_on
    from unioned
    inner join programme
        on
            unioned.earned_on >= programme.starts_on
            and unioned.earned_on < programme.ends_on
    where unioned.abm_segment != 'non_abm' and unioned.earned_on <= {{ as_of_date() }}

)

select * from final
