{#-
    Whether a day's evidence is asked for by any period of its KPI (int_kpi_defined): all of it on the as-of date, else
    what the longest trailing period reaches back to, and the day itself.
-#}
{%- macro is_in_reach(anchor_date, seen_on, catalog) -%}
    (
            {{ seen_on }} = {{ as_of_date() }}
            or {{ anchor_date }} >= {{ add_months(day_after(seen_on), '-' ~ catalog ~ '.trailing_months') }}
            or {{ anchor_date }} > {{ seen_on }} - {{ catalog }}.trailing_days
            or ({{ anchor_date }} = {{ seen_on }} and {{ catalog }}.is_snapshot)
        )
{%- endmacro -%}
