-- of older versions of one record another content is expected: only what no version tells apart clashes
with final as (

    {% for entity in landed_entities() %}
    {%- set key = entity_key(entity) %}
    {%- set others = entity_columns(entity) | map(attribute='name') | reject('in', key) | list %}
    {%- if others %}
    {{ 'union all' if not loop.first }}
    select
        '{{ entity }}' as table_name,
        '{{ key | join(", ") }}' as column_name,
        duplicates.source_system,
        duplicates.row_number,
        duplicates.row_key
    from {{ ref('landed__' ~ entity) }} as duplicates
    inner join {{ ref('landed__' ~ entity) }} as staying
        on
            duplicates.source_system = staying.source_system
            and duplicates.row_key = staying.row_key
            and duplicates.version_at is not distinct from staying.version_at
    where
        duplicates.disposition = 'duplicate'
        and staying.disposition not in ('duplicate', 'quarantined')
        and (
            {%- for column in others %}
            duplicates.{{ column }} is distinct from staying.{{ column }}{{ ' or' if not loop.last }}
            {%- endfor %}
        )
    {%- endif %}
    {% endfor %}

)

select * from final
