{%- set tables = [] if var('is_linting', false) else audited_tables() -%}
with landed as (

    {% for audited in tables %}
    {%- for name, column in audited_columns(audited).items() %}
    select
        '{{ audited.source }}' as source_system,
        '{{ audited.table }}' as table_name,
        '{{ name | replace("'", "''") }}' as column_name,
        '{{ column.landed_as | replace("'", "''") }}' as landed_as,
        '{{ column.data_type | replace("'", "''") }}' as data_type,
        '{{ type_family(column.data_type) }}' as type_family,
        {{ column.is_read }} as is_read,
        {{ column.is_required }} as is_required
    union all
    {%- endfor %}
    {%- endfor %}
    select
        {%- for name in ('source_system', 'table_name', 'column_name', 'landed_as', 'data_type', 'type_family') %}
        cast(null as {{ dbt.type_string() }}) as {{ name }},
        {%- endfor %}
        cast(null as boolean) as is_read,
        cast(null as boolean) as is_required
    where false

),

final as (

    select * from landed

)

select * from final
