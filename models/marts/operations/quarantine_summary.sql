with quarantine as (

    select * from {{ ref('int_row_quarantined') }}

),

counted as (

    select * from {{ ref('int_landed_row_counted') }}

),

reasons as (

    select
        table_name,
        source_system,
        column_name,
        reason,
        count(*) as n_rows
    from quarantine
    group by table_name, source_system, column_name, reason

),

final as (

    select
        reasons.table_name,
        reasons.source_system,
        reasons.column_name,
        reasons.reason,
        reasons.n_rows,
        counted.n_quarantined as n_table_quarantined,
        counted.n_landed as n_table_rows,
        {{ significant('cast(counted.n_quarantined as double) / counted.n_landed') }} as table_share
    from reasons
    inner join counted
        on
            reasons.table_name = counted.table_name
            and reasons.source_system = counted.source_system

)

select * from final
