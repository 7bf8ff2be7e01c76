"""What a run left out or could not place, for its last lines on the console."""

from __future__ import annotations

import duckdb

from abm_kpis.places import Home

NAMED_STAGES = 8


def left_out_lines(home: Home) -> list[str]:
    """Rows in quarantine by table and reason, and stages that stage_map does not know."""
    with duckdb.connect(str(home.database), read_only=True) as connection:
        return _quarantined(home, connection) + _unmapped_stages(connection)


def _quarantined(home: Home, connection: duckdb.DuckDBPyConnection) -> list[str]:
    rows = connection.execute(
        "select table_name, source_system, max(n_table_quarantined), max(n_table_rows),"
        " string_agg(column_name || ' ' || reason || ' (' || n_rows || ')', '; '"
        " order by n_rows desc, column_name)"
        " from operations.quarantine_summary group by all order by all"
    ).fetchall()
    if not rows:
        return []
    return [
        f"In quarantine (operations.quarantine in {home.database} has each row):",
        *(
            f"  {table} ({source}): {count:,} of {total:,} rows ({count / total:.1%}): {reasons}"
            for table, source, count, total, reasons in rows
        ),
    ]


def _unmapped_stages(connection: duckdb.DuckDBPyConnection) -> list[str]:
    rows = connection.execute(
        "select opportunities.stage, count(*) as n from input_layer.input__opportunities as opportunities"
        " left join input_layer.input__stage_map as stages"
        " on lower(trim(opportunities.stage)) = lower(stages.stage)"
        " where stages.stage is null and opportunities.stage is not null"
        " group by all order by n desc, 1"
    ).fetchall()
    if not rows:
        return []
    named = ", ".join(f"{stage} ({count:,})" for stage, count in rows[:NAMED_STAGES])
    more = f" and {len(rows) - NAMED_STAGES} more" if len(rows) > NAMED_STAGES else ""
    return [f"Stages that stage_map does not know, kept as unmapped: {named}{more}."]
