{#- Counts the raw tables themselves, past every other staging model: a row that staging lost would show. -#}
{%- set raw_tables = [
    ('accounts', 'salesforce', 'account'), ('accounts', 'files', 'accounts'),
    ('people', 'salesforce', 'contact'), ('people', 'files', 'people'),
    ('users', 'salesforce', 'user'), ('users', 'files', 'users'),
    ('program_accounts', 'files', 'program_accounts'),
    ('opportunities', 'salesforce', 'opportunity'), ('opportunities', 'files', 'opportunities'),
    ('opportunity_history', 'salesforce', 'opportunity_history'),
    ('opportunity_history', 'files', 'opportunity_history'),
    ('fx_rates', 'files', 'fx_rates'),
] -%}
with counted as (

    {% for entity, source_name, table_name in raw_tables %}
    select
        '{{ entity }}' as table_name,
        '{{ source_name }}' as source_system,
        count(*) as n_raw
    from {{ raw(source_name, table_name, ['id']) }} as raw_table
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

final as (

    select * from counted

)

select * from final
