-- Revenue of the programme's horizon, ABM and of unknown membership, for its return (K39).
with programme as (

    select * from {{ ref('int_programme_bounded') }}

),

revenue as (

    select *
    from {{ ref('int_revenue_recognised') }}
    where seen_on = {{ as_of_date() }}

),

final as (

    select
        revenue.revenue_id,
        revenue.basis,
        revenue.revenue_type,
        revenue.abm_segment,
        revenue.problem,
        revenue.amount,
        revenue.gross_margin as margin,
        revenue.is_margin_assumed,
        revenue.recognised_on as earned_on
    from revenue
    inner join programme
        on
            revenue.recognised_on >= programme.starts_on
            and revenue.recognised_on < programme.ends_on
    where revenue.abm_segment != 'non_abm' and coalesce(revenue.problem, '') != 'closed_without_date'

)

select * from final
