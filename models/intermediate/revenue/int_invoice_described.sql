with invoices as (

    select * from {{ ref('int_invoice_typed') }}

),

deals as (

    select *
    from {{ ref('int_opportunity_described') }}
    where seen_on = {{ as_of_date() }}

),

segments as (

    select * from {{ ref('int_account_segmented') }}

),

memberships as (

    select * from {{ ref('int_membership_resolved') }}

),

-- an invoice's membership is its deal's at creation, else its account's on the day it was issued; a credit note's that
-- of the invoice that it gives back of
belonging as (

    select
        invoices.*,
        coalesce(invoices.opportunity_id, given_back.opportunity_id) as belonging_opportunity_id,
        coalesce(given_back.issued_on, invoices.issued_on) as belongs_on
    from invoices
    left join invoices as given_back
        on invoices.given_back_invoice_id = given_back.invoice_id

),

final as (

    select
        invoices.invoice_id,
        invoices.source_system,
        invoices.account_id,
        invoices.opportunity_id,
        case when deals.opportunity_id is null then segments.owner_id else deals.owner_id end as owner_id,
        invoices.kind,
        invoices.revenue_type,
        case
            when deals.opportunity_id is not null then deals.abm_segment
            else {{ abm_segment('invoices.account_id', 'invoices.belongs_on', 'memberships') }}
        end as abm_segment,
        case when deals.opportunity_id is null then memberships.tier else deals.tier end as tier,
        segments.industry,
        segments.country_code,
        case when deals.opportunity_id is null then segments.owner_team else deals.owner_team end as owner_team,
        invoices.currency,
        invoices.amount_in_currency,
        {{ in_reporting_currency('invoices.amount_in_currency', 'invoices.currency', 'fx') }} as amount,
        invoices.gross_margin_rate,
        invoices.is_type_assumed,
        invoices.issued_on
    from belonging as invoices
    left join deals
        on invoices.belonging_opportunity_id = deals.opportunity_id
    left join segments
        on invoices.account_id = segments.account_id
    left join memberships
        on
            invoices.account_id = memberships.account_id
            and invoices.belongs_on >= memberships.valid_from
            and invoices.belongs_on < memberships.valid_to
    {{ join_fx_rate('fx', 'invoices.currency', 'invoices.issued_on') }}

)

select * from final
