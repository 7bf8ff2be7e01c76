{#-
    The last CTEs of a landed__ model with personal columns: of everybody who asked to be erased an address is replaced
    (erased_address), a fact emptied, a text hashed, since equal ones have to stay equal; and what quarantine would show
    goes, whatever column it stands in. So nothing that is built knows them, and no number changes by it.

    A row is theirs by its person, also one whose record has gone; by its address; in quarantine, where its columns may
    be shifted, by any address in it. A request to be erased is always theirs. `told` says of each row whom it names
    (named_person_id) and whether that is its own source's record (is_own_person).
-#}
{%- macro without_the_erased(told, entity) -%}
    {%- set columns = entity_columns(entity) -%}
    {%- set address = columns | selectattr('personal', 'equalto', 'address') | map(attribute='name') | first -%}
    {%- set names_person = columns | selectattr('name', 'equalto', 'person_id') | list | length > 0 -%}
    {%- set key = entity_key(entity) -%}
    {#- what is looked up is hashed first, once each; none is where nobody asked -#}
    {%- set somebody_asked = '(select count(*) from erased_identifiers) > 0' -%}
erased_identifiers as (

    select
        identifier_type,
        identifier
    from {{ ref('landed__erased_identifier') }}
    group by identifier_type, identifier

),

naming_rows as (

    select read.raw_row
    from (
        select
            raw_row,
            {{ addresses_in('landed_text') }} as address
        from (
            select
                raw_row,
                {{ texts_of_row('raw_row') }} as landed_text
            from {{ told }}
            where raw_row is not null and {{ somebody_asked }}
        ) as texts
    ) as read
    inner join erased_identifiers
        on
            erased_identifiers.identifier_type = 'address'
            and {{ keyed_hash('read.address') }} = erased_identifiers.identifier
    group by read.raw_row

),

{% if names_person -%}
named_people as (

    select
        source_system,
        named_person_id,
        is_own_person
    from {{ told }}
    where named_person_id is not null and {{ somebody_asked }}
    group by source_system, named_person_id, is_own_person

),

-- by an id that another source gave them too
naming_ids as (

    select
        named.source_system,
        named.named_person_id,
        named.is_own_person
    from (
        select
            *,
            'record' as identifier_type,
            {{ keyed_hash("source_system || ':' || named_person_id") }} as identifier
        from named_people
        union all
        select
            *,
            'person_id' as identifier_type,
            {{ keyed_hash('named_person_id') }} as identifier
        from named_people
        where not is_own_person
    ) as named
    inner join erased_identifiers
        on
            named.identifier_type = erased_identifiers.identifier_type
            and named.identifier = erased_identifiers.identifier
    group by named.source_system, named.named_person_id, named.is_own_person

),

{% endif -%}
{% if address -%}
written_addresses as (

    select {{ address }} as written
    from {{ told }}
    where {{ address }} is not null and {{ somebody_asked }}
    group by {{ address }}

),

naming_addresses as (

    select read.written
    from (
        select
            written,
            {{ normal_email('written') }} as address
        from written_addresses
        union all
        select
            written,
            {{ addresses_in('written', is_exact=true) }} as address
        from written_addresses
    ) as read
    inner join erased_identifiers
        on
            erased_identifiers.identifier_type = 'address'
            and {{ keyed_hash('read.address') }} = erased_identifiers.identifier
    group by read.written

),

{% endif -%}
known as (

    select
        {{ told }}.*,
        {% if entity == 'erasure_requests' -%}
        true
        {%- else -%}
        naming_rows.raw_row is not null
        {%- if names_person %}
        or naming_ids.named_person_id is not null
        {%- endif %}
        {%- if address %}
        or naming_addresses.written is not null
        {%- endif %}
        {%- endif %} as is_of_erased
    from {{ told }}
    left join naming_rows
        on {{ told }}.raw_row = naming_rows.raw_row
    {%- if names_person %}
    left join naming_ids
        on
            {{ told }}.source_system = naming_ids.source_system
            and {{ told }}.named_person_id = naming_ids.named_person_id
            and {{ told }}.is_own_person = naming_ids.is_own_person
    {%- endif %}
    {%- if address %}
    left join naming_addresses
        on {{ told }}.{{ address }} = naming_addresses.written
    {%- endif %}

),

final as (

    select
        {%- for column in columns %}
        {% if column.personal == 'address' -%}
            case when is_of_erased then {{ erased_address(column.name) }} else {{ column.name }} end as {{ column.name }},
        {%- elif column.personal == 'text' -%}
            case when is_of_erased then {{ keyed_hash(column.name) }} else {{ column.name }} end as {{ column.name }},
        {%- elif column.personal -%}
            case when not is_of_erased then {{ column.name }} end as {{ column.name }},
        {%- elif column.type == 'text' and column.name not in key -%}
            case
                when not (is_of_erased and disposition = 'quarantined') then {{ column.name }}
            end as {{ column.name }},
        {%- else -%}
            {{ column.name }},
        {%- endif %}
        {%- endfor %}
        source_system,
        -- of a row without an id it is the content
        case
            when is_of_erased {%- if key | length == 1 %} and {{ key[0] }} != row_key{% endif %} then {{ keyed_hash('row_key') }}
            else row_key
        end as row_key,
        {% if entity == 'people' -%}
        case when is_of_erased and disposition = 'accepted' then 'erased' else disposition end as disposition,
        {%- else -%}
        disposition,
        {%- endif %}
        case
            -- each entry without its last part, the text as it landed
            when is_of_erased
                then regexp_replace(
                    rejected_because, '(\x1E[^\x1E\x1F]*)\x1E[^\x1F]*', '\1', 'g'
                )
            else rejected_because
        end as rejected_because,
        orphaned_columns,
        case when not is_of_erased then raw_row end as raw_row,
        case
            -- what an emptied reference said could be their id elsewhere
            when is_of_erased
                then regexp_replace(read_otherwise, '(\x1Ereference_to_nothing)\x1E[^\x1F]*', '\1', 'g')
            else read_otherwise
        end as read_otherwise,
        version_at,
        row_number,
        ingested_at
    from known

)
{%- endmacro -%}
