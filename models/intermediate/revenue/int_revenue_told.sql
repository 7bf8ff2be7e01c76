-- What invoices and contracts lack, and what was taken for granted instead.
with revenue as (

    select * from {{ ref('int_revenue_recognised') }}
    where seen_on = {{ as_of_date() }}

),

contracts as (

    select * from {{ ref('int_contract_dated') }}

),

deals as (

    select * from {{ ref('int_deal_booked') }}
    where seen_on = {{ as_of_date() }} and coalesce(problem, '') != 'closed_without_date'

),

invoices_begun as (

    select min(recognised_on) as first_day
    from revenue
    where basis = 'invoice'

),

-- from before the first invoice, and named by none: what these deals brought is in no revenue
uninvoiced as (

    select deals.opportunity_id
    from deals
    inner join invoices_begun
        on deals.booked_on < invoices_begun.first_day
    left join revenue
        on deals.opportunity_id = revenue.opportunity_id
    where revenue.opportunity_id is null

),

findings as (

    {% for finding, treatment, condition in [
        ('no_fresh_exchange_rate', 'amount_unknown', "basis = 'invoice' and problem = 'missing_rate'"),
        ('revenue_type_empty', 'assumed_by_order', "basis = 'invoice' and is_type_assumed"),
        ('margin_empty', 'assumed_gross_margin', "basis = 'invoice' and is_margin_assumed"),
        ('no_invoices', 'won_amounts_stand_in', "basis = 'won_amount'"),
    ] %}
    select
        '{{ finding }}' as finding,
        '{{ treatment }}' as treatment,
        'invoices' as table_name,
        count(case when {{ condition }} then 1 end) as n_rows
    from revenue
    union all
    {% endfor %}
    {%- for finding, treatment, condition in [
        ('no_fresh_exchange_rate', 'amount_unknown', "problem = 'missing_rate'"),
        ('annual_value_empty', 'left_out', "problem = 'missing_amount'"),
    ] %}
    select
        '{{ finding }}' as finding,
        '{{ treatment }}' as treatment,
        'contracts' as table_name,
        count(case when {{ condition }} then 1 end) as n_rows
    from contracts
    union all
    {% endfor %}
    select
        'won_before_first_invoice' as finding,
        'in_no_revenue' as treatment,
        'opportunities' as table_name,
        count(*) as n_rows
    from uninvoiced

),

final as (

    select
        finding,
        treatment,
        table_name,
        cast(n_rows as bigint) as n_rows
    from findings
    where n_rows > 0

)

select * from final
