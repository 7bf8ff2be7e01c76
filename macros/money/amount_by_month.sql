{#-
    An amount (`cents`, whole ones) charged by the day over [period_from, period_from + n_days), up to the day before
    `charged_to`, as one row a month: what is charged by a month's end less what was by its beginning, so that the months
    add up to the cent. `columns` are carried along.
-#}
{%- macro amount_by_month(amounts, columns) -%}
    select
        {% for column in columns -%}
        {{ column }},
        {% endfor -%}
        {{ rounded_quotient('(cents * days_until)', 'n_days') }}
        - {{ rounded_quotient('(cents * days_before)', 'n_days') }} as amount,
        month_start
    from (
        select
            *,
            {{ days_between('period_from', 'greatest(month_start, period_from)') }} as days_before,
            {{ days_between('period_from', 'least(' ~ add_months('month_start', 1) ~ ', charged_to)') }} as days_until
        from (
            select
                *,
                {{ months_from(month_of('period_from'), 'charged_to - 1') }} as month_start
            from {{ amounts }}
        ) as by_month
    ) as counted
{%- endmacro -%}
