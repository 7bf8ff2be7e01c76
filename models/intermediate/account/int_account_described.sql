with accounts as (

    select * from {{ ref('input__accounts') }}

),

resolved as (

    select * from {{ ref('int_account_resolved') }}

),

people as (

    select * from {{ ref('input__people') }}

),

memberships as (

    select * from {{ ref('int_membership_resolved') }}

),

-- people of merged accounts are the survivor's; merged and deleted people are nobody's
contacts as (

    select
        resolved.surviving_account_id as account_id,
        count(*) as contact_count
    from people
    inner join resolved
        on people.account_id = resolved.account_id
    where
        people.merged_into_person_id is null
        and (people.created_at is null or people.created_at < {{ as_of_instant() }})
        and (people.deleted_at is null or people.deleted_at >= {{ as_of_instant() }})
    group by resolved.surviving_account_id

),

final as (

    select
        accounts.account_id,
        accounts.source_system,
        parents.surviving_account_id as parent_account_id,
        accounts.owner_id,
        accounts.account_name,
        accounts.industry,
        upper(accounts.country_code) as country_code,
        {{ band('accounts.employee_count', var('size_band_limits')) }} as size_band,
        {{ abm_segment('accounts.account_id', as_of_date(), 'memberships') }} as abm_segment,
        memberships.tier,
        accounts.crm_url,
        accounts.employee_count,
        coalesce(contacts.contact_count, 0) as contact_count,
        coalesce(accounts.deleted_at < {{ as_of_instant() }}, false) as is_deleted,
        resolved.is_in_merge_cycle,
        accounts.created_at
    from accounts
    inner join resolved
        on accounts.account_id = resolved.account_id
    left join resolved as parents
        on accounts.parent_account_id = parents.account_id
    left join contacts
        on accounts.account_id = contacts.account_id
    left join memberships
        on
            accounts.account_id = memberships.account_id
            and {{ as_of_date() }} >= memberships.valid_from
            and {{ as_of_date() }} < memberships.valid_to
    where
        resolved.surviving_account_id = accounts.account_id
        and (accounts.created_at is null or accounts.created_at < {{ as_of_instant() }})

)

select * from final
