with recursive people as (

    select * from {{ ref('input__people') }}

),

resolved as (

    select * from {{ ref('int_person_resolved') }}

),

accounts as (

    select * from {{ ref('int_account_resolved') }}

),

standing as (

    select * from {{ ref('int_account_standing') }}

),

erasures as (

    select *
    from {{ ref('input__erasure_requests') }}
    where requested_at < {{ as_of_instant() }}

),

-- each record of a person; records that do not exist yet say nothing
records as (

    select
        resolved.surviving_person_key as person_key,
        resolved.surviving_person_id as person_id,
        resolved.person_key as record_key,
        people.source_system,
        accounts.surviving_account_key as account_key,
        case
            when standing.does_exist and not standing.is_deleted then accounts.surviving_account_key
        end as standing_account_key,
        {{ normal_email('people.email') }} as email,
        {{ domain_of('people.company_domain') }} as company_domain,
        people.full_name,
        people.job_title,
        people.seniority,
        people.buying_role,
        people.is_decision_maker,
        people.created_at,
        people.deleted_at,
        resolved.is_in_merge_cycle
    from people
    inner join resolved
        on
            people.source_system = resolved.source_system
            and people.person_id = resolved.person_id
    left join accounts
        on
            people.source_system = accounts.source_system
            and people.account_id = accounts.account_id
    left join standing
        on accounts.surviving_account_key = standing.account_key
    where people.created_at is null or people.created_at < {{ as_of_instant() }}

),

asked as (

    select
        resolved.surviving_person_key as person_key,
        erasures.requested_at
    from resolved
    inner join erasures
        on
            resolved.source_system = erasures.source_system
            and resolved.person_id = erasures.person_id
    union all
    select
        records.person_key,
        erasures.requested_at
    from records
    inner join erasures
        on records.email = {{ normal_email('erasures.email') }}

),

written_addresses as (

    select
        person_key,
        email
    from records
    where email is not null
    group by person_key, email

),

-- whoever has an address of theirs is erased with them: nobody can tell two people with one address from one
asked_or_alike as (

    select
        person_key,
        requested_at
    from asked
    union
    select
        alike.person_key,
        asked_or_alike.requested_at
    from asked_or_alike
    inner join written_addresses
        on asked_or_alike.person_key = written_addresses.person_key
    inner join written_addresses as alike
        on written_addresses.email = alike.email

),

erased as (

    select
        person_key,
        min(requested_at) as erased_at
    from asked_or_alike
    group by person_key

),

-- the survivor's own word, else that of the record of best rank that has one
described as (

    select
        person_key,
        min(person_id) as person_id,
        {{ first_known('source_system', 'record_order') }} as source_system,
        coalesce(
            {{ first_known('standing_account_key', 'record_order') }}, {{ first_known('account_key', 'record_order') }}
        ) as account_key,
        {{ first_known('email', 'record_order') }} as email,
        {{ first_known('company_domain', 'record_order') }} as company_domain,
        {{ first_known('full_name', 'record_order') }} as full_name,
        {{ first_known('job_title', 'record_order') }} as job_title,
        {{ first_known('seniority', 'record_order') }} as seniority,
        {{ first_known('buying_role', 'record_order') }} as buying_role,
        {{ first_known('is_decision_maker', 'record_order') }} as is_decision_maker,
        count(*) as n_records,
        bool_or(is_in_merge_cycle) as is_in_merge_cycle,
        case when count(created_at) = count(*) then min(created_at) end as created_at,
        -- records that were merged in a circle were all deleted by it: the one that survives was not
        max(case when record_key = person_key and not is_in_merge_cycle then deleted_at end) as deleted_at
    from (
        select
            *,
            case when record_key = person_key then 0 else record_key end as record_order
        from records
    ) as ordered
    group by person_key

),

final as (

    select
        described.person_key,
        described.person_id,
        described.source_system,
        described.account_key,
        case when erased.erased_at is null then described.email end as email,
        split_part(described.email, '@', 2) as email_domain,
        described.company_domain,
        case when erased.erased_at is null then described.full_name end as full_name,
        described.job_title,
        described.seniority,
        described.buying_role,
        described.n_records,
        described.is_decision_maker,
        coalesce(described.deleted_at < {{ as_of_instant() }}, false) as is_deleted,
        described.is_in_merge_cycle,
        described.created_at,
        described.deleted_at,
        erased.erased_at
    from described
    left join erased
        on described.person_key = erased.person_key

)

select * from final
