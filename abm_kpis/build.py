"""Build and test the private database with dbt, in this process, with progress shown."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import duckdb
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.adapters.factory import reset_adapters
from dbt.artifacts.schemas.run import RunExecutionResult
from dbt.cli.main import dbtRunner, dbtRunnerResult
from rich.progress import Progress

from abm_kpis.checks import Check
from abm_kpis.dbt_events import show_events
from abm_kpis.errors import AbmError
from abm_kpis.parsed import parsed
from abm_kpis.places import PROJECT, Home
from abm_kpis.raw_database import whereabouts
from abm_kpis.rejected import rejected_lines
from abm_kpis.seldom import seldom_collected
from abm_kpis.settings import Vars

SHOWN_ROWS = 5
DRIFT = "int_source_drifted"
QUARANTINE = "int_row_quarantined"
REJECTED = "assert_rejected_share_is_below_maximum"


def build(
    home: Home, chosen: Vars, progress: Progress, full_refresh: bool = False
) -> tuple[list[Check], dict[str, Any]]:
    """Seeds, models and data tests in one go; the results of the tests and dbt's manifest.

    Unit tests are left out: they belong to CI.

    Raises:
        AbmError: a model or a test failed; the message names each, with its first failing rows.
    """
    task = progress.add_task("Building", total=None)

    def advance(event: Any) -> None:
        if event.info.name == "ConcurrencyLine":
            progress.update(task, total=event.data.node_count)
        elif event.info.name == "NodeFinished":
            progress.advance(task)

    # what failed is told by this module, in plain words
    arguments = ["--quiet", "--log-level", "none", "--log-level-file", "info"]
    arguments += ["--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT)]
    arguments += ["--log-path", str(home.dbt_logs), "--vars", json.dumps(chosen)]
    chosen_nodes = ["--exclude-resource-type", "unit_test"]
    if full_refresh:
        chosen_nodes += ["--full-refresh"]
    if chosen["raw_from"] != "demo":
        chosen_nodes += ["--exclude", "path:seeds/demo"]
    show_events()
    environment = _environment(ABM_KPIS_DATABASE=str(home.database), DO_NOT_TRACK="1", **whereabouts())
    with environment, seldom_collected():
        outcome = dbtRunner(parsed(chosen, arguments), callbacks=[advance]).invoke(
            ["build", *chosen_nodes, *arguments, "--target-path", str(home.dbt_target)]
        )
    close_connections()
    results = _results(outcome)
    _raise_if_failed(home, results, outcome.success)
    checks = [
        Check(result.node.name, _tested_table(result.node), str(result.status), result.failures or 0)
        for result in results
        if result.node.resource_type == "test"
    ]
    manifest: dict[str, Any] = json.loads((home.dbt_target / "manifest.json").read_text("utf-8"))
    return sorted(checks, key=lambda check: (check.table, check.name)), manifest


def _results(outcome: dbtRunnerResult) -> list[Any]:
    if not isinstance(outcome.result, RunExecutionResult):
        raise AbmError(f"dbt could not start: {outcome.exception}")
    return list(outcome.result.results)


def _raise_if_failed(home: Home, results: list[Any], success: bool) -> None:
    failed = [result for result in results if str(result.status) in ("error", "fail", "runtime error")]
    if failed or not success:
        before, after = _rejected(home, results)
        told = [line for result in failed for line in _told(home, result)]
        lines = before + told + after + _drifted(home, results)
        raise AbmError("The build failed, nothing was published.\n" + "\n".join(lines))


def _told(home: Home, result: Any) -> Iterator[str]:
    if str(result.status) != "fail":
        yield f"  {result.node.name}: {result.message}"
        return
    where = result.node.relation_name
    rows, columns = _failing_rows(home, where)
    if "message" in columns:
        yield from (f"  {row[columns.index('message')]}" for row in rows)
        return
    yield f"  test {result.node.name} failed on {result.failures} rows, kept in {where}:"
    yield from (f"    {dict(zip(columns, row, strict=True))}" for row in rows)


def _drifted(home: Home, results: list[Any]) -> list[str]:
    """What changed at the sources, which may be why: the gate that tells it was not reached."""
    if not _is_built(DRIFT, results):
        return []
    with duckdb.connect(str(home.database), read_only=True) as connection:
        rows = connection.execute(
            "select message from operations.source_drift where severity = 'error' order by all"
        ).fetchall()
    return [f"  {message}" for (message,) in rows]


def _rejected(home: Home, results: list[Any]) -> tuple[list[str], list[str]]:
    """What to say before and after what failed, where a table has too many rows in quarantine."""
    for result in results:
        if result.node.name == REJECTED and str(result.status) == "fail" and _is_built(QUARANTINE, results):
            rows, columns = _failing_rows(home, result.node.relation_name)
            table, source = columns.index("table_name"), columns.index("source_system")
            return rejected_lines(home, [(row[table], row[source]) for row in rows])
    return [], []


def _is_built(model: str, results: list[Any]) -> bool:
    return any(result.node.name == model and str(result.status) == "success" for result in results)


def _failing_rows(home: Home, relation: str | None) -> tuple[list[tuple[Any, ...]], list[str]]:
    if relation is None:
        return [], []
    unqualified = ".".join(relation.split(".")[1:])
    with duckdb.connect(str(home.database), read_only=True) as connection:
        found = connection.execute(f"select * from {unqualified} limit {SHOWN_ROWS}")
        return found.fetchall(), [column[0] for column in found.description or []]


def _tested_table(node: Any) -> str:
    attached = getattr(node, "attached_node", None) or next(iter(node.depends_on.nodes), "")
    return str(attached).split(".")[-1]


@contextmanager
def _environment(**values: str) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def close_connections() -> None:
    """Let go of the private database, so that the gate and the publishing step can open it."""
    reset_adapters()  # type: ignore[no-untyped-call]
    DuckDBConnectionManager.close_all_connections()  # type: ignore[no-untyped-call]
