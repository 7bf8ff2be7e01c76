-- Invoices and credit notes where there are any; won amounts stand in where there are none, and the row says so.
with invoices as (

    select * from {{ ref('int_invoice_described') }}

),

landed_invoices as (

    select * from {{ ref('input__invoices') }}
    where issued_on <= {{ as_of_date() }}

),

deals as (

    select * from {{ ref('int_deal_booked') }}

),

dates as (

    select * from {{ ref('int_date_published') }}

),

-- from past days only the trailing periods that end with them are read
invoiced as (

    select
        invoices.invoice_id as revenue_id,
        invoices.source_system,
        invoices.account_id,
        invoices.opportunity_id,
        invoices.owner_id,
        'invoice' as basis,
        invoices.kind,
        invoices.revenue_type,
        invoices.abm_segment,
        invoices.tier,
        invoices.industry,
        invoices.country_code,
        invoices.owner_team,
        invoices.currency,
        case when invoices.amount is null then 'missing_rate' end as problem,
        invoices.amount_in_currency,
        invoices.amount,
        invoices.gross_margin_rate,
        invoices.is_type_assumed,
        false as is_currency_assumed,
        invoices.issued_on as recognised_on,
        dates.seen_on
    from invoices
    inner join dates
        on
            invoices.issued_on <= dates.seen_on
            and (
                dates.seen_on = {{ as_of_date() }}
                or invoices.issued_on >= {{ add_months(day_after('dates.seen_on'), -12) }}
            )

),

booked as (

    select
        opportunity_id as revenue_id,
        source_system,
        account_id,
        opportunity_id,
        owner_id,
        'won_amount' as basis,
        cast(null as {{ dbt.type_string() }}) as kind,
        revenue_type,
        abm_segment,
        tier,
        industry,
        country_code,
        owner_team,
        currency,
        problem,
        amount_in_currency,
        amount,
        cast(null as decimal(18, 8)) as gross_margin_rate,
        is_type_assumed,
        is_currency_assumed,
        booked_on as recognised_on,
        seen_on
    from deals
    where not exists (select 1 from landed_invoices)

),

unioned as (

    select * from invoiced
    union all
    select * from booked

),

final as (

    select
        revenue_id,
        source_system,
        account_id,
        opportunity_id,
        owner_id,
        basis,
        kind,
        revenue_type,
        abm_segment,
        tier,
        industry,
        country_code,
        owner_team,
        currency,
        problem,
        amount_in_currency,
        amount,
        coalesce(gross_margin_rate, cast({{ var('gross_margin') }} as decimal(18, 8))) as gross_margin_rate,
        {{ gross_margin_of('amount', 'gross_margin_rate') }} as gross_margin,
        is_type_assumed,
        is_currency_assumed,
        gross_margin_rate is null as is_margin_assumed,
        recognised_on,
        seen_on
    from unioned

)

select * from final
