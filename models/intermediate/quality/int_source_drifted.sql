{{ config(schema='operations', alias='source_drift') }}

with tables as (

    select * from {{ ref('landed__source_table') }}

),

landed_columns as (

    select * from {{ ref('landed__source_column') }}

),

tables_before as (

    select * from {{ source('previous', 'source_table') }}

),

columns_before as (

    select * from {{ source('previous', 'source_column') }}

),

severities as (

    select * from {{ ref('input__check_severity') }}

),

landed as (

    select
        source_system,
        table_name
    from landed_columns
    group by source_system, table_name

),

landed_before as (

    select
        source_system,
        table_name
    from columns_before
    group by source_system, table_name

),

-- a source that is switched off, or was, has not drifted; nor has a table that landed for the first time
counted as (

    select
        tables.source_system,
        tables.table_name,
        tables.n_rows,
        tables_before.n_rows as n_rows_before,
        landed.table_name is not null and landed_before.table_name is not null as has_columns
    from tables
    inner join tables_before
        on
            tables.source_system = tables_before.source_system
            and tables.table_name = tables_before.table_name
    left join landed
        on
            tables.source_system = landed.source_system
            and tables.table_name = landed.table_name
    left join landed_before
        on
            tables.source_system = landed_before.source_system
            and tables.table_name = landed_before.table_name

),

rows_drifted as (

    select
        case when n_rows = 0 then 'source_stopped' else 'rows_fell' end as check_name,
        source_system,
        table_name,
        cast(null as {{ dbt.type_string() }}) as column_name,
        cast(n_rows_before as {{ dbt.type_string() }}) as value_before,
        cast(n_rows as {{ dbt.type_string() }}) as value_now,
        case when n_rows > 0 then 1 - cast(n_rows as double) / n_rows_before end as fell_by
    from counted
    where
        (n_rows = 0 and n_rows_before > 0)
        -- of a handful of rows nine in ten is chance
        or (n_rows > 0 and n_rows_before >= {{ rows_that_can_fall() }} and n_rows < n_rows_before)

),

columns_drifted as (

    select
        case
            when columns_before.column_name is null then 'column_added'
            when landed_columns.column_name is null and columns_before.is_required then 'required_column_dropped'
            when landed_columns.column_name is null and columns_before.is_read then 'column_dropped'
            when landed_columns.column_name is null then 'unread_column_dropped'
            when landed_columns.is_read then 'type_changed'
            else 'unread_type_changed'
        end as check_name,
        coalesce(landed_columns.source_system, columns_before.source_system) as source_system,
        coalesce(landed_columns.table_name, columns_before.table_name) as table_name,
        -- what nobody reads has no name but the one it landed under
        case
            when coalesce(columns_before.is_read, landed_columns.is_read)
                then coalesce(columns_before.column_name, landed_columns.column_name)
            else coalesce(columns_before.landed_as, landed_columns.landed_as)
        end as column_name,
        columns_before.data_type as value_before,
        landed_columns.data_type as value_now,
        cast(null as double) as fell_by
    from landed_columns
    full outer join columns_before
        on
            landed_columns.source_system = columns_before.source_system
            and landed_columns.table_name = columns_before.table_name
            and landed_columns.column_name = columns_before.column_name
    where landed_columns.type_family is distinct from columns_before.type_family

),

drifted as (

    select * from rows_drifted
    union all
    select columns_drifted.*
    from columns_drifted
    inner join counted
        on
            columns_drifted.source_system = counted.source_system
            and columns_drifted.table_name = counted.table_name
            and counted.has_columns

),

-- the most specific row wins: of the source and the table, of the table, of the source, of all
judged as (

    select
        drifted.*,
        severities.severity,
        severities.limit_value,
        row_number() over (
            partition by drifted.check_name, drifted.source_system, drifted.table_name, drifted.column_name
            order by {{ severity_rank('severities') }} desc
        ) as preference
    from drifted
    inner join severities
        on
            drifted.check_name = severities.check_name
            and {{ severity_is_of('severities', 'drifted.source_system', 'drifted.table_name') }}

),

told as (

    select
        *,
        {{ is_drift_accepted('source_system', 'table_name') }} as is_accepted
    from judged
    where preference = 1 and severity != 'off' and (fell_by is null or fell_by >= limit_value - 1e-9)

),

final as (

    select
        check_name,
        source_system,
        table_name,
        column_name,
        value_before,
        value_now,
        case when is_accepted then 'note' else severity end as severity,
        {{ drift_message() }} as message
    from told

)

select * from final
