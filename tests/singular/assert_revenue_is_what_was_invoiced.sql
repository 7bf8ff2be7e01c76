-- Per currency, the revenue of all types is what was invoiced less what was given back, to the cent.
with invoices as (

    select * from {{ ref('input__invoices') }}
    where issued_on <= {{ as_of_date() }}

),

revenue as (

    select * from {{ ref('fct_revenue') }}

),

invoiced as (

    select
        currency,
        sum(case when kind = 'credit_note' then -abs(amount_net) else amount_net end) as amount
    from invoices
    where status is null or status in ('issued', 'paid')
    group by currency

),

by_type as (

    select
        currency,
        sum(case when revenue_type = 'new' then amount_in_currency else 0 end)
        + sum(case when revenue_type = 'expansion' then amount_in_currency else 0 end)
        + sum(case when revenue_type = 'renewal' then amount_in_currency else 0 end) as amount
    from revenue
    where exists (select 1 from invoices)
    group by currency

)

select
    coalesce(invoiced.currency, by_type.currency) as currency,
    invoiced.amount as invoiced_amount,
    by_type.amount as revenue_amount
from invoiced
full outer join by_type
    on invoiced.currency = by_type.currency
where invoiced.amount is distinct from by_type.amount
