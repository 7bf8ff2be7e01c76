with accounts as (

    select * from {{ ref('input__accounts') }}

),

resolved as (

    select * from {{ ref('int_account_resolved') }}

),

rooted as (

    select * from {{ ref('int_account_rooted') }}

),

people as (

    select * from {{ ref('int_person_described') }}

),

memberships as (

    select * from {{ ref('int_membership_resolved') }}

),

-- people of merged accounts are the survivor's; merged, deleted and erased people are nobody's
contacts as (

    select
        account_key,
        count(*) as contact_count
    from people
    where account_key is not null and not is_deleted and erased_at is null
    group by account_key

),

final as (

    select
        rooted.account_id,
        accounts.source_system,
        rooted.parent_account_id,
        rooted.root_account_id,
        accounts.owner_id,
        accounts.account_name,
        accounts.industry,
        upper(accounts.country_code) as country_code,
        {{ band('accounts.employee_count', var('size_band_limits')) }} as size_band,
        {{ abm_segment('rooted.account_id', as_of_date(), 'memberships') }} as abm_segment,
        memberships.tier,
        accounts.crm_url,
        accounts.employee_count,
        coalesce(contacts.contact_count, 0) as contact_count,
        coalesce(accounts.deleted_at < {{ as_of_instant() }}, false) as is_deleted,
        resolved.is_in_merge_cycle,
        rooted.is_in_parent_cycle,
        accounts.created_at
    from accounts
    inner join resolved
        on
            accounts.source_system = resolved.source_system
            and accounts.account_id = resolved.account_id
    inner join rooted
        on resolved.account_key = rooted.account_key
    left join contacts
        on resolved.account_key = contacts.account_key
    left join memberships
        on
            rooted.account_id = memberships.account_id
            and {{ as_of_date() }} >= memberships.valid_from
            and {{ as_of_date() }} < memberships.valid_to
    where accounts.created_at is null or accounts.created_at < {{ as_of_instant() }}

)

select * from final
