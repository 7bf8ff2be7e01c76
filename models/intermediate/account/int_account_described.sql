with accounts as (

    select * from {{ ref('int_account_standing') }}

),

rooted as (

    select * from {{ ref('int_account_rooted') }}

),

people as (

    select * from {{ ref('int_person_described') }}

),

placed as (

    select * from {{ ref('int_person_placed') }}

),

memberships as (

    select * from {{ ref('int_membership_resolved') }}

),

-- who is there on the as-of date; deleted and erased people are nobody's contact
contacts as (

    select
        placed.account_key,
        count(*) as contact_count
    from placed
    inner join people
        on placed.person_key = people.person_key
    where placed.account_key is not null and not people.is_deleted and people.erased_at is null
    group by placed.account_key

),

final as (

    select
        accounts.account_id,
        accounts.source_system,
        rooted.parent_account_id,
        rooted.root_account_id,
        accounts.owner_id,
        accounts.account_name,
        accounts.industry,
        accounts.country_code,
        {{ band('accounts.employee_count', var('size_band_limits')) }} as size_band,
        {{ abm_segment('accounts.account_id', as_of_date(), 'memberships') }} as abm_segment,
        memberships.tier,
        accounts.crm_url,
        accounts.employee_count,
        coalesce(contacts.contact_count, 0) as contact_count,
        accounts.is_deleted,
        accounts.is_in_merge_cycle,
        rooted.is_in_parent_cycle,
        accounts.written_parent_account_id is not null and rooted.parent_account_id is null as is_parent_missing,
        accounts.created_at
    from accounts
    inner join rooted
        on accounts.account_key = rooted.account_key
    left join contacts
        on accounts.account_key = contacts.account_key
    left join memberships
        on
            accounts.account_id = memberships.account_id
            and {{ as_of_date() }} >= memberships.valid_from
            and {{ as_of_date() }} < memberships.valid_to
    where accounts.does_exist

)

select * from final
