{{ config(schema='operations', alias='quarantine') }}

with rejected as (

    {% for entity in landed_entities() %}
    select
        '{{ entity }}' as table_name,
        source_system,
        row_number,
        row_key,
        {{ split_to_rows('rejected_because', 31) }} as entry,
        raw_row,
        ingested_at
    from {{ ref('landed__' ~ entity) }}
    where disposition = 'quarantined'
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

final as (

    select
        table_name,
        source_system,
        row_number,
        row_key,
        split_part(entry, chr(30), 1) as column_name,
        split_part(entry, chr(30), 2) as reason,
        coalesce(
            {{ text_in_row('raw_row', 'split_part(entry, chr(30), 1)') }},
            nullif(split_part(entry, chr(30), 3), '')
        ) as raw_value,
        raw_row,
        cast({{ "'" ~ var('run_id') ~ "'" if var('run_id') else 'null' }} as {{ dbt.type_string() }}) as run_id,
        ingested_at
    from rejected

)

select * from final
