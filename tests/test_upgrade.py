"""A home that an earlier version of the project left: today's run builds on it what a new home would hold."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import duckdb

from abm_kpis.interface import FOLDER
from tests.conftest import Abm, ok
from tests.test_release import UNEQUAL_BY_NATURE, tables

EARLIER = FOLDER / "0.1.0.csv"
SEEDS = {"kpi_catalog": "observed_every", "engagement_weights": "quality", "mqa_thresholds": "threshold"}
"""Reference tables that got a column since."""
Contents = dict[tuple[str, str], list[tuple[object, ...]]]


def promised() -> dict[str, set[str]]:
    """Tables of that version and their columns."""
    columns: dict[str, set[str]] = defaultdict(set)
    with EARLIER.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            columns[row["table_name"]].add(row["column_name"])
    return columns


def without_what_came_since(connection: duckdb.DuckDBPyConnection, schemas: set[str]) -> int:
    """Marts as that version had them: fewer tables, and fewer columns in these. How many were taken."""
    earlier, taken = promised(), 0
    found = connection.execute(
        "select schema_name, table_name, column_name from duckdb_columns() inner join duckdb_tables()"
        " using (database_name, schema_name, table_name) where list_contains(?, schema_name) order by all",
        [sorted(schemas)],
    ).fetchall()
    dropped = set()
    for schema, table, column in found:
        name = f"{schema}.{table}"
        if name not in earlier and name not in dropped:
            connection.execute(f"drop table {name}")
            dropped.add(name)
        elif name in earlier and column not in earlier[name]:
            connection.execute(f"alter table {name} drop column {column}")
            taken += 1
    return taken + len(dropped)


def as_it_was(database: Path, schemas: set[str]) -> None:
    with duckdb.connect(str(database)) as connection:
        assert without_what_came_since(connection, schemas) > 20
        # what is a view now was a table, and the other way round
        connection.execute(
            "create table was_view as from account_engagement.fct_interaction;"
            "drop view account_engagement.fct_interaction;"
            "create table account_engagement.fct_interaction as from was_view; drop table was_view;"
            "create table was_table as from intermediate.int_account_standing;"
            "drop table intermediate.int_account_standing;"
            "create view intermediate.int_account_standing as from main.was_table"
        )
        for seed, column in SEEDS.items():
            connection.execute(f"alter table reference.{seed} drop column {column}")
        # a row that its rules let in and today's would not find
        connection.execute(
            """
            insert into intermediate.int_interaction_settled by name
            select
                'files:ghost' as interaction_id, 'files' as source_system, 'form_submit' as type, 5 as points,
                'inbound' as direction, 1 as block, 1 as content_number, true as is_human,
                true as has_happened, date '2025-03-01' as occurred_on,
                timestamptz '2025-03-01 12:00:00+00' as occurred_at
            """
        )
        for column in ("rules_number", "url"):
            connection.execute(f"alter table intermediate.int_interaction_settled drop column {column}")


def contents(release: Path) -> Contents:
    with duckdb.connect(str(release / "abm_kpis.duckdb"), read_only=True) as connection:
        connection.execute("set TimeZone = 'UTC'")
        return {
            (schema, table): connection.execute(f"from {schema}.{table}").fetchall()
            for schema, table in tables(release / "abm_kpis.duckdb")
            if (schema, table) not in UNEQUAL_BY_NATURE
        }


def test_a_run_on_what_an_earlier_version_left_is_as_one_in_a_new_home(live: tuple[Abm, Path]) -> None:
    abm, files = live
    fresh = contents(abm.current)
    schemas = {schema for schema, _ in fresh}
    release = (abm.current / "abm_kpis.duckdb").resolve()
    release.chmod(0o644)
    with duckdb.connect(str(release)) as connection:
        assert without_what_came_since(connection, schemas) > 20
    as_it_was(abm.home / "private" / "warehouse.duckdb", schemas)

    ok(abm("run", "--files", str(files), "--as-of", "2025-06-30"))
    upgraded = contents(abm.current)
    assert set(upgraded) == set(fresh)
    for table, rows in fresh.items():
        assert upgraded[table] == rows, table
    # no value is another one for the version alone
    assert abm.published("select count(distinct release_id) from kpi.kpi_ledger") == [(1,)]
