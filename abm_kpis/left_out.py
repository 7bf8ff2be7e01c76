"""What a run left out or could not place, for its last lines on the console."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

import duckdb

from abm_kpis.places import Home

NAMED_WORDS = 8


def left_out_lines(home: Home) -> list[str]:
    """Rows in quarantine by table and reason, and words that no mapping knows, stages first."""
    with duckdb.connect(str(home.database), read_only=True) as connection:
        return [
            *_quarantined(home, connection),
            *_unmapped_stages(connection),
            *_unmapped_words(connection),
        ]


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
    return [f"Stages that stage_map does not know, kept as unmapped: {_named(rows)}."]


def _unmapped_words(connection: duckdb.DuckDBPyConnection) -> list[str]:
    rows = connection.execute(
        "select setting, table_name, source_system, word, n_rows from operations.unmapped_word"
        " order by setting, table_name, source_system, n_rows desc, word"
    ).fetchall()
    return [
        f"Words of {table} ({source}) that setting {setting} does not know: "
        f"{_named([(word, count) for *_, word, count in words])}."
        for (setting, table, source), words in groupby(rows, key=lambda row: row[:3])
    ]


def _named(counted: Sequence[tuple[Any, ...]]) -> str:
    named = ", ".join(f"{word} ({count:,})" for word, count in counted[:NAMED_WORDS])
    return named + (f" and {len(counted) - NAMED_WORDS} more" if len(counted) > NAMED_WORDS else "")
