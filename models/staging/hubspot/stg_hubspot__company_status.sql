{%- set fields = var('company_status_dates') -%}
with source as (

    select * from {{ raw('hubspot', 'company', ['id'] + (fields | list)) }}

),

-- a company's field says when it reached a status; one row for each that says so
reached as (

    {% for field, status in fields.items() -%}
    select
        id as account_id,
        {{ adapter.quote(field) }} as changed_at,
        '{{ status }}' as status,
        -- a company that is gone keeps its history
        {{ loader_columns(stays=true) }}
    from source
    where {{ adapter.quote(field) }} is not null
    {{ 'union all' if not loop.last }}
    {% else -%}
    select
        id as account_id,
        id as changed_at,
        id as status,
        {{ loader_columns() }}
    from source
    where false
    {% endfor %}

),

final as (

    {{ parse_entity('reached', 'account_statuses', 'hubspot', absent=['reason', 'user_id']) }}

)

select * from final
