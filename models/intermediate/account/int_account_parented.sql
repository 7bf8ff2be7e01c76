with accounts as (

    select * from {{ ref('input__accounts') }}

),

resolved as (

    select * from {{ ref('int_account_resolved') }}

),

standing as (

    select *
    from {{ ref('int_account_standing') }}
    where does_exist and not is_deleted

),

-- the parent that a survivor's own record names, as the account that survives it
final as (

    select
        children.surviving_account_key as account_key,
        parents.surviving_account_key as parent_account_key
    from accounts
    inner join resolved as children
        on
            accounts.source_system = children.source_system
            and accounts.account_id = children.account_id
    inner join resolved as parents
        on
            accounts.source_system = parents.source_system
            and accounts.parent_account_id = parents.account_id
    -- a parent that is deleted is none: its children are roots of their own
    inner join standing
        on parents.surviving_account_key = standing.account_key
    where
        children.account_key = children.surviving_account_key
        and children.surviving_account_key != parents.surviving_account_key

)

select * from final
