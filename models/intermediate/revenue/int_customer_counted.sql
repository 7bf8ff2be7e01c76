-- Customers added up by segment and day they are seen from.
with customers as (

    select * from {{ ref('int_customer_observed') }}

),

in_segment as (

    {% for segment_type in ['all', 'abm', 'tier', 'industry', 'country'] -%}
    select
        '{{ segment_type }}' as segment_type,
        {% if segment_type == 'all' -%}
        'all'
        {%- elif segment_type == 'abm' -%}
        abm_segment
        {%- elif segment_type == 'tier' -%}
        case when abm_segment = 'unknown' then 'unknown' else tier end
        {%- else -%}
        coalesce({{ 'country_code' if segment_type == 'country' else segment_type }}, 'unknown')
        {%- endif %} as segment_value,
        *
    from customers
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

final as (

    select
        segment_type,
        segment_value,
        cast(count(case when customer_years > 0 then 1 end) as integer) as n_customers,
        cast(count(case when is_running then 1 end) as integer) as n_running,
        cast(count(case when is_running and problem is not null then 1 end) as integer) as n_without_value,
        cast(sum(n_churns) as integer) as n_churns,
        cast(sum(customer_years) as decimal(18, 6)) as customer_years,
        cast(count(case when n_expansions > 0 then 1 end) as integer) as n_expanded,
        cast(count(case when was_running and problem_before is null then 1 end) as integer) as n_a_year_before,
        cast(sum(case when was_running and problem_before is null then annual_value_before end) as decimal(18, 2))
            as value_a_year_before,
        cast(sum(case
            when was_running and problem_before is null then least(annual_value, annual_value_before)
        end) as decimal(18, 2)) as value_kept,
        cast(sum(case when was_running and problem_before is null then annual_value end) as decimal(18, 2))
            as value_now,
        cast(count(case when is_running and is_new and problem is null then 1 end) as integer) as n_new,
        avg(case when is_running and problem is null then cast(annual_margin as double) end) as annual_margin,
        avg(case when is_running and is_new and problem is null then cast(annual_margin as double) end)
            as new_annual_margin,
        seen_on
    from in_segment
    where segment_value is not null
    group by segment_type, segment_value, seen_on

)

select * from final
