"""Raw tables as each loader lands them: other names, other types, one input layer (data/raw)."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from abm_kpis.land import entity_columns
from tests.conftest import query
from tests.landing import (
    LOADERS,
    RAW,
    SOURCES,
    build,
    expected_rows,
    land,
    landed_rows,
    reconciled,
)

MISSING = re.compile(r'cast\(null as TEXT\) as "(\w+)"')


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("raw")


@pytest.mark.xdist_group("raw_sources")
@pytest.mark.parametrize("name", LOADERS)
def test_every_loader_gives_the_same_input_layer(home: Path, name: str) -> None:
    land(home / "warehouse.duckdb", LOADERS[name])
    build(home)
    assert reconciled(home) == []
    for entity in sorted(entity_columns()):
        assert landed_rows(home, entity) == expected_rows(entity), entity
    assert query(
        home / "warehouse.duckdb",
        "select distinct ingested_at from input_layer.landed__people",
    ) == [(datetime(2025, 6, 1, 6, tzinfo=UTC),)]
    # every column that staging reads has landed, in this loader's type and under its name
    models = [
        path for path in (home / "target" / "compiled").rglob("stg_*.sql") if path.parent.name in SOURCES
    ]
    assert len(models) == 30
    for model in models:
        missing = MISSING.findall(model.read_text("utf-8"))
        assert missing == [], (model.name, missing)


@pytest.mark.xdist_group("raw_sources")
def test_empty_tables_give_an_empty_input_layer(home: Path) -> None:
    land(home / "warehouse.duckdb", LOADERS["native"], rows="false")
    build(home)
    for entity in sorted(entity_columns()):
        assert landed_rows(home, entity)[1:] == [], entity
    assert query(home / "warehouse.duckdb", "select sum(n_raw) from input_layer.landed__raw_row_count") == [
        (0,)
    ]


def test_the_fixtures_leave_no_column_empty() -> None:
    for source in SOURCES:
        for path in (RAW / source).glob("*.csv"):
            with path.open(encoding="utf-8", newline="") as file:
                header, *rows = list(csv.reader(file))
            empty = [name for name, *cells in zip(header, *rows, strict=True) if not any(cells)]
            assert empty == [], path


@pytest.mark.xdist_group("raw_sources")
def test_rows_without_a_load_time(home: Path) -> None:
    land(home / "warehouse.duckdb", replace(LOADERS["native"], own_columns="1 as batch"))
    build(home, "+input__account_statuses", "+int_landed_row_counted")
    # a row flagged deleted is gone though nobody says since when
    assert query(
        home / "warehouse.duckdb",
        "select status, disposition from input_layer.landed__account_statuses"
        " where source_system = 'salesforce' order by all",
    ) == [("mqa", "accepted"), ("rejected", "deleted"), ("sqa", "accepted")]
    # nobody knows how fresh the source is; what is read later stands as of the run
    assert query(
        home / "warehouse.duckdb",
        "select max(latest_ingested_at) from intermediate.int_landed_row_counted"
        " where source_system = 'salesforce'",
    ) == [(None,)]
    assert query(
        home / "warehouse.duckdb",
        "select distinct ingested_at from input_layer.input__account_statuses",
    ) == [(datetime(2025, 6, 30, 22, tzinfo=UTC),)]
    # columns that have not landed are empty
    files = (home / "target" / "compiled").rglob("stg_files__account_statuses.sql")
    assert "account_id" in MISSING.findall(next(files).read_text("utf-8"))


@pytest.mark.xdist_group("raw_sources")
def test_names_words_and_the_crm_of_record_are_settings(home: Path) -> None:
    database = home / "warehouse.duckdb"
    land(database, LOADERS["native"])
    with duckdb.connect(str(database)) as connection:
        connection.execute("alter table raw_salesforce.account rename column annual_revenue to ca_annuel__c")
        connection.execute("alter table raw_salesforce.account rename to kunden")
        # of two names the one with rows
        connection.execute('alter table raw_salesforce."user" rename to sf_user')
        connection.execute('create table raw_salesforce."user" as from raw_salesforce.sf_user limit 0')
        connection.execute("alter table raw_web.event drop column date")
    build(
        home,
        "+landed__accounts",
        "+landed__opportunities",
        "+landed__unmapped_word",
        "+landed__interactions",
        table_names={"salesforce": {"account": "kunden"}},
        column_names={"salesforce": {"account": {"annual_revenue": "CA_Annuel__c"}}},
        user_titles={"account exec": "marketing"},
        user_departments={"dir": "operations"},
        campaign_member_statuses={"Sur la liste": "invited", "Attended": "attended"},
        crm_of_record="hubspot",
    )
    assert landed_rows(home, "accounts") == expected_rows("accounts")
    # without the export's day the event's own tells which export replaces it
    assert query(
        database,
        "select interaction_id, disposition from input_layer.landed__interactions"
        " where source_system = 'web' and disposition = 'deleted'",
    ) == [("g-3", "deleted")]
    assert query(
        database, "select user_id, role from input_layer.landed__users where role is not null order by all"
    ) == [("005A0000001aBcDIAU", "marketing"), ("005A0000001aBcEIAU", "operations")]
    assert query(
        database,
        "select distinct source_system, disposition from input_layer.landed__opportunities order by all",
    ) == [("hubspot", "accepted"), ("salesforce", "other_crm")]
    assert query(
        database,
        "select source_system, table_name, column_name, setting, word, n_rows"
        " from input_layer.landed__unmapped_word order by all",
    ) == [
        ("hubspot", "interactions", "type", "interaction_types", "PRINT", 1),
        ("salesforce", "account_statuses", "mqa_status__c", "account_status_fields", "Nurture", 1),
        ("salesforce", "campaign_members", "status", "campaign_member_statuses", "Registered", 1),
        ("salesforce", "campaign_members", "status", "campaign_member_statuses", "Sent", 1),
        ("salesforce", "campaigns", "type", "campaign_channels", "Fax", 1),
        ("salesforce", "opportunity_people", "role", "buying_roles", "User", 1),
        ("salesforce", "people", "buying_role_c", "buying_roles", "Parrain", 1),
    ]


@pytest.mark.xdist_group("raw_sources")
def test_a_name_that_has_not_landed_is_told(home: Path) -> None:
    land(home / "warehouse.duckdb", LOADERS["native"])
    with pytest.raises(AssertionError) as failed:
        build(
            home,
            "stg_salesforce__account",
            "stg_salesforce__user",
            column_names={"salesforce": {"account": {"industry": "secteur__c"}}},
            table_names={"salesforce": {"user": "benutzer"}},
        )
    said = " ".join(str(failed.value).split())
    assert re.search(r"column_names: industry is secteur__c, and \S*account\S* has no such column", said)
    assert "table_names: salesforce.user is benutzer, and schema raw_salesforce has no such table" in said
