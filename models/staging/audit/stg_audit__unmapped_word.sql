{%- set form = salesforce_account_history_form() -%}
-- the words that stand in the raw tables where a mapping is asked what they mean
with words as (

    {% for mapped in mapped_columns() %}
    select
        '{{ mapped.entity }}' as table_name,
        '{{ mapped.source }}' as source_system,
        '{{ mapped.column.split("|")[0] }}' as column_name,
        '{{ mapped.setting }}' as setting,
        trim({{ adapter.quote(mapped.column.split("|")[0]) }}) as word,
        {%- set column = adapter.quote(mapped.column.split("|")[0]) %}
        {% if mapped.setting == 'country_names' -%}
        {{ country_code('null', column) }}
        {%- elif mapped.source == 'files' -%}
        coalesce({{ known_value(column, var(mapped.setting)) }}, {{ own_word(column, mapped.setting) }})
        {%- else -%}
        {{ known_value(column, var(mapped.setting)) }}
        {%- endif %} as known_as
    from {{ raw(mapped.source, mapped.table, [mapped.column]) }} as raw_table
    union all
    {%- endfor %}
    -- other words of the fields that hold an account's status are no milestones, unless one is meant
    select
        'account_statuses' as table_name,
        'salesforce' as source_system,
        field_name as column_name,
        'account_status_fields' as setting,
        trim(word) as word,
        status as known_as
    from ({{ salesforce_account_words(form, salesforce_account_history(form)) }}) as stated

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
