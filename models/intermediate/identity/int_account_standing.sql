with accounts as (

    select * from {{ ref('input__accounts') }}

),

resolved as (

    select * from {{ ref('int_account_resolved') }}

),

final as (

    select
        resolved.account_key,
        resolved.surviving_account_id as account_id,
        accounts.source_system,
        accounts.owner_id,
        {{ without_addresses('accounts.account_name') }} as account_name,
        {{ without_addresses('accounts.industry') }} as industry,
        upper(accounts.country_code) as country_code,
        accounts.parent_account_id as written_parent_account_id,
        {{ without_addresses('accounts.crm_url') }} as crm_url,
        accounts.employee_count,
        -- records that were merged in a circle were all deleted by it: the one that survives was not
        coalesce(accounts.deleted_at < {{ as_of_instant() }}, false) and not resolved.is_in_merge_cycle as is_deleted,
        coalesce(accounts.created_at < {{ as_of_instant() }}, true) as does_exist,
        resolved.is_in_merge_cycle,
        accounts.created_at,
        accounts.deleted_at
    from accounts
    inner join resolved
        on
            accounts.source_system = resolved.source_system
            and accounts.account_id = resolved.account_id
    where resolved.account_key = resolved.surviving_account_key

)

select * from final
