"""Models run straight on DuckDB, without dbt between: many small companies in little time."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import yaml
from dbt.cli.main import dbtRunner

from abm_kpis.parsed import parsed
from tests.conftest import PROJECT, ok
from tests.forked import forked

Tables = dict[str, list[dict[str, Any]]]


@cache
def input_columns() -> dict[str, dict[str, str]]:
    """Column types of each table of the input layer, as the contracts have them."""
    columns = {}
    for path in (PROJECT / "models" / "input_layer").rglob("*.yml"):
        for model in yaml.safe_load(path.read_text("utf-8")).get("models", []):
            if model["name"].startswith("input__"):
                columns[model["name"]] = {one["name"]: one["data_type"] for one in model["columns"]}
    return columns


@dataclass(frozen=True)
class Compiled:
    """Models in the order in which they build: table or view, schema and name, SQL; data tests of them."""

    models: list[tuple[str, str, str]]
    tests: list[tuple[str, str]] = field(default_factory=list)
    """Name and SQL of each data test that reads nothing but these models; it passes where it finds no row."""

    def build(self, tables: Tables) -> duckdb.DuckDBPyConnection:
        """A database in memory with these rows in the input layer (a column not given is empty)."""
        connection = duckdb.connect()
        # tables of a hundred rows gain nothing from threads, and lose by them
        connection.execute(
            "set TimeZone = 'UTC'; set threads = 1; attach ':memory:' as warehouse; use warehouse"
        )
        for schema in sorted({"input_layer"} | {name.split(".")[0] for _, name, _ in self.models}):
            connection.execute(f"create schema {schema}")
        self.land(connection, tables)
        for kind, name, sql in self.models:
            connection.execute(f"create {kind} {name} as {sql}")
        return connection

    @staticmethod
    def land(connection: duckdb.DuckDBPyConnection, tables: Tables) -> None:
        """Put these rows into the input layer, in place of what was there."""
        for name, columns in input_columns().items():
            typed = ", ".join(f"{column} {kind}" for column, kind in columns.items())
            connection.execute(f"create or replace table input_layer.{name} ({typed})")
            given = tables.get(name.removeprefix("input__"), [])
            if given:
                assert set().union(*given) <= set(columns), name
                one = f"({', '.join('?' * len(columns))})"
                connection.execute(
                    f"insert into input_layer.{name} values {', '.join([one] * len(given))}",
                    [row.get(column) for row in given for column in columns],
                )


def rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    return connection.execute(sql).fetchall()


# a model that grows begins as a table
KINDS = {"table": "table", "incremental": "table", "view": "view"}
INTERMEDIATE = ("path:models/intermediate",)
# what kpi_values reads
MARTS = tuple(
    f"path:models/marts/{mart}"
    for mart in ("account_engagement", "pipeline_funnel", "revenue", "alignment", "kpi")
)


def compile_models(
    folder: Path, *selected: str, layers: tuple[str, ...] = INTERMEDIATE, **settings: object
) -> Compiled:
    """The models of the layers that these need, as dbt compiles them."""
    ok(
        forked(
            _compile,
            settings,
            folder,
            [f"+{model},{layer}" for model in selected for layer in layers],
            cwd=PROJECT,
            ABM_KPIS_DATABASE=str(folder / "warehouse.duckdb"),
        )
    )
    nodes = json.loads((folder / "target" / "manifest.json").read_text("utf-8"))["nodes"]
    models = {
        unique_id: node
        for unique_id, node in nodes.items()
        if node["resource_type"] == "model" and node.get("compiled_code")
    }
    ordered: list[str] = []
    while len(ordered) < len(models):
        ordered += [
            unique_id
            for unique_id, node in models.items()
            if unique_id not in ordered
            and all(parent in ordered or parent not in models for parent in node["depends_on"]["nodes"])
        ]
    return Compiled(
        [
            (
                KINDS[node["config"]["materialized"]],
                f"{node['schema']}.{node['alias']}",
                node["compiled_code"],
            )
            for node in (models[one] for one in ordered)
        ],
        sorted(
            (node["name"], node["compiled_code"])
            for node in nodes.values()
            if node["resource_type"] == "test"
            and node.get("compiled_code")
            and set(node["depends_on"]["nodes"]) <= models.keys()
        ),
    )


def _compile(settings: dict[str, object], folder: Path, selected: list[str]) -> None:
    arguments = ["--quiet", "--vars", json.dumps(settings), "--log-path", str(folder / "logs")]
    arguments += ["--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT)]
    outcome = dbtRunner(parsed(settings, arguments)).invoke(
        ["compile", *arguments, "--target-path", str(folder / "target"), "--select", *selected]
    )
    sys.exit(not outcome.success)
