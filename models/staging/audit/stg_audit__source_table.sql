{%- set tables = [] if var('is_linting', false) else audited_tables() -%}
with counted as (

    {% for audited in tables %}
    select
        '{{ audited.source }}' as source_system,
        '{{ audited.table }}' as table_name,
        count(*) as n_rows
    from {{ raw_rows(audited.source, audited.table) }} as raw_table
    union all
    {%- endfor %}
    select
        cast(null as {{ dbt.type_string() }}) as source_system,
        cast(null as {{ dbt.type_string() }}) as table_name,
        cast(null as bigint) as n_rows
    where false

),

final as (

    select * from counted

)

select * from final
