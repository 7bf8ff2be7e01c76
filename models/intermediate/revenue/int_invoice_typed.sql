with invoices as (

    select * from {{ ref('input__invoices') }}

),

accounts as (

    select * from {{ ref('int_account_resolved') }}

),

keyed as (

    {{ keyed_records('invoices', 'invoice_id') }}

),

-- what is issued, net of what is given back; drafts and cancelled ones are no revenue
issued as (

    select
        keyed.published_invoice_id as invoice_id,
        invoices.source_system,
        accounts.surviving_account_id as account_id,
        invoices.opportunity_id,
        invoices.kind,
        invoices.revenue_type as stated_type,
        invoices.currency,
        case when invoices.kind = 'credit_note' then -abs(invoices.amount_net) else invoices.amount_net end
            as amount_in_currency,
        invoices.gross_margin_rate,
        invoices.issued_on
    from invoices
    inner join keyed
        on
            invoices.source_system = keyed.source_system
            and invoices.invoice_id = keyed.invoice_id
    left join accounts
        on
            invoices.source_system = accounts.source_system
            and invoices.account_id = accounts.account_id
    where
        invoices.issued_on <= {{ as_of_date() }}
        and coalesce(invoices.status, 'issued') not in ('draft', 'cancelled')

),

ordered as (

    select
        *,
        row_number() over (partition by account_id, kind order by issued_on, invoice_id) as number_of_kind
    from issued

),

typed as (

    select
        *,
        case
            when kind = 'credit_note' then null
            when stated_type is not null then stated_type
            when number_of_kind = 1 then 'new'
            else 'renewal'
        end as invoice_type
    from ordered

),

-- a credit note gives back of the last invoice before it, of its deal, else of its account
given_back as (

    select
        *,
        case
            when kind = 'credit_note' then coalesce(
                case when opportunity_id is not null then {{ last_invoice('account_id, opportunity_id') }} end,
                {{ last_invoice('account_id') }}
            )
        end as given_back_invoice_id
    from typed

),

-- without a type it has that one's
final as (

    select
        given_back.invoice_id,
        given_back.source_system,
        given_back.account_id,
        given_back.opportunity_id,
        given_back.given_back_invoice_id,
        given_back.kind,
        coalesce(given_back.stated_type, given_back.invoice_type, typed.invoice_type, 'renewal') as revenue_type,
        given_back.currency,
        given_back.amount_in_currency,
        given_back.gross_margin_rate,
        given_back.stated_type is null as is_type_assumed,
        given_back.issued_on
    from given_back
    left join typed
        on given_back.given_back_invoice_id = typed.invoice_id

)

select * from final
