-- the raw tables themselves, past every other staging model: a row that staging lost would show
with counted as (

    {% for entity, tables in staged_tables().items() %}
    {%- set last_entity = loop.last -%}
    {%- for source_name, table_name in tables %}
    select
        '{{ entity }}' as table_name,
        '{{ source_name }}' as source_system,
        count(*) as n_raw
    from {{ raw(source_name, table_name, ['id']) }} as raw_table
    {% if not (last_entity and loop.last) %}union all{% endif %}
    {%- endfor %}
    {%- endfor %}

),

final as (

    select
        table_name,
        source_system,
        cast(sum(n_raw) as bigint) as n_raw
    from counted
    group by table_name, source_system

)

select * from final
