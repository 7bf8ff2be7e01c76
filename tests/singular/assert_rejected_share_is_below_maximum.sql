-- Above var max_rejected of a table's rows in quarantine, nothing is published.
with summary as (

    select * from {{ ref('quarantine_summary') }}

),

tables as (

    select
        table_name,
        source_system,
        max(n_table_quarantined) as n_quarantined,
        max(n_table_rows) as n_rows,
        string_agg(column_name || ' ' || reason || ' (' || n_rows || ')', '; ' order by n_rows desc) as reasons
    from summary
    group by table_name, source_system

)

select
    table_name,
    source_system,
    table_name || ' (' || source_system || '): '
    || round(100.0 * n_quarantined / n_rows, 1) || ' % of its rows are in quarantine ('
    || n_quarantined || ' of ' || n_rows || '), more than the setting max_rejected = '
    || '{{ var("max_rejected") }} allows. ' || reasons
    || '. Mend the rows, or raise max_rejected in settings.yml or with --vars.' as message
from tables
where n_quarantined > {{ var('max_rejected') }} * n_rows
