"""The whole way: land, build, test, gate, publish. What fails leaves the live release where it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)

from abm_kpis.alone import alone
from abm_kpis.console import console
from abm_kpis.errors import AbmError
from abm_kpis.land import land, refuse_left_over
from abm_kpis.places import Home
from abm_kpis.publish import Candidate, publish
from abm_kpis.releases import recover
from abm_kpis.settings import from_command_line, project_vars, settings_of, time_vars
from quality.gate import Verdict, run_gate


@dataclass(frozen=True)
class Published:
    """What a run ended in: the release, and what was left out of it."""

    release_id: str
    as_of_date: str
    quarantined: list[str]


def run(home: Home, files: Path | None, as_of: date | None, vars_yaml: str) -> Published:
    """From landed tables to a published release.

    Raises:
        AbmError: anything the user can mend: input, settings, a failing check, a second run at once.
    """
    started_at = datetime.now(UTC)
    with alone(home), _progress() as progress:
        recover(home)
        given = (settings_of(files) if files else {}) | from_command_line(vars_yaml)
        if files is not None:
            given = {"sources_enabled": ["files"]} | given | {"raw_from": "source"}
        chosen = project_vars() | given
        chosen |= time_vars(chosen, given, as_of, started_at)
        if files is not None:
            task = progress.add_task("Landing files", total=1)
            landed = land(files, home.database)
            for note in landed.notes:
                console.print(f"Note: {note}", markup=False)
            chosen["reference_replaced"] = landed.references
            progress.advance(task)
        elif chosen["raw_from"] == "source" and "files" in chosen["sources_enabled"]:
            refuse_left_over(home.database)
        # dbt takes seconds to import: what is wrong with files or settings is told before
        from abm_kpis.build import build  # noqa: PLC0415

        checks, manifest = build(home, chosen, progress)
        quarantined = _quarantined(home)
        task = progress.add_task("Checking the marts", total=1)
        verdicts = run_gate(home.database, home.data_docs)
        _raise_if_broken(verdicts, home)
        progress.advance(task)
        task = progress.add_task("Publishing", total=1)
        release_id = publish(home, Candidate(started_at, chosen, manifest, checks, verdicts))
        progress.advance(task)
    return Published(release_id, str(chosen["as_of_date"]), quarantined)


def _progress() -> Progress:
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description:<20}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
    )


def _raise_if_broken(verdicts: list[Verdict], home: Home) -> None:
    lines = []
    for verdict in verdicts:
        if not verdict.success:
            lines.append(f"  {verdict.name} ({verdict.table}): {verdict.says}.")
            lines.append(f"    {verdict.trouble or f'{verdict.rows} rows break it, such as:'}")
            lines += [f"    {row}" for row in verdict.examples]
    if lines:
        raise AbmError(
            "The gate failed, nothing was published.\n"
            + "\n".join(lines)
            + f"\n  Every check: {home.data_docs / 'index.html'}"
        )


def _quarantined(home: Home) -> list[str]:
    """A line for each table with rows in quarantine: how many, which share, why."""
    with duckdb.connect(str(home.database), read_only=True) as connection:
        rows = connection.execute(
            "select table_name, source_system, max(n_table_quarantined), max(n_table_rows),"
            " string_agg(column_name || ' ' || reason || ' (' || n_rows || ')', '; '"
            " order by n_rows desc, column_name)"
            " from operations.quarantine_summary group by all order by all"
        ).fetchall()
    return [
        f"{table} ({source}): {count:,} of {total:,} rows ({count / total:.1%}): {reasons}"
        for table, source, count, total, reasons in rows
    ]
