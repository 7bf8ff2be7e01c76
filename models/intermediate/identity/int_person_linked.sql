with people as (

    select * from {{ ref('input__people') }}

),

keyed as (

    select * from {{ ref('int_person_keyed') }}

),

records as (

    select
        keyed.person_key,
        keyed.person_id,
        keyed.source_system,
        keyed.source_rank,
        people.account_id,
        people.external_ids,
        people.merged_into_person_id,
        {{ normal_email('people.email') }} as email,
        people.created_at,
        coalesce(people.created_at < {{ as_of_instant() }}, true) as does_exist,
        coalesce(people.deleted_at < {{ as_of_instant() }}, false) as is_deleted,
        -- what is merged or converted after the as-of date is not yet
        people.merged_into_person_id is not null
        and coalesce(
            people.converted_at < {{ as_of_instant() }}, people.deleted_at < {{ as_of_instant() }}, true
        ) as is_merged
    from people
    inner join keyed
        on
            people.source_system = keyed.source_system
            and people.person_id = keyed.person_id

),

merged as (

    select
        records.person_key,
        targets.person_key as next_person_key
    from records
    inner join records as targets
        on
            records.source_system = targets.source_system
            and records.merged_into_person_id = targets.person_id
    where records.is_merged and targets.does_exist

),

-- what a record is called elsewhere; a file that names a record of Salesforce means it
synced as (

    {{ synced_records('records', 'person_id') }}

),

-- of several people with the address one with an account, then the oldest
same_email as (

    select
        records.person_key,
        targets.person_key as next_person_key,
        row_number() over (
            partition by records.person_key
            order by
                case when targets.account_id is null then 1 else 0 end asc,
                targets.created_at asc nulls first,
                targets.person_key asc
        ) as preference
    from records
    inner join records as targets
        on
            records.email = targets.email
            and records.source_rank > targets.source_rank
    where targets.does_exist and not targets.is_deleted and not targets.is_merged

),

final as (

    {{ first_link('records', 'person_id', {
        'merge': 'merged', 'synced_id': 'synced', 'email': 'same_email',
    }) }}

)

select * from final
