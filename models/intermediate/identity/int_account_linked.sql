with accounts as (

    select * from {{ ref('input__accounts') }}

),

keyed as (

    select * from {{ ref('int_account_keyed') }}

),

domains as (

    select *
    from {{ ref('int_account_domain') }}
    where is_public is not true

),

records as (

    select
        keyed.account_key,
        keyed.account_id,
        keyed.source_system,
        keyed.source_rank,
        accounts.external_ids,
        accounts.merged_into_account_id,
        accounts.created_at,
        coalesce(accounts.created_at < {{ as_of_instant() }}, true) as does_exist,
        coalesce(accounts.deleted_at < {{ as_of_instant() }}, false) as is_deleted,
        -- a merge that happens after the as-of date has not happened
        accounts.merged_into_account_id is not null
        and coalesce(accounts.deleted_at < {{ as_of_instant() }}, true) as is_merged
    from accounts
    inner join keyed
        on
            accounts.source_system = keyed.source_system
            and accounts.account_id = keyed.account_id

),

merged as (

    select
        records.account_key,
        targets.account_key as next_account_key
    from records
    inner join records as targets
        on
            records.source_system = targets.source_system
            and records.merged_into_account_id = targets.account_id
    where records.is_merged and targets.does_exist

),

-- what a record is called elsewhere; a file that names a record of Salesforce means it
synced as (

    {{ synced_records('records', 'account_id') }}

),

-- of several companies with the domain the oldest
same_domain as (

    select
        records.account_key,
        targets.account_key as next_account_key,
        row_number() over (
            partition by records.account_key order by targets.created_at asc nulls first, targets.account_key asc
        ) as preference
    from records
    inner join domains
        on records.account_key = domains.account_key
    inner join domains as target_domains
        on domains.domain = target_domains.domain
    inner join records as targets
        on target_domains.account_key = targets.account_key
    where
        targets.source_rank < records.source_rank
        and targets.does_exist
        and not targets.is_deleted
        and not targets.is_merged

),

final as (

    {{ first_link('records', 'account_id', {
        'merge': 'merged', 'synced_id': 'synced', 'domain': 'same_domain',
    }) }}

)

select * from final
