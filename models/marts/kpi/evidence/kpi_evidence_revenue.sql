with revenue as (

    select
        *,
        case when abm_segment = 'unknown' then 'unknown_membership' else problem end as share_problem
    from {{ ref('int_revenue_recognised') }}

),

deals as (

    select * from {{ ref('int_deal_booked') }}

),

-- K29a: revenue of ABM, invoices less credit notes, of all types
abm_revenue as (

    select
        'K29a' as kpi_id,
        revenue_id,
        seen_on,
        recognised_on as anchor_date,
        case when abm_segment = 'abm' then amount else 0 end as numerator_part,
        case when abm_segment = 'abm' then 1 else 0 end as denominator_part,
        case when abm_segment = 'abm' then problem end as excluded_reason
    from revenue

),

-- share of ABM in what new customers bring (K30a), with expansions (K30b), and in all (K31)
{% for cte, kpi_id, types in [
    ('abm_share_of_new', 'K30a', ['new']),
    ('abm_share_of_growth', 'K30b', ['new', 'expansion']),
    ('abm_share_of_all', 'K31', none),
] -%}
{{ cte }} as (

    select
        '{{ kpi_id }}' as kpi_id,
        revenue_id,
        seen_on,
        recognised_on as anchor_date,
        case when abm_segment = 'abm' then amount else 0 end as numerator_part,
        amount as denominator_part,
        share_problem as excluded_reason
    from revenue
    {%- if types %}
    where revenue_type in ('{{ types | join("', '") }}')
    {%- endif %}

),

{% endfor -%}
-- K29b: what was won with ABM
abm_booked as (

    select
        'K29b' as kpi_id,
        opportunity_id,
        seen_on,
        booked_on as anchor_date,
        case when abm_segment = 'abm' then amount else 0 end as numerator_part,
        case when abm_segment = 'abm' then 1 else 0 end as denominator_part,
        case when abm_segment = 'abm' then problem end as excluded_reason
    from deals

),

final as (

    {{ evidence_rows(['abm_revenue', 'abm_share_of_all'], 'revenue', 'revenue_id', 'revenue', assumes=['revenue']) }}
    union all
    {{ evidence_rows(
        ['abm_share_of_new', 'abm_share_of_growth'], 'revenue', 'revenue_id', 'revenue',
        assumes=['revenue', 'revenue_type']
    ) }}
    union all
    {{ evidence_rows(['abm_booked'], 'deals', 'opportunity_id', 'opportunity', assumes=['amount']) }}

)

select * from final
