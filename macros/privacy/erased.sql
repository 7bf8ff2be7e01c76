{#-
    The last CTEs of a landed__ model with personal columns: of everybody who asked to be erased an address is replaced
    (erased_address), a fact emptied, a text hashed, since equal ones have to stay equal; and what quarantine would show
    goes. So nothing that is built knows them, and no number changes by it.

    A row is theirs by its person, its address, or, in quarantine, where its columns may be shifted, by any address in
    it. A request to be erased is always theirs.
-#}
{%- macro without_the_erased(told, entity) -%}
    {%- set columns = entity_columns(entity) -%}
    {%- set address = columns | selectattr('personal', 'equalto', 'address') | map(attribute='name') | first -%}
    {%- set names_person = columns | selectattr('name', 'equalto', 'person_id') | list | length > 0 -%}
    {%- set key = entity_key(entity) -%}
secret_key as (

    select * from {{ ref('stg_secret__person_key') }}

),

erased_records as (

    select
        source_system,
        identifier
    from {{ ref('landed__erased_identifier') }}
    where identifier_type = 'person_id'

),

-- by an id that another source gave them
erased_people as (

    select identifier
    from erased_records
    group by identifier

),

erased_addresses as (

    select identifier
    from {{ ref('landed__erased_identifier') }}
    where identifier_type = 'address'

),

naming_rows as (

    select rejected.raw_row
    from (
        select
            raw_row,
            {{ addresses_in('raw_row') }} as address
        from {{ told }}
        where raw_row is not null
    ) as rejected
    inner join erased_addresses
        on {{ keyed_hash('rejected.address') }} = erased_addresses.identifier
    group by rejected.raw_row

),

known as (

    select
        {{ told }}.*,
        {% if entity == 'erasure_requests' -%}
        true
        {%- else -%}
        naming_rows.raw_row is not null
        {%- if names_person %}
        or erased_records.identifier is not null
        or erased_people.identifier is not null
        {%- endif %}
        {%- if address %}
        or erased_addresses.identifier is not null
        {%- endif %}
        {%- endif %} as is_of_erased
    from {{ told }}
    left join naming_rows
        on {{ told }}.raw_row = naming_rows.raw_row
    {%- if names_person %}
    left join erased_records
        on
            {{ told }}.source_system = erased_records.source_system
            and {{ told }}.person_id = erased_records.identifier
    left join erased_people
        on
            not {{ told }}.is_own_person
            and {{ told }}.person_id = erased_people.identifier
    {%- endif %}
    {%- if address %}
    left join erased_addresses
        on
            -- a hash a row costs more than the join: none is made where nobody asked
            case
                when (select count(*) from erased_addresses) > 0
                    then {{ keyed_hash(normal_email(told ~ '.' ~ address)) }}
            end = erased_addresses.identifier
    {%- endif %}

),

final as (

    select
        {%- for column in columns %}
        {% if key == [column.name] and not column.required -%}
            -- a content that holds an address could be found out by trying
            case
                when is_of_erased and {{ column.name }} != row_key then {{ keyed_hash('row_key') }}
                else {{ column.name }}
            end as {{ column.name }},
        {%- elif not column.personal -%}
            {{ column.name }},
        {%- else -%}
            case
                when not is_of_erased then {{ column.name }}
                {%- if column.personal == 'address' %}
                else {{ erased_address(column.name) }}
                {%- elif column.personal == 'text' %}
                else {{ keyed_hash(column.name) }}
                {%- endif %}
            end as {{ column.name }},
        {%- endif %}
        {%- endfor %}
        source_system,
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
        read_otherwise,
        version_at,
        row_number,
        ingested_at
    from known

)
{%- endmacro -%}
