"""What changes at a source since the live release is told by name, and stops a run by its severity."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pytest
import yaml

from abm_kpis.build import _raise_if_failed
from abm_kpis.errors import AbmError
from abm_kpis.places import Home
from abm_kpis.previous import TABLES, recall_previous
from abm_kpis.settings import _staged_words, project_vars
from tests.compiled import input_columns
from tests.conftest import PROJECT, Abm, ok, query, told, written
from tests.landing import LOADERS, build, land

AS_OF = ("--as-of", "2025-06-30")
USERS = "user_id,full_name\n" + "".join(f"{n},User {n}\n" for n in range(1, 31))
DRIFT = (
    "select check_name, source_system, table_name, column_name, severity from operations.source_drift"
    " order by all"
)


def compiled(home: Path, model: str) -> str:
    return next((home / "target" / "compiled").rglob(f"{model}.sql")).read_text("utf-8")


def test_what_a_folder_of_files_lost_is_told_or_stops_the_run(live: tuple[Abm, Path]) -> None:
    abm, files = live
    accounts = "account_id,account_name,colour\nA,Alpha,red\nB,Beta,blue\n"
    written(files, accounts=accounts, users=USERS)
    said = ok(abm("run", "--files", str(files), *AS_OF))
    assert "note: files.accounts has a new column, colour (VARCHAR)." in said
    assert "warn: files.accounts has lost its column employee_count (it was VARCHAR)" in said
    # of a file that comes for the first time nothing is new
    changes = [
        ("column_added", "files", "accounts", "colour", "note"),
        ("column_dropped", "files", "accounts", "employee_count", "warn"),
    ]
    assert abm.published(DRIFT) == changes
    assert abm.published(
        "select check_name, table_name, status from operations.data_quality_result"
        " where check_type = 'drift' order by all"
    ) == [("column_added", "files.accounts", "note"), ("column_dropped", "files.accounts", "warn")]

    # a run that fails leaves its rows in the private database: they are not what the next is held against
    (files / "program_accounts.csv").unlink()
    written(files, users="user_id,full_name\n1,User 1\n2,User 2\n3,User 3\n")
    before = abm.current.readlink()
    said = told(abm("run", "--files", str(files), *AS_OF))
    assert abm.current.readlink() == before
    assert "files.program_accounts had 1 row in the live release and has none now. Put program_acc" in said
    assert "--vars '{accepted_drift: [files.program_accounts]}'" in said
    assert "files.users had 30 rows in the live release and has 3, 90 % fewer." in said

    accepted = "{accepted_drift: [files.program_accounts, files.users]}"
    said = ok(abm("run", "--files", str(files), *AS_OF, "--vars", accepted))
    assert "note: files.program_accounts had 1 row in the live release and has none now. The setting" in said
    assert [row[0] for row in abm.published(DRIFT)] == ["rows_fell", "source_stopped"]
    # what was published is what the next run is held against
    recall_previous(Home(abm.home), project_vars() | {"raw_from": "source"})
    assert abm.private(compiled(abm.home / "private", "int_source_drifted")) == []


def test_a_table_that_no_file_can_be_is_not_accepted(live: tuple[Abm, Path]) -> None:
    abm, files = live
    said = told(abm("run", "--files", str(files), "--vars", "{accepted_drift: [files.acounts]}"))
    assert "accepted_drift: files.acounts is read by nothing; did you mean accounts?" in said


def test_a_build_that_fails_says_what_changed_at_the_sources(live: tuple[Abm, Path]) -> None:
    home = Home(live[0].home)
    with duckdb.connect(str(home.database)) as connection:
        connection.execute(
            "insert into operations.source_drift by name"
            " select 'source_stopped' as check_name, 'error' as severity, 'files.users is gone.' as message"
            " union all select 'column_added', 'note', 'files.users has more.'"
        )
    broken = SimpleNamespace(node=SimpleNamespace(name="broken"), status="error", message="it broke")
    drift = SimpleNamespace(name="int_source_drifted")
    said = {}
    for status in ("success", "skipped"):
        with pytest.raises(AbmError) as failed:
            _raise_if_failed(home, [broken, SimpleNamespace(node=drift, status=status)], success=False)
        said[status] = str(failed.value).splitlines()[1:]
    assert said["success"] == ["  broken: it broke", "  files.users is gone."]
    # what another run found is not what happened in this one
    assert said["skipped"] == ["  broken: it broke"]


def test_a_severity_that_is_missing_or_of_nothing_stops_the_run(live: tuple[Abm, Path]) -> None:
    abm, _ = live
    path = "private/target/compiled/abm_kpis/tests/singular/assert_every_check_has_a_severity.sql"
    sql = (abm.home / path).read_text("utf-8")
    columns = ", ".join(f"{name} {kind}" for name, kind in input_columns()["input__check_severity"].items())
    with duckdb.connect() as connection:
        connection.execute(
            "attach ':memory:' as warehouse; use warehouse; create schema input_layer;"
            f" create table input_layer.input__check_severity ({columns});"
            " insert into input_layer.input__check_severity select * from"
            f" read_csv('{PROJECT}/seeds/reference/check_severity.csv', header = true, nullstr = '')"
        )
        assert connection.execute(sql).fetchall() == []
        connection.execute(
            "update input_layer.input__check_severity set table_name = 'accounts'"
            " where check_name = 'rows_fell';"
            " insert into input_layer.input__check_severity values"
            " ('day_without_rows', 'wep', null, 'warn', null),"
            " ('column_added', 'salesforce', 'opportunity', 'off', null)"
        )
        messages = [message for (message,) in connection.execute(sql).fetchall()]
    assert sorted(messages) == [
        "check_severity has no row for rows_fell of any source and table; add one"
        " (severity off where it is not wanted).",
        "check_severity: day_without_rows of wep needs a limit_value.",
        "check_severity: source_name 'wep' is of no check (docs/data_quality.md).",
    ]


def test_what_the_live_release_said_is_recalled(live: tuple[Abm, Path]) -> None:
    abm, _ = live
    home = Home(abm.home)
    home.database.unlink()
    recall_previous(home, project_vars() | {"raw_from": "source"})
    count = "select count(*) from previous.{}"
    assert all(abm.private(count.format(table)) != [(0,)] for table in TABLES)
    # another source's rows are nothing to compare with
    recall_previous(home, project_vars() | {"raw_from": "demo"})
    assert all(abm.private(count.format(table)) == [(0,)] for table in TABLES)


def test_another_loader_is_no_other_table(tmp_path: Path) -> None:
    database = tmp_path / "warehouse.duckdb"
    columns = ", ".join(f"{name} {kind}" for name, kind in input_columns()["input__check_severity"].items())
    drifted = ("+int_source_drifted",)
    land(database, LOADERS["native"])
    with duckdb.connect(str(database)) as connection:
        connection.execute("create schema input_layer; create schema previous")
        connection.execute(f"create table input_layer.input__check_severity ({columns})")
        connection.execute(
            "insert into input_layer.input__check_severity (check_name, severity)"
            " select unnest(['column_added', 'column_dropped', 'required_column_dropped', 'type_changed',"
            " 'unread_column_dropped', 'source_stopped']), 'warn'"
        )
    build(tmp_path, *drifted)
    with duckdb.connect(str(database)) as connection:
        for table in ("source_table", "source_column"):
            connection.execute(
                f"insert into previous.{table} by name select * from input_layer.landed__{table}"
            )
    land(database, LOADERS["dlt"])
    with duckdb.connect(str(database)) as connection:
        connection.execute(
            "alter table raw_hubspot.deals alter amount type varchar;"
            " alter table raw_salesforce.opportunity drop column is_won;"
            " alter table raw_salesforce.account drop column website"
        )
    build(tmp_path, *drifted)
    found = query(
        database,
        "select source_system, table_name, column_name, check_name, value_before, value_now"
        " from operations.source_drift where value_now is distinct from 'DECIMAL(38,9)' order by all",
    )
    # whole numbers that land as fractions, and days that land as days, are another type
    assert [row for row in found if row[5] != "DATE"] == [
        ("hubspot", "deal", "property_amount", "type_changed", "DOUBLE", "VARCHAR"),
        ("salesforce", "account", "website", "column_dropped", "VARCHAR", None),
        ("salesforce", "opportunity", "is_won", "required_column_dropped", "BOOLEAN", None),
    ]


def declared() -> dict[str, dict[str, list[str]]]:
    """Columns that the sources' YAML says are read, by source and table."""
    found: dict[str, dict[str, list[str]]] = {}
    for path in sorted((PROJECT / "models" / "staging").glob("*/_*__sources.yml")):
        source = path.parent.name
        if source not in ("files", "secret"):
            for table in yaml.safe_load(path.read_text("utf-8"))["sources"][0]["tables"]:
                meta = table["config"]["meta"]
                found.setdefault(source, {})[table["name"]] = meta.get("required", []) + meta.get("read", [])
    return found


def words(columns: list[str]) -> set[str]:
    return {word for column in columns for word in column.split("|")}


def asked(home: Path) -> dict[tuple[str, str], set[str]]:
    """Columns that the compiled staging models ask raw tables for."""
    found: dict[tuple[str, str], set[str]] = {}
    for path in (home / "target" / "compiled").rglob("models/staging/*/*.sql"):
        text = path.read_text("utf-8")
        for select, source, table in re.findall(
            r'\(\s*select((?:(?!\(\s*select).)*?)from "warehouse"\."raw_(\w+)"\."(\w+)"', text, re.S
        ):
            names = set(re.findall(r' as "(\w+)",', select))
            found.setdefault((source, table), set()).update(names)
    return found


def test_the_columns_said_to_be_read_are_those_that_staging_reads(tmp_path: Path) -> None:
    columns = declared()
    for source, tables in columns.items():
        for table, names in tables.items():
            # the columns of engagements carry their type in their name, which no file has in one
            if not table.startswith("engagement_"):
                assert words(names) - _staged_words(source) == set(), (source, table)
    # every table as it is declared, with a row, so that each form of a history is read that can be
    with duckdb.connect(str(tmp_path / "warehouse.duckdb")) as connection:
        for source, tables in columns.items():
            connection.execute(f"create schema raw_{source}")
            for table, names in tables.items():
                if names:
                    landed = ", ".join(f'null::varchar as "{name.split("|")[0]}"' for name in names)
                    connection.execute(f'create table raw_{source}."{table}" as select {landed}')
    build(tmp_path, "path:models/staging", account_status_fields={}, company_status_dates={})
    read = asked(tmp_path)
    for source, tables in columns.items():
        for table, names in tables.items():
            # of several forms of a history one is read
            if table == "opportunity_field_history":
                continue
            first = {name.split("|")[0] for name in names}
            # loaders' own columns start with an underscore and are not compared
            unlisted = {name for name in read.get((source, table), set()) if name[0] != "_"} - words(names)
            assert unlisted == set(), (source, table)
            assert first - read.get((source, table), set()) - {"partitiontime"} == set(), (source, table)
