{%- set form = salesforce_account_history_form() -%}
{%- set fields = var('account_status_fields') -%}
with source as (

    select * from {{ salesforce_account_history(form) }}

),

-- a row for each row of the history and status field it speaks of
stated as (

    {% for field, statuses in fields.items() -%}
    select
        {% if form == 'fields' -%}
            account_id,
            new_value as written,
            created_date as stated_at,
            created_by_id as user_id,
            {{ known_value('new_value', statuses) }} as status,
        {%- else -%}
        id as account_id,
        {{ adapter.quote(field) }} as written,
        coalesce(_version_at, partitiontime) as stated_at,
        cast(null as {{ dbt.type_string() }}) as user_id,
        {{ known_value(adapter.quote(field), statuses) }} as status,
        {%- endif %}
        '{{ field }}' as field_name,
        _landed_at,
        {% if form == 'fields' -%}
            {{ deleted_at('is_deleted') }} as _gone_at,
        {%- else -%}
        -- an account that is gone keeps its history
        cast(null as {{ dbt.type_string() }}) as _gone_at,
        {%- endif %}
        _row,
        _decimal_comma,
        _problem
    from source
    {% if form == 'fields' -%}
    where {{ is_salesforce_field('field', field) }}
    {%- endif %}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
    {%- if not fields %}
    select
        cast(null as {{ dbt.type_string() }}) as account_id,
        cast(null as {{ dbt.type_string() }}) as written,
        cast(null as {{ dbt.type_string() }}) as stated_at,
        cast(null as {{ dbt.type_string() }}) as user_id,
        cast(null as {{ dbt.type_string() }}) as status,
        cast(null as {{ dbt.type_string() }}) as field_name,
        _landed_at,
        _gone_at,
        _row,
        _decimal_comma,
        _problem
    from source
    where false
    {%- endif %}

),

-- copies of an account that has kept its status say the same again: they carry the day it began
followed as (

    select
        *,
        lag(written) over (partition by account_id, field_name order by stated_at) as written_before
    from stated

),

renamed as (

    select
        account_id,
        {% if form == 'fields' -%}
            stated_at as changed_at,
        {%- else -%}
        max(case when written is distinct from written_before then stated_at end) over (
            partition by account_id, field_name order by stated_at
            rows between unbounded preceding and current row
        ) as changed_at,
        {%- endif %}
        status,
        user_id,
        _landed_at as ingested_at,
        stated_at as version_at,
        _gone_at,
        _row,
        _decimal_comma,
        _problem
    from followed
    -- the account's other words are no milestones
    where status is not null

),

final as (

    {{ parse_entity('renamed', 'account_statuses', 'salesforce', absent=['reason']) }}

)

select * from final
