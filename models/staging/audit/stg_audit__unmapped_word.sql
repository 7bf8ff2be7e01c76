-- the words that stand in the raw tables where a mapping is asked what they mean
with words as (

    {% for mapped in mapped_columns() %}
    select
        '{{ mapped.entity }}' as table_name,
        '{{ mapped.source }}' as source_system,
        '{{ mapped.column.split("|")[0] }}' as column_name,
        '{{ mapped.setting }}' as setting,
        trim({{ adapter.quote(mapped.column.split("|")[0]) }}) as word,
        {{ known_value(adapter.quote(mapped.column.split("|")[0]), var(mapped.setting)) }} as known_as
    from {{ raw(mapped.source, mapped.table, [mapped.column]) }} as raw_table
    {% if not loop.last %}union all{% endif %}
    {%- endfor %}

),

final as (

    select
        table_name,
        source_system,
        column_name,
        setting,
        word,
        count(*) as n_rows
    from words
    where known_as is null and word != ''
    group by table_name, source_system, column_name, setting, word

)

select * from final
