{#- The last invoice up to a row of int_invoice_typed; on one day invoices come before credit notes. -#}
{%- macro last_invoice(of) -%}
    last_value(case when kind != 'credit_note' then invoice_id end ignore nulls) over (
                partition by {{ of }}
                order by issued_on, case when kind = 'credit_note' then 1 else 0 end, invoice_id
                rows between unbounded preceding and current row
            )
{%- endmacro -%}


{#- Revenue times its own margin, to the cent; var gross_margin where no rate is given. -#}
{%- macro gross_margin_of(amount, rate='null') -%}
    cast(round(
            {{ amount }} * coalesce({{ rate }}, cast({{ var('gross_margin') }} as decimal(9, 8))), 2
        ) as decimal(18, 2))
{%- endmacro -%}
