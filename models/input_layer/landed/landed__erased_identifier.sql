-- by whom a person who asked to be erased is known, whatever their records are; a request holds from the day it
-- lands, whatever the as-of date is
with recursive requests as (

    -- however the address is written (Jean Dupont <jean@example.com>): a request in quarantine is one too
    select
        person_id,
        nullif(regexp_extract(lower(email), '{{ address_pattern() }}'), '') as email
    from {{ ref('stg_files__erasure_requests') }}

),

secret_key as (

    select * from {{ ref('stg_secret__person_key') }}

),

records as (

    {% for source_name, staged in staged_now('people') %}
    select
        source_system,
        person_id,
        {{ normal_email('email') }} as email,
        merged_into_person_id,
        external_ids
    from {{ ref('stg_' ~ source_name ~ '__' ~ staged) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

-- a Salesforce id also goes by its first 15 characters; an id of a file's own person is no other's
named as (

    select
        records.source_system,
        records.person_id
    from records
    inner join requests
        on
            records.person_id = requests.person_id
            or (records.source_system = 'salesforce' and left(records.person_id, 15) = requests.person_id)
    left join records as of_files
        on
            of_files.source_system = 'files'
            and requests.person_id = of_files.person_id
    where of_files.person_id is null or records.source_system = 'files'
    union
    select
        records.source_system,
        records.person_id
    from records
    inner join requests
        on records.email = requests.email

),

written_names as (

    select
        source_system,
        person_id,
        {{ split_to_rows('external_ids', 124) }} as name
    from records

),

links as (

    select
        source_system,
        person_id,
        source_system as other_source,
        merged_into_person_id as other_id
    from records
    where merged_into_person_id is not null
    union all
    select
        source_system,
        person_id,
        split_part(name, ':', 1) as other_source,
        split_part(name, ':', 2) as other_id
    from written_names
    union all
    -- a file may speak of a person by the id of Salesforce
    select
        source_system,
        person_id,
        'salesforce' as other_source,
        person_id as other_id
    from records
    where source_system = 'files'
    union all
    select
        records.source_system,
        records.person_id,
        same.source_system as other_source,
        same.person_id as other_id
    from records
    inner join records as same
        on
            records.email = same.email
            and records.source_system < same.source_system

),

links_both_ways as (

    select
        source_system,
        person_id,
        other_source,
        other_id
    from links
    union all
    select
        other_source as source_system,
        other_id as person_id,
        source_system as other_source,
        person_id as other_id
    from links

),

-- UNION, not UNION ALL: a circle adds nothing new and the recursion ends
erased as (

    select
        source_system,
        person_id
    from named
    union
    select
        links_both_ways.other_source as source_system,
        links_both_ways.other_id as person_id
    from erased
    inner join links_both_ways
        on
            erased.source_system = links_both_ways.source_system
            and erased.person_id = links_both_ways.person_id

),

addresses as (

    select email
    from requests
    where email is not null
    union
    select records.email
    from records
    inner join erased
        on
            records.source_system = erased.source_system
            and records.person_id = erased.person_id
    where records.email is not null

),

final as (

    select
        'person_id' as identifier_type,
        source_system,
        person_id as identifier
    from erased
    union all
    select
        'address' as identifier_type,
        cast(null as {{ dbt.type_string() }}) as source_system,
        {{ keyed_hash('email') }} as identifier
    from addresses

)

select * from final
