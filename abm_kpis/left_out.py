"""What a run left out or could not place, for its last lines on the console."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

import duckdb

from abm_kpis.findings import NAMED_ROWS, found_lines
from abm_kpis.places import Home
from quality.gate import Verdict

NAMED_WORDS = 8
NAMED_VALUES = 3


def left_out_lines(home: Home) -> list[str]:
    """Silent and changed sources, rows in quarantine by reason, findings, words that no mapping knows."""
    with duckdb.connect(str(home.database), read_only=True) as connection:
        return [
            *_silent_sources(connection),
            *_changed_sources(connection),
            *_quarantined(home, connection),
            *found_lines(connection),
            *_unmapped_stages(connection),
            *_unmapped_words(connection),
            *_unheld_roles(connection),
        ]


def warned_lines(verdicts: list[Verdict]) -> list[str]:
    """What the gate found and let pass, by its severity."""
    broken = [verdict for verdict in verdicts if not verdict.success and not verdict.stops]
    if not broken:
        return []
    lines = ["Found by the gate, which stopped nothing (docs/data_quality.md):"]
    for verdict in sorted(broken, key=lambda one: (one.severity, one.name), reverse=True):
        name = verdict.check or verdict.name
        lines.append(f"  {verdict.severity}: {name} ({verdict.rows:,}): {verdict.says}. Not so:")
        for row in verdict.examples[:NAMED_ROWS]:
            lines.append("    " + ", ".join(f"{name} {value}" for name, value in row.items()))
    return lines


def _silent_sources(connection: duckdb.DuckDBPyConnection) -> list[str]:
    rows = connection.execute(
        "select source_system from operations.source_freshness where status = 'empty'"
        " group by all order by all"
    ).fetchall()
    return [f"{source} is on and landed nothing." for (source,) in rows]


def _changed_sources(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """An error is the gate's to tell."""
    rows = connection.execute(
        "select severity, message from operations.source_drift where severity != 'error'"
        " order by severity desc, message"
    ).fetchall()
    if not rows:
        return []
    return ["Changed at the sources since the live release:", *(f"  {told}: {text}" for told, text in rows)]


def _quarantined(home: Home, connection: duckdb.DuckDBPyConnection) -> list[str]:
    rows = connection.execute(
        """
        with reasons as (
            select table_name, source_system, column_name, reason, count(*) as n_rows,
                list(distinct raw_value order by raw_value)[:?] as examples
            from operations.quarantine group by all
        )
        select table_name, source_system, any_value(counted.n_quarantined), any_value(counted.n_landed),
            string_agg(
                column_name || ' ' || reason || ' (' || n_rows
                || coalesce(': ' || nullif(array_to_string(examples, ', '), ''), '') || ')',
                '; ' order by n_rows desc, column_name, reason
            )
        from reasons
        inner join intermediate.int_landed_row_counted as counted using (table_name, source_system)
        group by all order by all
        """,
        [NAMED_VALUES],
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


def _unheld_roles(connection: duckdb.DuckDBPyConnection) -> list[str]:
    rows = connection.execute(
        "select buying_role, n_rows from intermediate.int_committee_role_unheld order by all"
    ).fetchall()
    if not rows:
        return []
    return [
        "Roles of buying_committee_template that nobody has and no word of setting buying_roles stands for,"
        f" so that coverage asks for them in vain: {_named(rows)}."
    ]


def _named(counted: Sequence[tuple[Any, ...]]) -> str:
    named = ", ".join(f"{word} ({count:,})" for word, count in counted[:NAMED_WORDS])
    return named + (f" and {len(counted) - NAMED_WORDS} more" if len(counted) > NAMED_WORDS else "")
