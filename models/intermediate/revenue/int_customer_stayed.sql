-- Days on which a customer has a contract, as spans without a gap; a contract that begins on the day after another, or
-- before it, goes on.
with contracts as (

    select * from {{ ref('int_contract_dated') }}

),

begun as (

    select
        *,
        valid_from > max(valid_to) over (
            partition by account_id
            order by valid_from, valid_to, contract_id
            rows between unbounded preceding and 1 preceding
        ) as is_after_a_gap
    from contracts

),

numbered as (

    select
        *,
        sum(case when is_after_a_gap then 1 else 0 end) over (
            partition by account_id
            order by valid_from, valid_to, contract_id
            rows between unbounded preceding and current row
        ) as stay_number
    from begun

),

stays as (

    select
        account_id,
        stay_number,
        count(*) as n_contracts,
        min(valid_from) as valid_from,
        max(valid_to) as valid_to
    from numbered
    group by account_id, stay_number

),

with_next as (

    select
        *,
        lead(valid_from) over (partition by account_id order by valid_from) as next_valid_from
    from stays

),

-- who is back after so many days without a contract never left; who is not has left on the first of them
final as (

    select
        account_id,
        stay_number,
        n_contracts,
        coalesce({{ days_between('valid_to', 'next_valid_from') }} <= {{ var('churn_grace_days') }}, false)
            as is_bridged,
        valid_from,
        valid_to,
        next_valid_from,
        case
            when
                {{ days_between('valid_to', as_of_date()) }} >= {{ var('churn_grace_days') }}
                and (
                    next_valid_from is null
                    or {{ days_between('valid_to', 'next_valid_from') }} > {{ var('churn_grace_days') }}
                )
                then valid_to
        end as churned_on
    from with_next

)

select * from final
