"""Tables that a loader landed outside the private database: in a Postgres, or in a DuckDB file of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from abm_kpis.errors import AbmError
from abm_kpis.land import entity_columns
from abm_kpis.raw_database import WHERE, attach_raw_database, refuse_unreadable
from abm_kpis.settings import project_vars
from tests.conftest import Abm, ok, told
from tests.landing import LOADERS, SOURCES, expected_rows, land, landed_rows
from tests.postgres import PASSWORD, Postgres, running

pytestmark = pytest.mark.xdist_group("postgres")
SETTINGS = {
    "raw_from": "source",
    "raw_database": "crm",
    "raw_schemas": {"linkedin_ads": "ads"},
    "sources_enabled": list(SOURCES),
    "min_n": 1,
}
# what Postgres has that DuckDB has not, and loaders write: numbers without a scale, jsonb, a view for a table
POSTGRES_TYPES = """
    alter table raw_salesforce.opportunity
        alter amount type numeric, alter probability type numeric,
        alter is_won type jsonb using to_jsonb(is_won);
    alter table raw_salesforce.account
        alter number_of_employees type smallint, alter is_deleted type jsonb using to_jsonb(is_deleted);
    alter table raw_salesforce.task alter subject type char(80);
    alter table raw_salesforce.opportunity rename to opportunity_rows;
    create view raw_salesforce.opportunity as select * from raw_salesforce.opportunity_rows;
    alter table raw_hubspot.deal_stage rename to stage_rows;
    create materialized view raw_hubspot.deal_stage as select * from raw_hubspot.stage_rows;
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """A Postgres with the raw tables as dlt lands them, LinkedIn's in a schema of another name."""
    with running() as postgres, pytest.MonkeyPatch.context() as patch:
        for name, value in postgres.environment.items():
            patch.setenv(name, value)
        copy(landed_file(tmp_path_factory.mktemp("landed")))
        yield postgres


def landed_file(folder: Path) -> Path:
    """A DuckDB file with the same tables."""
    file = folder / "landed.duckdb"
    land(file, LOADERS["dlt"])
    with duckdb.connect(str(file)) as connection:
        connection.execute("create schema ads")
        for (table,) in connection.execute(
            "select table_name from duckdb_tables() where schema_name = 'raw_linkedin_ads'"
        ).fetchall():
            connection.execute(f"create table ads.{table} as from raw_linkedin_ads.{table}")
        connection.execute("drop schema raw_linkedin_ads cascade")
    return file


def copy(file: Path) -> None:
    """All tables of the file into the Postgres of the environment."""
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute(f"attach '{file}' as landed (read_only)")
        # loads the extension
        attach_raw_database(connection, "reader")
        connection.execute("attach '' as writer (type postgres)")
        for schema, table in connection.execute(
            "select schema_name, table_name from duckdb_tables() where database_name = 'landed'"
        ).fetchall():
            connection.execute(f"create schema if not exists writer.{schema}")
            connection.execute(f'create table writer.{schema}."{table}" as from landed.{schema}."{table}"')
        connection.execute("call postgres_execute('writer', ?)", [POSTGRES_TYPES])


def run(abm: Abm) -> str:
    return ok(abm("run", "--as-of", "2025-06-30", "--vars", json.dumps(SETTINGS)))


def test_postgres_gives_what_a_duckdb_file_gives(
    server: Postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    postgres, file = Abm(tmp_path / "postgres"), Abm(tmp_path / "file")
    said = run(postgres)
    for entity in sorted(entity_columns()):
        assert landed_rows(postgres.home / "private", entity) == expected_rows(entity), entity

    # the password is written nowhere: not in dbt's target and logs, not in the release
    written = [path for path in postgres.home.rglob("*") if path.is_file()]
    assert len(written) > 50
    assert [path for path in written if PASSWORD.encode() in path.read_bytes()] == []
    assert PASSWORD not in said

    monkeypatch.setenv(WHERE, str(landed_file(tmp_path)))
    monkeypatch.setenv("PGHOST", "/nowhere")
    run(file)
    for table in ("pipeline_funnel.fct_opportunity", "account_engagement.dim_account", "kpi.kpi_values"):
        rows = postgres.published(f"from {table} order by all")
        assert len(rows) > 0
        assert rows == file.published(f"from {table} order by all"), table


def test_a_postgres_that_is_down_is_told(server: Postgres, live: tuple[Abm, Path]) -> None:
    abm, _ = live
    before = abm.current.resolve()
    arguments = ["run", "--vars", json.dumps(SETTINGS)]
    server.stop()
    try:
        said = told(abm(*arguments))
    finally:
        server.start()
    assert "raw_database: crm cannot be reached: connection to server on socket" in said
    assert "Say where it is with PGHOST, PGPORT, PGDATABASE, PGUSER and PGPASSWORD" in said
    assert abm.current.resolve() == before


@pytest.mark.parametrize(
    ("environment", "settings", "sentence"),
    [
        ({"PGPASSWORD": "wrong"}, {}, 'crm cannot be reached: connection to server on socket "'),
        ({"PGDATABASE": "sales"}, {}, 'database "sales" does not exist'),
        (
            {},
            {"sources_enabled": ["files", "linkedin_ads"], "raw_schemas": {}},
            "crm has no schema raw_linkedin_ads for linkedin_ads; it has ads, public, raw_hubspot,",
        ),
        ({}, {"raw_from": "demo"}, "holds your own data, and this would be a run of the demo company"),
        ({WHERE: "/nowhere/landed.duckdb"}, {}, "database does not exist"),
        ({WHERE: __file__}, {}, "is not a valid DuckDB database file"),
        ({WHERE: f"postgres://loader:{PASSWORD}@host/crm"}, {}, "takes the path of a DuckDB file"),
    ],
)
def test_what_is_wrong_with_the_raw_database_is_told(
    server: Postgres,
    monkeypatch: pytest.MonkeyPatch,
    environment: dict[str, str],
    settings: dict[str, object],
    sentence: str,
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(AbmError) as said:
        refuse_unreadable(project_vars() | SETTINGS | settings)
    assert sentence in str(said.value)
    assert PASSWORD not in str(said.value)


def test_the_extension_is_the_one_installed_and_nothing_is_downloaded(
    server: Postgres, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    with duckdb.connect() as connection:
        attach_raw_database(connection, "crm")
        assert connection.execute("select current_setting('autoinstall_known_extensions')").fetchall() == [
            (False,)
        ]
        with pytest.raises(duckdb.Error, match="read-only"):
            connection.execute("create table crm.public.t as select 1 as one")
    assert list(tmp_path.iterdir()) == []
    monkeypatch.setattr("abm_kpis.raw_database.EXTENSION", "not_there")
    with duckdb.connect() as connection, pytest.raises(AbmError, match="`make setup` installs it"):
        attach_raw_database(connection, "crm")
