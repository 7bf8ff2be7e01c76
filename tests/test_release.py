"""A release is whole, live in one step, repeatable, and can be gone back from."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb

from tests.conftest import SMALL, Abm, ok, query, told

UNEQUAL_BY_NATURE = {("kpi", "kpi_ledger"), ("operations", "release")}
SCHEMAS = {"account_engagement", "alignment", "kpi", "operations", "pipeline_funnel", "revenue"}


def tables(database: Path) -> list[tuple[str, str]]:
    found = query(database, "select schema_name, table_name from duckdb_tables() order by all")
    return [(str(schema), str(table)) for schema, table in found]


def test_the_demo_publishes_its_schemas_and_nothing_else(demo: Abm) -> None:
    database = demo.current / "abm_kpis.duckdb"
    assert {schema for schema, _ in tables(database)} == SCHEMAS
    assert query(database, "select schema_name from duckdb_schemas() where not internal order by all") == [
        (schema,) for schema in sorted(SCHEMAS)
    ]
    for schema, table in tables(database):
        parquet = demo.current / "parquet" / schema / f"{table}.parquet"
        differing = (
            f"select count(*) from (from {schema}.{table} except all from '{parquet}')"
            f" union all select count(*) from (from '{parquet}' except all from {schema}.{table})"
        )
        assert query(database, differing) == [(0,), (0,)], table


def test_published_tables_and_columns_are_described(demo: Abm) -> None:
    undescribed = demo.published(
        "select schema_name, table_name, column_name from duckdb_columns()"
        " where not internal and comment is null"
    )
    assert undescribed == []
    assert demo.published("select table_name from duckdb_tables() where comment is null") == []


def test_a_release_is_immutable(demo: Abm) -> None:
    writable = [path for path in demo.current.rglob("*") if path.is_file() and path.stat().st_mode & 0o222]
    assert writable == []


def test_the_same_input_twice_gives_equal_tables(live: tuple[Abm, Path]) -> None:
    abm, files = live
    # made with one thread; more of them make the same
    abm.is_small = False
    first = abm.current.resolve()
    ok(abm("run", "--files", str(files), "--as-of", "2025-06-30"))
    second = abm.current.resolve()
    assert first != second
    assert tables(first / "abm_kpis.duckdb") == tables(second / "abm_kpis.duckdb")
    with duckdb.connect(str(second / "abm_kpis.duckdb"), read_only=True) as connection:
        connection.execute(f"attach '{first / 'abm_kpis.duckdb'}' as first (read_only)")
        for schema, table in tables(second / "abm_kpis.duckdb"):
            if (schema, table) not in UNEQUAL_BY_NATURE:
                rows = [
                    connection.execute(f"from {name}{schema}.{table}").fetchall() for name in ("", "first.")
                ]
                assert rows[0] == rows[1], table
    # what did not change is not entered again
    assert abm.published("select count(distinct release_id) from kpi.kpi_ledger") == [(1,)]

    # a reader that holds the old release open and one that opens the new one both see whole data
    with duckdb.connect(str(abm.current / "abm_kpis.duckdb"), read_only=True) as old_reader:
        changed = SMALL["opportunities"].replace("2025-03-01,true,true,100", "2025-03-01,true,true,140")
        late = "6,B,new_business,2025-02-20,,false,false,30,proposal\n"
        (files / "opportunities.csv").write_text(changed + late, encoding="utf-8")
        (files / "kpi_targets.csv").write_text("kpi_id,low,valid_from\nK27b,9,2025-01-01\n", encoding="utf-8")
        ok(abm("run", "--files", str(files), "--as-of", "2025-06-30", "--vars", "{releases_kept: 2}"))
        won = "select sum(amount) from pipeline_funnel.fct_opportunity where is_won"
        assert [float(row[0]) for row in old_reader.execute(won).fetchall()] == [180.0]
        assert [float(str(row[0])) for row in abm.published(won)] == [220.0]

    # the change of a period that was complete is a restatement, with its cause
    restated = abm.published(
        "select kpi_id, period_start, previous_value, value, cause from kpi.kpi_ledger"
        " where change = 'restatement' and segment_type = 'all' and period_type in ('month', 'year')"
        " and kpi_id in ('K16', 'K27a', 'K27b') order by all"
    )
    assert restated == [
        # the late deal is none of ABM: it is the other one that changed K16
        ("K16", date(2025, 2, 1), 100.0, 140.0, "changed_source_row"),
        ("K27a", date(2025, 3, 1), 100.0, 140.0, "changed_source_row"),
        ("K27b", date(2025, 2, 1), 75.0, 73.3333333, "late_data"),
        ("K27b", date(2025, 3, 1), 75.0, 75.0, "changed_target"),
        ("K27b", date(2025, 4, 1), None, None, "changed_target"),
    ]

    # old releases are kept by number, the ledger outlives them
    third = abm.current.resolve()
    assert [path.name for path in sorted((abm.home / "published" / "releases").iterdir())] == [
        second.name,
        third.name,
    ]
    assert abm.published("select min(release_id) from kpi.kpi_ledger") == [(first.name,)]

    # rollback, to the one before and by name
    assert second.name in ok(abm("rollback"))
    assert abm.current.resolve() == second
    assert [float(str(row[0])) for row in abm.published(won)] == [180.0]
    assert third.name in ok(abm("rollback", third.name))
    assert abm.current.resolve() == third
    assert first.name in told(abm("rollback", first.name))
    assert third.name in ok(abm("releases"))


def test_nothing_published_is_told_plainly(tmp_path: Path) -> None:
    assert "`abm run` publishes" in told(Abm(tmp_path)("status"))
    assert "no older release" in told(Abm(tmp_path)("rollback"))


def test_the_demo_and_a_company_never_share_a_ledger(
    demo: Abm, live: tuple[Abm, Path], tmp_path: Path
) -> None:
    abm, files = live
    said = told(abm("run"))
    assert f"{abm.home} holds releases of your own data, and this would be a run of the demo company" in said
    said = told(demo("run", "--files", str(files)))
    assert "holds releases of the demo company; give your own data a home of its own" in said
    # landed, but not published yet
    landed = Abm(tmp_path / "landed")
    (landed.home / "private").mkdir(parents=True)
    with duckdb.connect(str(landed.home / "private" / "warehouse.duckdb")) as connection:
        connection.execute("create schema raw_salesforce")
        connection.execute("create table raw_salesforce.account (id varchar)")
    said = told(landed("run", "--vars", "{sources_enabled: [salesforce, files]}"))
    assert "(raw_salesforce), and this would be a run of the demo company" in said
