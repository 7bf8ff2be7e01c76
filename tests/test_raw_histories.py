"""Histories in each form that loaders land them in: changes, changed fields, versions, daily copies."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from tests.conftest import Rows, query
from tests.landing import LOADERS, build, land, reconciled, to_history_mode

pytestmark = pytest.mark.xdist_group("raw_histories")

A, B = "006A0000002oPpAIAU", "006A0000002oPpBIAU"
BEFORE, AFTER = Decimal(20000), Decimal("24000.50")
# what loaders do differently ends with staging
HISTORIES = ("stg_salesforce__opportunity_history", "stg_salesforce__account_history")


def at(day: str, time: str = "10:00") -> datetime:
    return datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=UTC)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("histories")


def states(home: Path) -> Rows:
    """Opportunity, instant, stage and amount of each state, as staged."""
    return query(
        home / "warehouse.duckdb",
        "select opportunity_id, changed_at, stage, amount from staging.stg_salesforce__opportunity_history"
        " where rejected_because is null order by all",
    )


def statuses(home: Path) -> Rows:
    """Instant and status of an account, each once, as staged."""
    return query(
        home / "warehouse.duckdb",
        "select changed_at, status from staging.stg_salesforce__account_history"
        " where rejected_because is null group by all order by all",
    )


def read_from(home: Path, entity: str) -> Rows:
    return query(
        home / "warehouse.duckdb",
        "select read_from from input_layer.landed__raw_row_count"
        f" where table_name = '{entity}' and source_system = 'salesforce'",
    )


@pytest.mark.parametrize("loader", ["native", "text", "dlt", "squashed"])
def test_changed_fields_give_the_states_between_them(home: Path, loader: str) -> None:
    land(home / "warehouse.duckdb", LOADERS[loader], frozenset({"opportunity_history"}))
    build(home, *HISTORIES)
    assert states(home) == [
        # before its first change a field had the value which that change replaced
        (A, at("2025-02-10"), "Qualification", BEFORE),
        (A, at("2025-03-01"), "Qualification", AFTER),
        (A, at("2025-04-02"), "Closed Won", AFTER),
        (A, at("2025-04-02"), "Closed Won", AFTER),
    ]
    # nobody tracked probability
    assert query(
        home / "warehouse.duckdb",
        "select count(probability) from staging.stg_salesforce__opportunity_history",
    ) == [(0,)]


@pytest.mark.parametrize(("loader", "instant"), [("native", "timestamp"), ("text", "varchar")])
def test_history_mode_gives_versions_states_and_deletions(home: Path, loader: str, instant: str) -> None:
    database = home / "warehouse.duckdb"
    land(database, LOADERS[loader], frozenset({"opportunity_history", "account_history"}))
    to_history_mode(database, instant)
    build(home)
    assert reconciled(home) == []
    assert query(
        database,
        "select opportunity_id, stage, amount, disposition, deleted_at from input_layer.landed__opportunities"
        " where source_system = 'salesforce' order by all",
    ) == [
        (A, "Closed Won", AFTER, "accepted", None),
        (A, "Qualification", BEFORE, "duplicate", None),
        (B, "Proposal/Price Quote", Decimal(1000), "accepted", at("2025-05-01")),
        (B, "Proposal/Price Quote", Decimal(1000), "duplicate", at("2025-05-01")),
    ]
    # 804 is merged into another deal; 802 left its company, and the source has it no more
    assert query(
        database,
        "select opportunity_id, account_id, deleted_at from input_layer.landed__opportunities"
        " where source_system = 'hubspot' and deleted_at is not null order by all",
    )[0] == ("802", None, at("2025-05-02"))
    # a version that came twice is one state
    assert query(
        database,
        "select opportunity_id, changed_at, stage, amount from input_layer.input__opportunity_history"
        " where source_system = 'salesforce' order by all",
    ) == [
        (A, at("2025-02-10"), "Qualification", BEFORE),
        (A, at("2025-04-02"), "Closed Won", AFTER),
        (B, at("2025-04-02"), "Proposal/Price Quote", Decimal(1000)),
    ]
    # each version says the status it found; only the day it began counts
    assert statuses(home) == [
        (at("2025-02-01", "00:00"), "mqa"),
        (at("2025-03-03", "00:00"), "mqa"),
        (at("2025-03-04", "00:00"), "sqa"),
    ]
    assert query(
        database,
        "select count(*) from input_layer.landed__account_statuses where disposition = 'duplicate'",
    ) == [(1,)]
    assert read_from(home, "opportunity_history") == [("opportunity (history mode)",)]
    assert read_from(home, "account_statuses") == [("account (history mode)",)]


@pytest.mark.parametrize(
    ("day", "form"),
    [("_fivetran_start", "versions"), ("partitiontime", "copies")],
    ids=["versions", "copies"],
)
@pytest.mark.parametrize(("loader", "instant"), [("native", "timestamp"), ("text", "varchar")])
def test_a_history_table_of_whole_rows_gives_the_same_states(
    home: Path, loader: str, instant: str, day: str, form: str
) -> None:
    database = home / "warehouse.duckdb"
    land(database, LOADERS[loader], frozenset({"opportunity_history", "opportunity_field_history"}))
    with duckdb.connect(str(database)) as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute(f"""
            set schema = 'raw_salesforce';
            create table opportunity_history as
                select * replace (copies.stage as stage_name, copies.amount as amount),
                    cast(since as {instant}) as {day}
                from opportunity, (values
                    ('Qualification', '20000', '2025-02-10 10:00:00'),
                    ('Closed Won', '24000.5', '2025-04-02 10:00:00')
                ) as copies (stage, amount, since)
                where id = '{A}';
            drop table account_history;
            create table account_history as
                select *, cast(since as {instant}) as {day}
                from account, (values
                    ('MQA', '2025-02-01 00:00:00'), ('MQA', '2025-02-02 00:00:00'),
                    ('SQA', '2025-03-04 00:00:00')
                ) as copies (mqa_status_c, since)
                where id = '001A0000006Vm9uIAC';
        """)
    build(home, *HISTORIES, *(["+landed__raw_row_count"] if loader == "native" and form == "copies" else []))
    assert states(home) == [
        (A, at("2025-02-10"), "Qualification", BEFORE),
        (A, at("2025-04-02"), "Closed Won", AFTER),
    ]
    assert statuses(home) == [(at("2025-02-01", "00:00"), "mqa"), (at("2025-03-04", "00:00"), "sqa")]
    if loader == "native" and form == "copies":
        assert read_from(home, "opportunity_history") == [(f"opportunity_history ({form})",)]
        assert read_from(home, "account_statuses") == [("account_history (copies)",)]
