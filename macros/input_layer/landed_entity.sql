{#-
    Every landed row of an entity, from all its sources, with what became of it (`disposition`):

    - quarantined: it breaks the contract, or a required reference leads nowhere, or to a row that is in quarantine, or
      one does without which the row would say more than it did (`narrows`);
    - duplicate: another row of the same source and key stays: the newest version, then the first ingested, then
      the first by content;
    - other_crm: it is of deals, in a CRM that is not the one of record (var crm_of_record);
    - deleted: its source says that it is gone, and the entity has no `deleted_at` to say since when;
    - erased: it is of a person who asked to be erased; it is in the input layer without name and address
      (without_the_erased);
    - accepted: it is in the input layer. An optional reference that leads nowhere is emptied and named in
      `orphaned_columns`.

    A reference is looked up in its own source first, then across sources where exactly one row has that id.
-#}
{%- macro landed_entity(entity) -%}
    {%- if var('is_linting', false) -%}
        {{ return('select 1 as one') }}
    {%- endif -%}
    {%- set columns = entity_columns(entity) -%}
    {%- set references = columns | selectattr('references', 'defined') | list -%}
    {%- set narrowing = references | selectattr('narrows', 'defined') | list -%}
    {%- set required = references | selectattr('required', 'defined') | list + narrowing -%}
    {%- set optional = references | rejectattr('required', 'defined') | rejectattr('narrows', 'defined') | list -%}
    {%- set is_personal = columns | selectattr('personal', 'defined') | list | length > 0 -%}

with {% if is_personal -%}
secret_key as (

    select * from {{ ref('stg_secret__person_key') }}

),

{% endif -%}
landed as (

    {% for source_name, staged in staged_now(entity) %}
    select * from {{ ref('stg_' ~ source_name ~ '__' ~ staged) }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {% endfor %}

),

keyed as (

    select
        *,
        {% set key = entity_key(entity) -%}
        {% if key | length == 1 -%}
            coalesce({{ key[0] }}, {{ values_as_text(columns | map(attribute='name')) }})
        {%- else -%}
            coalesce(record_id, {{ values_as_text(key) }})
        {%- endif %} as row_key
    from landed

),

versioned as (

    select
        *,
        row_number() over (
            partition by source_system, row_key, rejected_because is null
            order by
                version_at desc nulls last,
                -- of equal versions one that is there goes before one that another row replaced
                case when is_gone then 1 else 0 end,
                ingested_at asc nulls last, raw_row asc, row_number asc nulls last
        ) as version_number
    from keyed

),
{% for parent in references | map(attribute='references') | unique %}
{%- set id = entity_key(parent)[0] %}

known_{{ parent }} as (

    select
        {{ id }} as known_id,
        source_system
    from {% if parent == entity %}versioned
    where rejected_because is null and version_number = 1 and is_gone is not true
    {%- else %}{{ ref('input__' ~ parent) }}{% endif %}

),

-- across sources; a Salesforce id also goes by its first 15 characters, as reports and spreadsheets write it
known_once_{{ parent }} as (

    select
        written_id,
        min(known_id) as known_id
    from (
        select
            known_id as written_id,
            known_id
        from known_{{ parent }}
        union all
        select
            left(known_id, 15) as written_id,
            known_id
        from known_{{ parent }}
        where source_system = 'salesforce' and length(known_id) = 18
    ) as written
    group by written_id
    having count(*) = 1

),
{% endfor %}
{%- for parent in required | map(attribute='references') | unique %}
{%- set id = entity_key(parent)[0] %}

quarantined_{{ parent }} as (

    select {{ id }} as quarantined_id
    from {{ ref('landed__' ~ parent) }}
    where disposition = 'quarantined' and {{ id }} is not null
    group by {{ id }}

),
{% endfor %}

resolved as (

    select
        versioned.*
        {%- for column in references %},
        coalesce(same_{{ column.name }}.known_id, once_{{ column.name }}.known_id) as {{ column.name }}_known
        {%- if is_personal and column.name == 'person_id' %},
        same_person_id.known_id is not null as same_person_known
        {%- endif %}
        {%- if column in required %},
        quarantined_{{ column.name }}.quarantined_id is not null as {{ column.name }}_is_quarantined
        {%- endif %}
        {%- endfor %}
    from versioned
    {%- for column in references %}
    left join known_{{ column.references }} as same_{{ column.name }}
        on
            versioned.{{ column.name }} = same_{{ column.name }}.known_id
            and versioned.source_system = same_{{ column.name }}.source_system
    left join known_once_{{ column.references }} as once_{{ column.name }}
        on versioned.{{ column.name }} = once_{{ column.name }}.written_id
    {%- if column in required %}
    left join quarantined_{{ column.references }} as quarantined_{{ column.name }}
        on versioned.{{ column.name }} = quarantined_{{ column.name }}.quarantined_id
    {%- endif %}
    {%- endfor %}

),

judged as (

    select
        *,
        case
            when rejected_because is not null then 'quarantined'
            when version_number > 1 then 'duplicate'
            when is_gone then 'deleted'
            {%- if entity in ('opportunities', 'opportunity_history', 'opportunity_people') %}
            {%- for source_name, _ in staged_now(entity) if not is_crm_of_record(source_name) %}
            when source_system = '{{ source_name }}' then 'other_crm'
            {%- endfor %}
            {%- endif %}
            {%- if required %}
            when {% for column in required %}({{ column.name }} is not null and {{ column.name }}_known is null){{ ' or ' if not loop.last }}{% endfor %}
                then 'quarantined'
            {%- endif %}
            else 'accepted'
        end as disposition
    from resolved

),


told as (

    select
        {%- for column in columns %}
        {% if column in optional -%}
            {{ column.name }}_known as {{ column.name }},
        {%- elif column in required -%}
            coalesce({{ column.name }}_known, {{ column.name }}) as {{ column.name }},
        {%- elif entity_key(entity) == [column.name] and not column.required -%}
            -- a row without an id is known by its content; where that is personal, by what nobody can make again
            coalesce({{ column.name }}, {{ 'left(' ~ keyed_hash('row_key') ~ ', 32)' if is_personal else 'md5(row_key)' }}) as {{ column.name }},
        {%- else -%}
            {{ column.name }},
        {%- endif %}
        {%- endfor %}
        source_system,
        row_key,
        disposition,
        {% if required -%}
        case
            when disposition = 'quarantined' then coalesce(
                rejected_because,
                concat_ws(
                    chr(31)
                    {%- for column in required %},
                    case when {{ column.name }} is not null and {{ column.name }}_known is null
                        then concat_ws(
                            chr(30), '{{ column.name }}',
                            case
                                when {{ column.name }}_is_quarantined
                                    then 'is of a row of {{ column.references }} that is in quarantine itself'
                                else 'is in no accepted row of {{ column.references }}'
                            end,
                            {{ without_separators(column.name) }}
                        )
                    end
                    {%- endfor %}
                )
            )
        end
        {%- else -%}
        rejected_because
        {%- endif %} as rejected_because,
        {% if optional -%}
        nullif(concat_ws(
            ', '
            {%- for column in optional %},
            case
                when disposition = 'accepted' and {{ column.name }} is not null and {{ column.name }}_known is null
                    then '{{ column.name }}'
            end
            {%- endfor %}
        ), '')
        {%- else -%}
        cast(null as {{ dbt.type_string() }})
        {%- endif %} as orphaned_columns,
        case when disposition = 'quarantined' then raw_row end as raw_row,
        {% if optional -%}
        -- what an emptied reference said, beside what was read otherwise
        nullif(concat_ws(
            chr(31), read_otherwise
            {%- for column in optional %},
            case
                when disposition = 'accepted' and {{ column.name }} is not null and {{ column.name }}_known is null
                    then concat_ws(chr(30), '{{ column.name }}', 'reference_to_nothing', {{ without_separators(column.name) }})
            end
            {%- endfor %}
        ), '')
        {%- else -%}
        read_otherwise
        {%- endif %} as read_otherwise,
        version_at,
        row_number,
        {%- if is_personal %}
        {% set names_another = references | selectattr('name', 'equalto', 'person_id') | list -%}
        {{ 'coalesce(person_id_known, person_id)' if names_another else
            'person_id' if columns | selectattr('name', 'equalto', 'person_id') | list else 'null' }} as named_person_id,
        {{ 'same_person_known' if names_another else 'true' }} as is_own_person,
        {%- endif %}
        ingested_at
    from judged

),

{% if is_personal -%}
{{ without_the_erased('told', entity) }}
{%- else -%}
final as (

    select * from told

)
{%- endif %}

select * from final
{%- endmacro -%}


{#- Values of several columns as one text, parted by the unit separator. -#}
{%- macro values_as_text(columns) -%}
    concat_ws(chr(31){% for column in columns %}, coalesce(cast({{ column }} as {{ dbt.type_string() }}), ''){% endfor %})
{%- endmacro -%}


{#- The accepted rows, in the entity's shape. -#}
{%- macro input_entity(entity) -%}
with landed as (

    select * from {{ ref('landed__' ~ entity) }}

),

final as (

    select
        {%- for column in entity_columns(entity) %}
        {{ column.name }},
        {%- endfor %}
        source_system,
        coalesce(ingested_at, {{ as_of_at() }}) as ingested_at
    from landed
    where disposition in ('accepted', 'erased')

)

select * from final
{%- endmacro -%}


{#- A reference table in its shape. -#}
{%- macro input_reference(name) -%}
with reference as (

    select * from {{ ref('stg_reference__' ~ name) }}

),

final as (

    select
        {%- for column in entity_columns(name) %}
        {{ column.name }}{% if not loop.last %},{% endif %}
        {%- endfor %}
    from reference

)

select * from final
{%- endmacro -%}
