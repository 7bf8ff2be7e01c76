with accounts as (

    select * from {{ ref('input__accounts') }}

),

followed as (

    select * from {{ ref('int_account_merge_followed') }}

),

in_a_cycle as (

    select account_id
    from followed
    where account_id = reached_account_id

),

merged as (

    select account_id
    from followed
    group by account_id

),

-- the end of the chain survives; where it runs into a cycle, the smallest id of the cycle
survivors as (

    select
        followed.account_id,
        min(followed.reached_account_id) as surviving_account_id
    from followed
    left join merged
        on followed.reached_account_id = merged.account_id
    left join in_a_cycle
        on followed.reached_account_id = in_a_cycle.account_id
    where
        merged.account_id is null
        or in_a_cycle.account_id is not null
    group by followed.account_id

),

final as (

    select
        accounts.account_id,
        coalesce(survivors.surviving_account_id, accounts.account_id) as surviving_account_id,
        in_a_cycle.account_id is not null as is_in_merge_cycle
    from accounts
    left join survivors
        on accounts.account_id = survivors.account_id
    left join in_a_cycle
        on accounts.account_id = in_a_cycle.account_id

)

select * from final
