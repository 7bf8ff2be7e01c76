with won as (

    select
        *,
        row_number() over (
            partition by account_id, seen_on order by closed_on asc nulls last, created_at asc, opportunity_id asc
        ) as place
    from {{ ref('int_opportunity_described') }}
    where is_won and type = 'new_business'

),

-- an account becomes a customer once, with its first new business; a deal of nobody makes no customer
final as (

    select
        coalesce(account_id, 'no_account:' || opportunity_id) as customer_id,
        account_id,
        opportunity_id,
        abm_segment,
        tier,
        case
            when account_id is null then 'no_account'
            when closed_on is null then 'closed_without_date'
        end as excluded_reason,
        is_type_assumed,
        created_on,
        closed_on,
        seen_on
    from won
    where place = 1 or account_id is null

)

select * from final
