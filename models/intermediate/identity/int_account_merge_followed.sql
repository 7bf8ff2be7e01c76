with recursive accounts as (

    select * from {{ ref('input__accounts') }}

),

-- a merge that happens after the as-of date has not happened
mergers as (

    select
        account_id,
        merged_into_account_id
    from accounts
    where
        merged_into_account_id is not null
        and coalesce(deleted_at < {{ as_of_instant() }}, true)

),

-- UNION, not UNION ALL: a cycle adds nothing new and the recursion ends
final as (

    select
        account_id,
        merged_into_account_id as reached_account_id
    from mergers
    union
    select
        final.account_id,
        mergers.merged_into_account_id as reached_account_id
    from final
    inner join mergers
        on final.reached_account_id = mergers.account_id

)

select * from final
