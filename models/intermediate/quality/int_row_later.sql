{%- set happens = {
    'account_statuses': 'changed_at', 'opportunity_history': 'changed_at', 'campaign_members': 'changed_at',
    'invoices': 'issued_on', 'costs': 'period_from', 'benefits': 'period_from', 'survey_responses': 'wave_on',
} -%}
with opportunities as (

    select
        *,
        coalesce({{ local_date('closed_at') }}, close_date) as closed_on
    from {{ ref('landed__opportunities') }}
    where disposition = 'accepted' and created_at < {{ as_of_instant() }}

),

final as (

    {% for entity, column in happens.items() %}
    select
        '{{ entity }}' as table_name,
        '{{ column }}' as column_name,
        source_system,
        row_number,
        row_key,
        'after_the_as_of_date' as finding,
        'left_out' as treatment,
        cast({{ column }} as {{ dbt.type_string() }}) as raw_value
    from {{ ref('landed__' ~ entity) }}
    where
        disposition = 'accepted'
        and {{ column }} {{ '>= ' ~ as_of_instant() if column.endswith('_at') else '> ' ~ as_of_date() }}
    union all
    {% endfor %}
    select
        'opportunities' as table_name,
        case when closed_at is null then 'close_date' else 'closed_at' end as column_name,
        source_system,
        row_number,
        row_key,
        case when is_closed then 'closed_after_the_as_of_date' else 'closed_at_of_open_deal' end as finding,
        'taken_as_open' as treatment,
        cast(closed_on as {{ dbt.type_string() }}) as raw_value
    from opportunities
    where (is_closed and closed_on > {{ as_of_date() }}) or (not is_closed and closed_at is not null)

)

select * from final
