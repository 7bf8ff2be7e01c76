-- the raw tables themselves, past every other staging model: a row that staging lost would show
with counted as (

    {% for entity in landed_entities() %}
    {%- set last_entity = loop.last -%}
    {%- for source_name, staged in staged_now(entity) %}
    select
        '{{ entity }}' as table_name,
        '{{ source_name }}' as source_system,
        n_raw,
        cast({{ raw_amount(source_name, staged) }} as decimal(38, 2)) as raw_amount,
        read_from
    from ({{ raw_row_count(source_name, staged) }}) as raw_rows
    {% if not (last_entity and loop.last) %}union all{% endif %}
    {%- endfor %}
    {%- endfor %}

),

final as (

    select
        table_name,
        source_system,
        cast(coalesce(sum(n_raw), 0) as bigint) as n_raw,
        sum(raw_amount) as raw_amount,
        string_agg(case when n_raw > 0 then read_from end, ', ' order by read_from) as read_from
    from counted
    group by table_name, source_system

)

select * from final
