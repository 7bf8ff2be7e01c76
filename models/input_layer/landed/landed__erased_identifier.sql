-- by what a person who asked to be erased is known, whatever their records are; a request holds from the day it
-- lands, whatever the as-of date is
with recursive secret_key as (

    select * from {{ ref('stg_secret__person_key') }}

),

found_before as (

    select * from {{ ref('stg_secret__erased_identifier') }}

),

-- a request in quarantine is one too
requests as (

    select
        person_id,
        email,
        {{ keyed_hash('lower(' ~ values_as_text(['person_id', 'email']) ~ ')') }} as request
    from {{ ref('stg_files__erasure_requests') }}
    where person_id is not null or email is not null
    group by person_id, email

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

-- whether its record is there or has gone; an id of a file's own person is no other's
requested_ids as (

    {% for source_name in staged_now('people') | map('first') | unique %}
    select
        requests.request,
        '{{ source_name }}' as source_system,
        requests.person_id
    from requests
    left join records as of_files
        on
            of_files.source_system = 'files'
            and requests.person_id = of_files.person_id
    where
        requests.person_id is not null
        and (of_files.person_id is null or '{{ source_name }}' = 'files')
    {{ 'union' if not loop.last }}
    {% endfor %}

),

-- an address stands among the records, under a source of its own; it is what is asked for however it is written
-- (Jean Dupont <jean@example.com>)
requested as (

    select
        request,
        source_system,
        person_id
    from requested_ids
    union
    select
        request,
        source_system,
        {{ salesforce_id('person_id') }} as person_id
    from requested_ids
    where source_system = 'salesforce'
    union
    select
        request,
        '@' as source_system,
        {{ normal_email('email') }} as person_id
    from requests
    union
    select
        request,
        '@' as source_system,
        {{ addresses_in("concat_ws(' ', person_id, email)", is_exact=true) }} as person_id
    from requests

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
        source_system,
        person_id,
        '@' as other_source,
        email as other_id
    from records
    where email is not null

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
        request,
        source_system,
        person_id
    from requested
    where person_id is not null
    union
    select
        erased.request,
        links_both_ways.other_source as source_system,
        links_both_ways.other_id as person_id
    from erased
    inner join links_both_ways
        on
            erased.source_system = links_both_ways.source_system
            and erased.person_id = links_both_ways.person_id

),

there as (

    select
        erased.source_system,
        erased.person_id
    from erased
    inner join records
        on
            erased.source_system = records.source_system
            and erased.person_id = records.person_id
    union
    select
        erased.source_system,
        erased.person_id
    from erased
    inner join links_both_ways
        on
            erased.source_system = links_both_ways.source_system
            and erased.person_id = links_both_ways.person_id

),

told as (

    select
        erased.*,
        there.person_id is not null as is_known
    from erased
    left join there
        on
            erased.source_system = there.source_system
            and erased.person_id = there.person_id

),

identified as (

    select
        request,
        'record' as identifier_type,
        {{ keyed_hash("source_system || ':' || person_id") }} as identifier,
        is_known
    from told
    where source_system != '@'
    union all
    select
        request,
        case when source_system = '@' then 'address' else 'person_id' end as identifier_type,
        {{ keyed_hash('person_id') }} as identifier,
        is_known
    from told
    union all
    -- as reports and spreadsheets write an id of Salesforce
    select
        request,
        'person_id' as identifier_type,
        {{ keyed_hash('left(person_id, 15)') }} as identifier,
        is_known
    from told
    where source_system = 'salesforce' and length(person_id) = 18
    union all
    select
        found_before.request,
        found_before.identifier_type,
        found_before.identifier,
        true as is_known
    from found_before
    inner join requests
        on found_before.request = requests.request

),

final as (

    select
        request,
        identifier_type,
        identifier,
        bool_or(is_known) as is_known
    from identified
    group by request, identifier_type, identifier

)

select * from final
