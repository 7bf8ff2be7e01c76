-- What was won by each day it is seen from, as revenue of the day it was closed.
with opportunities as (

    select * from {{ ref('int_opportunity_described') }}
    where is_won

),

final as (

    select
        opportunity_id,
        source_system,
        account_id,
        owner_id,
        case type when 'new_business' then 'new' else type end as revenue_type,
        abm_segment,
        tier,
        industry,
        country_code,
        owner_team,
        currency,
        case
            when closing_problem = 'closed_without_date' then 'closed_without_date'
            when amount_in_currency is null then 'missing_amount'
            when amount is null then 'missing_rate'
        end as problem,
        amount_in_currency,
        amount,
        is_type_assumed,
        is_currency_assumed,
        -- without a day of closing it stays, at its creation, with that reason
        coalesce(closed_on, created_on) as booked_on,
        seen_on
    from opportunities

)

select * from final
