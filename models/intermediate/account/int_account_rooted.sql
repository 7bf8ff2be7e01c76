with accounts as (

    select * from {{ ref('int_account_resolved') }}

),

parents as (

    select * from {{ ref('int_account_parented') }}

),

ascended as (

    select * from {{ ref('int_account_ascended') }}

),

ends as (

    {{ ends_of_chains('ascended', 'account_key') }}

),

survivors as (

    select
        account_key,
        surviving_account_id as account_id
    from accounts
    where is_own and account_key = surviving_account_key

),

final as (

    select
        survivors.account_key,
        parents.parent_account_key,
        coalesce(ends.last_account_key, survivors.account_key) as root_account_key,
        survivors.account_id,
        parent_ids.account_id as parent_account_id,
        root_ids.account_id as root_account_id,
        coalesce(ends.is_in_cycle, false) as is_in_parent_cycle
    from survivors
    left join parents
        on survivors.account_key = parents.account_key
    left join ends
        on survivors.account_key = ends.account_key
    left join survivors as parent_ids
        on parents.parent_account_key = parent_ids.account_key
    left join survivors as root_ids
        on coalesce(ends.last_account_key, survivors.account_key) = root_ids.account_key

)

select * from final
