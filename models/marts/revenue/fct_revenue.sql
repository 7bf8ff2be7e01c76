with revenue as (

    select * from {{ ref('int_revenue_recognised') }}

),

final as (

    select * exclude (seen_on)
    from revenue
    where seen_on = {{ as_of_date() }}

)

select * from final
