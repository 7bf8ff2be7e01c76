with programme as (

    select * from {{ ref('int_programme_bounded') }}

),

ledger as (

    select *
    from {{ ref('int_ledger_allocated') }}
    where
        is_in_horizon and excluded_reason is null and allocated_to = 'abm'
        and known_from <= {{ as_of_date() }} and known_to > {{ as_of_date() }}

),

revenue as (

    select *
    from {{ ref('int_programme_revenue') }}
    where abm_segment = 'abm' and amount is not null

),

spent as (

    select
        sum(case when kind = 'cost' and not {{ is_indirect_cost('category') }} then amount else 0 end) as direct_cost,
        sum(case when kind = 'cost' and {{ is_indirect_cost('category') }} then amount else 0 end) as indirect_cost,
        sum(case when kind = 'benefit' and category = 'efficiency' then amount else 0 end) as efficiency,
        sum(case when kind = 'benefit' and category = 'churn_saved' then amount else 0 end) as churn_saved,
        sum(case when kind = 'benefit' and category = 'other' then amount else 0 end) as other_benefits
    from ledger

),

-- upsell and renewals are in revenue; what customers are worth later (K34, K35) is not added: it is the same euros
earned as (

    select
        min(basis) as revenue_basis,
        sum(amount) as revenue,
        sum(case when revenue_type = 'expansion' then amount else 0 end) as expansion_revenue,
        sum(case when revenue_type = 'renewal' then amount else 0 end) as renewal_revenue,
        sum(margin) as gross_margin
    from revenue

),

joined as (

    select
        bases.roi_basis,
        earned.revenue_basis,
        '{{ var("shared_allocation") }}' as shared_allocation,
        coalesce(spent.direct_cost, 0) as direct_cost,
        coalesce(spent.indirect_cost, 0) as indirect_cost,
        coalesce(spent.direct_cost + spent.indirect_cost, 0) as total_cost,
        coalesce(earned.revenue, 0) as revenue,
        coalesce(earned.expansion_revenue, 0) as expansion_revenue,
        coalesce(earned.renewal_revenue, 0) as renewal_revenue,
        coalesce(earned.gross_margin, 0) as gross_margin,
        coalesce(spent.efficiency, 0) as efficiency,
        coalesce(spent.churn_saved, 0) as churn_saved,
        coalesce(spent.other_benefits, 0) as other_benefits,
        coalesce(case bases.roi_basis when 'gross_margin' then earned.gross_margin else earned.revenue end, 0)
        + coalesce(spent.efficiency + spent.churn_saved + spent.other_benefits, 0) as total_benefit,
        programme.starts_on,
        programme.ends_on
    from programme
    cross join (values ('gross_margin'), ('revenue')) as bases (roi_basis)
    cross join spent
    cross join earned
    where programme.starts_on <= {{ as_of_date() }}

),

final as (

    select
        roi_basis,
        revenue_basis,
        shared_allocation,
        {%- for column in [
            'direct_cost', 'indirect_cost', 'total_cost', 'revenue', 'expansion_revenue', 'renewal_revenue',
            'gross_margin', 'efficiency', 'churn_saved', 'other_benefits', 'total_benefit',
        ] %}
        cast({{ column }} as decimal(18, 2)) as {{ column }},
        {%- endfor %}
        {{ significant('cast(total_benefit - total_cost as double) / nullif(cast(total_cost as double), 0)') }} as roi,
        ends_on <= {{ day_after(as_of_date()) }} as is_complete,
        -- a customer kept may be in both: its renewal and the churn it saved
        churn_saved > 0 and renewal_revenue > 0 as may_overlap,
        starts_on,
        ends_on
    from joined

)

select * from final
