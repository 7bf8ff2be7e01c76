"""What Great Expectations asks across releases and sources, on tables of a few rows, and how severe it is."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest

from quality.expectation import of_severity
from quality.expectations import EXPECTATIONS
from quality.gate import run_gate
from tests.compiled import input_columns
from tests.conftest import Abm, Rows

LIMITS = {"distribution_shifted": 0.25, "history_volume_fell": 0.1, "day_without_rows": 10}
LIMITS |= {"deals_of_two_crms_disagree": 0.01, "history_disagrees_with_deal": 0.01}
LIMITS |= {"invoices_disagree_with_deal": 2, "amounts_unknown": 0.5}


@pytest.fixture
def private() -> duckdb.DuckDBPyConnection:
    """A private database of the tables that are asked, empty but for the severities that ship."""
    connection = duckdb.connect()
    for schema in ("input_layer", "intermediate", "operations", "pipeline_funnel", "previous"):
        connection.execute(f"create schema {schema}")
    for table, columns in input_columns().items():
        typed = ", ".join(f"{name} {kind}" for name, kind in columns.items())
        connection.execute(f"create table input_layer.{table} ({typed})")
    connection.execute(
        "create table input_layer.landed__opportunities as"
        " select *, '' as disposition from input_layer.input__opportunities;"
        "create table pipeline_funnel.fct_opportunity"
        " (currency varchar, amount_in_currency decimal(18, 2), amount decimal(18, 2));"
        "create table input_layer.landed__source_table (source_system varchar);"
        "insert into input_layer.landed__source_table values ('web');"
        "create table intermediate.int_account_keyed"
        " (account_key varchar, source_system varchar, account_id varchar);"
        "create table intermediate.int_account_domain (account_key varchar, domain varchar);"
        "create table intermediate.int_opportunity_mapped"
        " (opportunity_id varchar, stage varchar, currency varchar, amount decimal(18, 2));"
        "create table intermediate.int_opportunity_history_ordered (opportunity_id varchar,"
        " canonical_stage varchar, currency varchar, amount decimal(18, 2), history_position bigint)"
    )
    for schema in ("operations", "previous"):
        connection.execute(
            f"create table {schema}.distribution (table_name varchar, measure varchar, period_month date,"
            " bucket varchar, n_rows bigint);"
            f"create table {schema}.daily_volume (source_system varchar, table_name varchar,"
            " occurred_on date, n_rows bigint)"
        )
    for check in {expectation.check for expectation in EXPECTATIONS if expectation.check}:
        insert(
            connection,
            "input_layer.input__check_severity",
            {"check_name": check, "severity": "warn", "limit_value": LIMITS.get(check)},
        )
    return connection


def insert(connection: duckdb.DuckDBPyConnection, table: str, *rows: dict[str, Any]) -> None:
    for row in rows:
        connection.execute(
            f"insert into {table} ({', '.join(row)}) values ({', '.join('?' * len(row))})", list(row.values())
        )


def found(
    connection: duckdb.DuckDBPyConnection, name: str, columns: str = "*", severity: str = "warn"
) -> Rows:
    (expectation,) = (one for one in EXPECTATIONS if one.name == name)
    rows = of_severity(expectation, severity).replace("{batch}", expectation.table)
    return connection.execute(f"select {columns} from ({rows}) order by all").fetchall()


def distribution(schema: str, bucket: str, n_rows: int, month: str = "2025-04-01", of: str = "x") -> str:
    return f"insert into {schema}.distribution values ('x', '{of}', '{month}', '{bucket}', {n_rows})"


def test_a_past_that_looks_different_is_found(private: duckdb.DuckDBPyConnection) -> None:
    for statement in (
        # amounts that became a hundred times larger
        *(distribution("previous", *one) for one in (("1e3", 40), ("1e4", 60))),
        *(distribution("operations", *one) for one in (("1e5", 40), ("1e6", 60))),
        # a month that only one of the two knows to its end is not compared
        distribution("operations", "1e9", 500, "2025-05-01", "grown"),
        distribution("previous", "1e4", 50, of="grown"),
        distribution("operations", "1e4", 50, of="grown"),
        # late rows that fall where the others are, and a few that move
        *(distribution("previous", *one, of="same") for one in (("1e3", 40), ("1e4", 60))),
        *(distribution("operations", *one, of="same") for one in (("1e3", 48), ("1e4", 66))),
        # a handful of rows says nothing
        distribution("previous", "1e3", 19, of="few"),
        distribution("operations", "1e5", 30, of="few"),
    ):
        private.execute(statement)
    columns = "measure, bucket_moved_most in ('1e4', '1e6'), stability_index > 5"
    assert found(private, "distribution_as_before", columns) == [("x", True, True)]


def test_the_stability_index_is_the_one_of_the_books(private: duckdb.DuckDBPyConnection) -> None:
    for schema, counts in (("previous", (5000, 5000)), ("operations", (8000, 2000))):
        for bucket, count in zip("ab", counts, strict=True):
            private.execute(distribution(schema, bucket, count))
    # (0.8 - 0.5) ln(0.8 / 0.5) + (0.2 - 0.5) ln(0.2 / 0.5)
    ((index,),) = found(private, "distribution_as_before", "stability_index")
    assert index == pytest.approx(0.4159, abs=0.0005)


def volume(schema: str, source: str, first_day: str, n_days: int, n_rows: int) -> str:
    return (
        f"insert into {schema}.daily_volume select '{source}', 'interactions',"
        f" date '{first_day}' + d::integer, {n_rows} from range({n_days}) as days (d)"
    )


def test_a_past_month_that_lost_rows_is_found(private: duckdb.DuckDBPyConnection) -> None:
    for statement in (
        volume("previous", "web", "2025-03-01", 31, 10),
        volume("operations", "web", "2025-03-01", 31, 8),
        # a tenth less is within the limit
        volume("previous", "web", "2025-04-01", 30, 10),
        volume("operations", "web", "2025-04-01", 30, 9),
        # the month that the live release saw half of has gone on
        volume("previous", "web", "2025-05-01", 15, 10),
        volume("operations", "web", "2025-05-01", 31, 10),
        # switched off
        volume("previous", "files", "2025-03-01", 31, 10),
    ):
        private.execute(statement)
    assert [str(row[2]) for row in found(private, "past_volume_as_before")] == ["2025-03-01"]


def test_a_run_as_of_an_earlier_day_has_not_lost_what_came_after(private: duckdb.DuckDBPyConnection) -> None:
    private.execute(volume("previous", "web", "2025-03-01", 61, 10))
    private.execute(volume("operations", "web", "2025-03-01", 40, 10))
    assert found(private, "past_volume_as_before") == []


def test_a_business_day_without_rows_is_found(private: duckdb.DuckDBPyConnection) -> None:
    for statement in (
        volume("operations", "web", "2025-04-08", 84, 10),
        volume("operations", "files", "2025-04-08", 84, 9),
        # a Wednesday, a Sunday, and a day too long ago
        "update operations.daily_volume set n_rows = 0"
        " where occurred_on in ('2025-06-25', '2025-06-22', '2025-06-02')",
    ):
        private.execute(statement)
    columns = "source_system, cast(occurred_on as varchar), usual_rows"
    assert found(private, "no_business_day_without_rows", columns) == [("web", "2025-06-25", 10)]


def test_a_source_that_stopped_sending_is_found(private: duckdb.DuckDBPyConnection) -> None:
    private.execute(
        "create table operations.source_freshness as select * from (values"
        " ('salesforce', 'late', timestamptz '2025-06-01 06:00:00+00'),"
        " ('salesforce', 'late', timestamptz '2025-05-01 06:00:00+00'),"
        " ('web', 'fresh', timestamptz '2025-06-30 06:00:00+00'))"
        " as sources (source_system, status, latest_ingested_at)"
    )
    columns = "source_system, strftime(newest_row at time zone 'UTC', '%Y-%m-%d')"
    assert found(private, "no_source_is_late", columns) == [("salesforce", "2025-06-01")]


def deal(source: str, number: str, **other: Any) -> dict[str, Any]:
    return {
        "source_system": source,
        "opportunity_id": number,
        "is_closed": True,
        "is_won": True,
        "amount": 1000,
        "disposition": "accepted" if source == "salesforce" else "other_crm",
    } | other


def test_deals_of_two_crms_that_disagree_are_found(private: duckdb.DuckDBPyConnection) -> None:
    insert(
        private,
        "input_layer.landed__opportunities",
        *(deal("salesforce", f"S{n}") for n in range(1, 7)),
        deal("hubspot", "1", external_ids="salesforce:S1", is_won=False),
        deal("hubspot", "2", external_ids="salesforce:S2|web:7", amount=1011),
        # a rounded amount, another currency, a deal still open here: no contradiction
        deal("hubspot", "3", external_ids="salesforce:S3", amount=1009),
        deal("hubspot", "4", external_ids="salesforce:S4", amount=1200, currency="USD"),
        deal("hubspot", "5", external_ids="salesforce:S5", is_closed=False, is_won=False),
        deal("hubspot", "6", external_ids="salesforce:S6", amount=9, disposition="quarantined"),
    )
    columns = "source_system, opportunity_id, other_opportunity_id"
    assert found(private, "deals_of_two_crms_agree", columns) == [
        ("hubspot", "1", "S1"),
        ("hubspot", "2", "S2"),
    ]


def test_accounts_and_people_of_two_sources_that_disagree_are_found(
    private: duckdb.DuckDBPyConnection,
) -> None:
    for number, domains, other in (("1", ["a.com", "b.com"], ["b.com"]), ("2", ["a.com"], ["z.com"])):
        insert(
            private,
            "input_layer.input__accounts",
            {"source_system": "salesforce", "account_id": f"S{number}"},
            {
                "source_system": "hubspot",
                "account_id": number,
                "external_ids": f"salesforce:S{number}",
            },
        )
        for source, account_id, known in (
            ("salesforce", f"S{number}", domains),
            ("hubspot", number, other),
        ):
            key = {"account_key": source + account_id}
            insert(
                private,
                "intermediate.int_account_keyed",
                key | {"source_system": source, "account_id": account_id},
            )
            insert(private, "intermediate.int_account_domain", *(key | {"domain": one} for one in known))
    insert(
        private,
        "input_layer.input__people",
        {"source_system": "salesforce", "person_id": "P1", "email": "Ana@a.com"},
        {"source_system": "hubspot", "person_id": "1", "email": "a@A.com", "external_ids": "salesforce:P1"},
        {"source_system": "salesforce", "person_id": "P2", "email": "bo@a.com"},
        {"source_system": "hubspot", "person_id": "2", "email": "bo@z.com", "external_ids": "salesforce:P2"},
    )
    assert found(private, "accounts_of_two_sources_agree", "account_id, other_account_id") == [("2", "S2")]
    assert found(private, "people_of_two_sources_agree", "person_id, other_mail_domain") == [("2", "a.com")]


def test_a_history_that_ends_elsewhere_is_found(private: duckdb.DuckDBPyConnection) -> None:
    for number, stage, amount, last_stage, last_amount in (
        ("1", "closed_won", 100, "closed_won", 100),
        ("2", "closed_won", 100, "proposal", 100),
        ("3", "proposal", 100, "proposal", 150),
        # a history without amounts
        ("4", "proposal", 100, "proposal", None),
    ):
        insert(
            private,
            "input_layer.input__opportunities",
            {"opportunity_id": number, "source_system": "files"},
        )
        insert(
            private,
            "intermediate.int_opportunity_mapped",
            {"opportunity_id": number, "stage": stage, "amount": amount},
        )
        history = "intermediate.int_opportunity_history_ordered"
        first = {"opportunity_id": number, "canonical_stage": "qualification", "amount": 1}
        last = {"opportunity_id": number, "canonical_stage": last_stage, "amount": last_amount}
        insert(private, history, first | {"history_position": 1}, last | {"history_position": 2})
    assert found(private, "history_ends_where_the_deal_stands", "opportunity_id") == [("2",), ("3",)]


def test_invoices_that_no_won_deal_explains_are_found(private: duckdb.DuckDBPyConnection) -> None:
    for number, is_won, *invoices in (
        ("1", True, ("invoice", 150), ("invoice", 60)),
        ("2", True, ("invoice", 150), ("invoice", 60), ("credit_note", 60)),
        ("3", True, ("invoice", 150), ("invoice", 60), ("credit_note", -60)),
        ("4", False, ("invoice", 10)),
    ):
        insert(
            private,
            "input_layer.input__opportunities",
            {"opportunity_id": number, "source_system": "files", "is_won": is_won, "amount": 100},
        )
        for kind, amount in invoices:
            insert(
                private,
                "input_layer.input__invoices",
                {
                    "source_system": "files",
                    "opportunity_id": number,
                    "kind": kind,
                    "amount_net": amount,
                    "currency": "EUR",
                },
            )
    private.execute(
        "insert into input_layer.input__invoices by name"
        " select * replace ('3' as opportunity_id, 'draft' as status, 999 as amount_net)"
        " from input_layer.input__invoices where opportunity_id = '4'"
    )
    assert found(private, "invoices_are_of_won_deals", "opportunity_id") == [("4",)]
    assert found(private, "invoices_are_within_their_deal", "opportunity_id") == [("1",)]


@pytest.mark.parametrize(("n_known", "n_told"), [(3, 2), (4, 0)])
def test_amounts_of_which_most_are_unknown_are_found(
    private: duckdb.DuckDBPyConnection, n_known: int, n_told: int
) -> None:
    private.execute(
        "insert into pipeline_funnel.fct_opportunity values"
        " ('CHF', 5, null), ('CHF', 6, null), ('CHF', 6, 5), ('GBP', 7, null), ('GBP', 8, null),"
        " ('EUR', null, null)"
    )
    for _ in range(n_known - 1):
        private.execute("insert into pipeline_funnel.fct_opportunity values ('EUR', 1, 1)")
    told = found(private, "amounts_are_known", "currency, n_amounts, n_unknown")
    assert told == [("CHF", 3, 2), ("GBP", 2, 2)][:n_told]


def test_the_most_specific_severity_decides(private: duckdb.DuckDBPyConnection) -> None:
    for source in ("web", "hubspot", "files"):
        private.execute(volume("operations", source, "2025-04-08", 84, 12))
    private.execute("update operations.daily_volume set n_rows = 0 where occurred_on = '2025-06-25'")
    insert(
        private,
        "input_layer.input__check_severity",
        {"check_name": "day_without_rows", "source_name": "web", "severity": "error", "limit_value": 10},
        {"check_name": "day_without_rows", "source_name": "hubspot", "severity": "off"},
    )
    sources = {
        severity: found(private, "no_business_day_without_rows", "source_system", severity)
        for severity in ("error", "warn", "note")
    }
    assert sources == {"error": [("web",)], "warn": [("files",)], "note": []}


def test_the_gate_stops_for_an_error_alone(demo: Abm, tmp_path: Path) -> None:
    database = Path(shutil.copy(demo.home / "private" / "warehouse.duckdb", tmp_path / "warehouse.duckdb"))
    with duckdb.connect(str(database)) as connection:
        # the live release had the same facts, in other buckets
        connection.execute(
            "insert into previous.distribution by name select * replace (bucket || '_before' as bucket)"
            " from operations.distribution where measure in ('interaction_type', 'opportunity_type')"
        )
        connection.execute(
            "insert into reference.check_severity by name"
            " select 'distribution_shifted' as check_name, 'interactions' as table_name,"
            " 'error' as severity, '0.25' as limit_value"
        )
    verdicts = [verdict for verdict in run_gate(database, tmp_path / "data_docs") if not verdict.success]
    assert [(one.name, one.severity, one.status, one.stops) for one in verdicts] == [
        ("distribution_as_before", "error", "error", True),
        ("distribution_as_before", "warn", "warn", False),
    ]
    assert [[row["measure"] for row in one.examples] for one in verdicts] == [
        ["interaction_type"],
        ["opportunity_type"],
    ]
