"""The ledger names what changed between two releases, and why; each release here is a handful of rows."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb
import pytest

from abm_kpis.ledger import write_ledger
from abm_kpis.places import Home
from abm_kpis.reference_content import REACH
from abm_kpis.releases import DATABASE, LEDGER_PART, point_current_at, settle_ledger
from abm_kpis.restated import restated_lines
from tests.conftest import PROJECT

VALUES = (
    "kpi_id varchar, period_type varchar, period_start date, period_end date, segment_type varchar,"
    " segment_value varchar, numerator decimal(38, 4), denominator decimal(38, 4), n bigint, value double,"
    " target_low decimal(18, 8), target_high decimal(18, 8), status varchar, is_complete boolean,"
    " definition_version varchar, seen_on date, as_of_date date"
)
EVIDENCE = (
    "kpi_id varchar, entity_type varchar, entity_id varchar, anchor_date date, seen_on date, abm varchar,"
    " tier varchar, industry varchar, country varchar, owner varchar, team varchar, campaign varchar,"
    " stage varchar, numerator_part decimal(20, 6), denominator_part decimal(20, 6), duration integer,"
    " outcome varchar,"
    " stratum varchar, excluded_reason varchar"
)
INTERACTIONS = (
    "interaction_id varchar, account_id varchar, person_key varchar, campaign_id varchar, asset_id varchar,"
    " excluded_reason varchar, occurred_on date"
)
DEALS = "opportunity_id varchar, account_id varchar, created_on date, closed_on date"
JUNE: dict[str, object] = {"period_type": "month", "period_start": "2025-06-01", "period_end": "2025-07-01"}


@dataclass
class Company:
    """A home, and what its next release says."""

    home: Home
    settings: dict[str, object] = field(default_factory=lambda: {"min_n": 5})
    estimator: str = "mean"
    references: dict[str, dict[str, str]] = field(default_factory=dict)
    interactions: list[dict[str, object]] = field(default_factory=list)
    releases: int = 0

    def publish(
        self,
        as_of: str,
        values: list[dict[str, object]],
        evidence: list[dict[str, object]],
        deals: list[dict[str, object]] | None = None,
    ) -> None:
        """A release of these rows; what they leave out is the same in all; a deal a row if none are given."""
        self.releases += 1
        release_id = f"20250101T00000{self.releases}Z"
        folder = self.home.releases / release_id
        folder.mkdir(parents=True)
        with duckdb.connect(str(folder / DATABASE)) as connection:
            connection.execute("create schema kpi")
            connection.execute("create schema operations")
            connection.execute(
                "create table operations.release as select ? as release_id,"
                " timestamptz '2025-01-01 00:00:00+00' as published_at, ? as settings,"
                " ? as reference_tables, 'key' as person_key_id",
                [release_id, json.dumps(self.settings), json.dumps(self.references)],
            )
            connection.execute("create schema account_engagement")
            connection.execute(f"create table account_engagement.fct_interaction ({INTERACTIONS})")
            for row in self.interactions:
                insert(connection, "account_engagement.fct_interaction", row)
            connection.execute(f"create table kpi.kpi_values ({VALUES})")
            connection.execute(f"create table kpi.kpi_evidence ({EVIDENCE})")
            for row in values:
                end = date.fromisoformat(str(row["period_end"]))
                window = str(row["period_type"]).startswith("trailing")
                insert(
                    connection,
                    "kpi.kpi_values",
                    {
                        "kpi_id": "K",
                        "segment_type": "all",
                        "segment_value": "all",
                        "definition_version": "1",
                        "as_of_date": as_of,
                        "seen_on": date.fromordinal(end.toordinal() - 1) if window else as_of,
                        "is_complete": end.toordinal() - 1 <= date.fromisoformat(as_of).toordinal(),
                        **row,
                    },
                )
            for row in evidence:
                insert(
                    connection,
                    "kpi.kpi_evidence",
                    {"kpi_id": "K", "entity_type": "opportunity", "seen_on": as_of, "abm": "abm", **row},
                )
            connection.execute(
                "create table kpi.kpi_catalog as select unnest(['K', 'K8', 'K10', 'K16']) as kpi_id,"
                " ? as estimator, ? as counts_abm_only,"
                " null::varchar as factors union all select 'D', 'derived', false, 'K|/K'",
                [self.estimator, self.estimator == "ratio"],
            )
            connection.execute("create schema pipeline_funnel")
            connection.execute(f"create table pipeline_funnel.fct_opportunity ({DEALS})")
            for deal in (
                deals if deals is not None else [{"opportunity_id": r["entity_id"]} for r in evidence]
            ):
                insert(connection, "pipeline_funnel.fct_opportunity", deal)
            write_ledger(connection, self.home, folder / LEDGER_PART)
        point_current_at(self.home, release_id)
        settle_ledger(self.home, release_id)

    def said(self) -> list[tuple[object, ...]]:
        """Change, cause, value before and now of what the last release added."""
        part = max(self.home.ledger.glob("*.parquet"))
        return duckdb.sql(
            f"select change, cause, previous_value, value from '{part}' order by all"
        ).fetchall()

    def detail(self) -> list[tuple[object, ...]]:
        """What the last release named as changed."""
        part = max(self.home.ledger.glob("*.parquet"))
        return duckdb.sql(f"select distinct cause_detail from '{part}' order by all").fetchall()


def insert(connection: duckdb.DuckDBPyConnection, table: str, row: dict[str, object]) -> None:
    connection.execute(
        f"insert into {table} ({', '.join(row)}) values ({', '.join('?' * len(row))})", list(row.values())
    )


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(Home(tmp_path))


def test_a_period_that_was_complete_is_restated_whenever_it_was_first_published(company: Company) -> None:
    deal = {"entity_id": "a", "anchor_date": "2025-06-05", "numerator_part": 1}
    company.publish("2025-06-15", [{**JUNE, "value": 1}], [deal])
    assert company.said() == [("first", None, None, 1.0)]
    # the period ends: that is worth a row, and no restatement
    company.publish("2025-06-30", [{**JUNE, "value": 1}], [deal])
    assert company.said() == [("update", None, 1.0, 1.0)]
    company.publish("2025-07-31", [{**JUNE, "value": 2}], [{**deal, "numerator_part": 2}])
    assert company.said() == [("restatement", "changed_source_row", 1.0, 2.0)]
    # and once more, nothing having changed
    company.publish("2025-08-31", [{**JUNE, "value": 2}], [{**deal, "numerator_part": 2}])
    assert company.said() == []


def test_an_unfinished_period_is_updated(company: Company) -> None:
    company.publish("2025-06-15", [{**JUNE, "value": 1}], [])
    company.publish("2025-06-20", [{**JUNE, "value": 2}], [])
    assert company.said() == [("update", None, 1.0, 2.0)]


def test_a_window_that_ended_inside_a_month_is_not_withdrawn(company: Company) -> None:
    windows: list[dict[str, object]] = [
        {"period_type": "trailing_12m", "period_start": start, "period_end": end, "value": 1}
        for start, end in [("2024-06-01", "2025-06-01"), ("2024-06-16", "2025-06-16")]
    ]
    company.publish("2025-06-15", windows, [])
    assert company.said() == [("first", None, None, 1.0)] * 2
    company.publish("2025-06-20", windows[:1], [])
    assert company.said() == []
    # but one that ended with a month stays published: without it a deal must have gone
    company.publish("2025-06-25", [{**JUNE, "value": 3}], [])
    assert company.said() == [
        ("first", None, None, 3.0),
        ("withdrawn", "changed_source_row", 1.0, None),
    ]


def test_time_that_passes_is_told_from_a_change(company: Company) -> None:
    opened: dict[str, object] = {
        "entity_id": "a",
        "anchor_date": "2025-06-05",
        "duration": 25,
        "outcome": "censored",
    }
    undecided: dict[str, object] = {
        "entity_id": "b",
        "anchor_date": "2025-06-05",
        "excluded_reason": "still_open",
    }
    company.publish("2025-06-30", [{**JUNE, "value": 1}], [opened, undecided])
    company.publish(
        "2025-07-31",
        [{**JUNE, "value": 2}],
        [{**opened, "duration": 40, "outcome": "event"}, {**undecided, "excluded_reason": None}],
    )
    assert company.said() == [("update", "later_as_of_date", 1.0, 2.0)]


def test_what_a_later_day_changes_in_a_ratio_is_no_restatement(company: Company) -> None:
    row: dict[str, object] = {"entity_id": "a", "anchor_date": "2025-06-05"}
    yet: dict[str, object] = {**row, "numerator_part": 0, "denominator_part": 1, "outcome": "censored"}
    young: dict[str, object] = {"entity_id": "b", "anchor_date": "2025-06-05", "excluded_reason": "too_young"}
    company.publish("2025-06-30", [{**JUNE, "value": 0}], [yet, young])
    reached: dict[str, object] = {**yet, "numerator_part": 1, "outcome": "event"}
    company.publish("2025-07-31", [{**JUNE, "value": 1}], [reached, {**young, "excluded_reason": None}])
    assert company.said() == [("update", "later_as_of_date", 0.0, 1.0)]


def test_a_derived_value_changes_for_the_reasons_of_its_factors(company: Company) -> None:
    derived: dict[str, object] = {**JUNE, "kpi_id": "D"}
    row: dict[str, object] = {"entity_id": "a", "anchor_date": "2025-06-05", "numerator_part": 1}
    company.publish("2025-06-30", [{**derived, "value": 1}], [row])
    company.publish("2025-06-30", [{**derived, "value": 2}], [{**row, "numerator_part": 2}])
    assert company.said() == [("restatement", "changed_source_row", 1.0, 2.0)]


def test_an_entry_a_stay_and_an_invoice_nobody_knew_of_are_late(company: Company) -> None:
    entry: dict[str, object] = {"entity_type": "funnel_entry", "entity_id": "A:mqa:2025-06-05"}
    stay: dict[str, object] = {"entity_type": "opportunity_stage", "entity_id": "o:closed_won"}
    invoice: dict[str, object] = {"entity_type": "revenue", "entity_id": "i"}
    for number, row in enumerate((entry, stay, invoice)):
        company.publish("2025-06-30", [{**JUNE, "value": 10 * number}], [], [])
        deals: list[dict[str, object]] = [{"opportunity_id": "o"}]
        late = [{**row, "anchor_date": "2025-06-05"}]
        company.publish("2025-06-30", [{**JUNE, "value": 10 * number + 1}], late, deals)
        assert company.said() == [("restatement", "late_data", 10.0 * number, 10.0 * number + 1)]


def test_a_release_of_an_older_version_lacks_a_column(company: Company) -> None:
    row: dict[str, object] = {"entity_id": "a", "anchor_date": "2025-06-05", "numerator_part": 1}
    company.publish("2025-06-30", [{**JUNE, "value": 1}], [row])
    with duckdb.connect(str(company.home.current / DATABASE)) as connection:
        connection.execute("alter table kpi.kpi_evidence drop column stage")
    company.publish("2025-06-30", [{**JUNE, "value": 2}], [{**row, "numerator_part": 2}])
    assert company.said() == [("restatement", "changed_source_row", 1.0, 2.0)]


@pytest.mark.parametrize("as_of", ["2025-06-30", "2025-07-31"])
@pytest.mark.parametrize("before", [{"outcome": "censored"}, {"excluded_reason": "still_open"}])
def test_a_closing_that_was_entered_late_is_a_change(
    company: Company, as_of: str, before: dict[str, object]
) -> None:
    opened: dict[str, object] = {"entity_id": "a", "anchor_date": "2025-06-05"}
    company.publish("2025-06-30", [{**JUNE, "value": 1}], [{**opened, **before}])
    closed = {**opened, "outcome": "event" if "outcome" in before else None}
    deals: list[dict[str, object]] = [{"opportunity_id": "a", "closed_on": "2025-06-20"}]
    company.publish(as_of, [{**JUNE, "value": 2}], [closed], deals)
    assert company.said() == [("restatement", "changed_source_row", 1.0, 2.0)]


def test_late_data_is_told_in_the_segment_it_came_to(company: Company) -> None:
    tiers = [
        {**JUNE, "segment_type": "tier", "segment_value": tier, "value": value}
        for tier, value in [("1", 1), ("2", 10)]
    ]
    one = {"entity_id": "a", "anchor_date": "2025-06-05", "tier": "1", "numerator_part": 1}
    two = {"entity_id": "b", "anchor_date": "2025-06-05", "tier": "2", "numerator_part": 10}
    company.publish("2025-06-30", tiers, [one, two])
    late = {**one, "entity_id": "late"}
    company.publish(
        "2025-06-30",
        [{**tiers[0], "value": 2}, {**tiers[1], "value": 11}],
        [one, late, {**two, "numerator_part": 11}],
    )
    assert company.said() == [
        ("restatement", "changed_source_row", 10.0, 11.0),
        ("restatement", "late_data", 1.0, 2.0),
    ]
    # a deal that was known and comes to another tier is no late data, on either side
    company.publish(
        "2025-06-30",
        [{**tiers[0], "value": 1}, {**tiers[1], "value": 12}],
        [one, {**late, "tier": "2"}, {**two, "numerator_part": 11}],
    )
    assert company.said() == [
        ("restatement", "changed_source_row", 2.0, 1.0),
        ("restatement", "changed_source_row", 11.0, 12.0),
    ]


def test_what_is_no_data_is_told_by_name(company: Company) -> None:
    value: dict[str, object] = {**JUNE, "value": 1, "status": "on_target", "target_low": 1}
    company.publish("2025-06-30", [value], [])
    company.publish("2025-06-30", [{**value, "target_low": 2, "status": "off_target"}], [])
    assert company.said() == [("restatement", "changed_target", 1.0, 1.0)]
    company.publish("2025-06-30", [{**value, "value": 3, "definition_version": "2"}], [])
    assert company.said() == [("restatement", "changed_definition", 1.0, 3.0)]
    company.settings = {"min_n": 9}
    company.publish("2025-06-30", [{**value, "value": 4, "definition_version": "2"}], [])
    assert company.said() == [("restatement", "changed_setting", 3.0, 4.0)]
    # a setting that a later version of the project adds has changed nothing
    company.settings = {"min_n": 9, "as_of_date": "2025-06-30", "brand_new": 1}
    company.publish("2025-06-30", [{**value, "value": 5, "definition_version": "2"}], [])
    assert company.said() == [("restatement", "changed_definition", 4.0, 5.0)]
    # nor has the order of a list
    company.settings = {"min_n": 9, "funnel_types": ["expansion", "new_business"]}
    company.publish("2025-06-30", [{**value, "value": 5, "definition_version": "2"}], [])
    company.settings = {"min_n": 9, "funnel_types": ["new_business", "expansion"]}
    company.publish("2025-06-30", [{**value, "value": 6, "definition_version": "2"}], [])
    assert company.said() == [("restatement", "changed_definition", 5.0, 6.0)]


def test_a_value_that_appears_in_a_period_that_was_over_is_a_restatement(company: Company) -> None:
    may = {**JUNE, "period_start": "2025-05-01", "period_end": "2025-06-01"}
    known: dict[str, object] = {"entity_id": "a", "anchor_date": "2025-06-05"}
    company.publish("2025-06-30", [{**JUNE, "value": 1}], [known])
    july = {**JUNE, "period_start": "2025-07-01", "period_end": "2025-08-01"}
    company.publish(
        "2025-07-31",
        [{**may, "value": 5}, {**JUNE, "value": 1}, {**july, "value": 3}],
        [known, {"entity_id": "late", "anchor_date": "2025-05-05"}],
    )
    assert company.said() == [("first", None, None, 3.0), ("restatement", "late_data", None, 5.0)]


def test_evidence_of_accounts_is_late_where_a_deal_is(company: Company) -> None:
    account: dict[str, object] = {"entity_type": "account", "entity_id": "A", "anchor_date": "2025-06-05"}
    deal: dict[str, object] = {"opportunity_id": "a", "account_id": "A", "created_on": "2025-06-05"}
    by_owner = {**JUNE, "segment_type": "owner"}
    values = [{**by_owner, "segment_value": owner, "value": 1} for owner in ("u", "v")]
    company.publish("2025-06-30", values, [{**account, "owner": "u"}], [deal])
    # the account goes to another owner: every deal was known
    moved = [{**value, "value": 2} for value in values]
    company.publish("2025-06-30", moved, [{**account, "owner": "v"}], [deal])
    assert company.said() == [("restatement", "changed_source_row", 1.0, 2.0)] * 2
    # a deal nobody knew of, of an account that was known
    company.publish(
        "2025-06-30",
        [moved[0], {**moved[1], "value": 3}],
        [{**account, "owner": "v"}, {**account, "owner": "v", "anchor_date": "2025-06-06"}],
        [deal, {**deal, "opportunity_id": "b", "created_on": "2025-06-06"}],
    )
    assert company.said() == [("restatement", "late_data", 2.0, 3.0)]


def test_an_account_of_two_campaigns_has_a_row_for_each(company: Company) -> None:
    account: dict[str, object] = {"entity_type": "account", "entity_id": "A", "anchor_date": "2025-06-01"}
    rows = [
        {**account, "campaign": campaign, "excluded_reason": reason}
        for campaign, reason in (("x", None), ("y", "no_spend"))
    ]
    company.publish("2025-06-30", [{**JUNE, "value": 1}], rows, [])
    company.publish("2025-06-30", [{**JUNE, "value": 2}], rows, [])
    # no row has changed: those of two campaigns are not held against each other
    assert company.said() == [("restatement", "changed_definition", 1.0, 2.0)]


def test_a_share_of_abm_changes_with_the_deals_of_others(company: Company) -> None:
    company.estimator = "ratio"
    share = {**JUNE, "segment_type": "tier", "segment_value": "1"}
    own: dict[str, object] = {"entity_id": "a", "anchor_date": "2025-06-05", "tier": "1"}
    company.publish("2025-06-30", [{**share, "value": 1}], [own])
    other: dict[str, object] = {"entity_id": "other", "anchor_date": "2025-06-06", "denominator_part": 5}
    company.publish("2025-06-30", [{**share, "value": 0.5}], [own, other])
    assert company.said() == [("restatement", "late_data", 1.0, 0.5)]


def test_another_value_of_the_same_evidence_is_another_definition(company: Company) -> None:
    row: dict[str, object] = {"entity_id": "a", "anchor_date": "2025-06-05"}
    company.publish("2025-06-30", [{**JUNE, "value": 1}], [row])
    company.publish("2025-06-30", [{**JUNE, "value": 2}], [row])
    assert company.said() == [("restatement", "changed_definition", 1.0, 2.0)]


def test_a_status_that_changes_with_time_restates_nothing(company: Company) -> None:
    company.publish("2025-06-30", [{**JUNE, "value": 1, "status": "immature"}], [])
    company.publish("2025-07-31", [{**JUNE, "value": 1, "status": "no_target"}], [])
    assert company.said() == [("update", "later_as_of_date", 1.0, 1.0)]


def test_a_release_that_was_taken_back_is_no_earlier_version(company: Company) -> None:
    row: dict[str, object] = {"entity_id": "a", "anchor_date": "2025-06-05", "numerator_part": 1}
    company.publish("2025-06-30", [{**JUNE, "value": 1}], [row])
    company.publish("2025-06-30", [{**JUNE, "value": 9}], [{**row, "numerator_part": 9}])
    point_current_at(company.home, "20250101T000001Z")
    company.publish("2025-06-30", [{**JUNE, "value": 1}], [row])
    assert company.said() == [("update", "rollback", 1.0, 1.0)]
    company.publish("2025-06-30", [{**JUNE, "value": 2}], [{**row, "numerator_part": 2}])
    assert company.said() == [("restatement", "changed_source_row", 1.0, 2.0)]


def test_a_back_dated_run_neither_hides_nor_makes_a_restatement(company: Company) -> None:
    row: dict[str, object] = {"entity_id": "a", "anchor_date": "2025-06-05", "numerator_part": 2}
    company.publish("2025-06-30", [{**JUNE, "value": 2}], [row])
    company.publish("2025-05-31", [], [])
    assert company.said() == []
    company.publish("2025-06-20", [{**JUNE, "value": 1}], [row])
    assert company.said() == [("first", None, None, 1.0)]
    company.publish("2025-06-30", [{**JUNE, "value": 3}], [{**row, "numerator_part": 3}])
    assert company.said() == [("restatement", "changed_source_row", 2.0, 3.0)]


def test_windows_older_than_are_published_are_not_withdrawn(company: Company) -> None:
    company.settings = {"history_years": 1}
    window = {"period_type": "trailing_12m", "period_start": "2023-07-01", "period_end": "2024-07-01"}
    company.publish("2025-06-30", [{**window, "value": 1}, {**JUNE, "value": 1}], [])
    company.publish("2025-07-31", [{**JUNE, "value": 1}], [])
    assert company.said() == []


def test_a_part_of_an_older_version_restates_nothing(company: Company) -> None:
    company.publish("2025-06-30", [{**JUNE, "value": 1}], [])
    part = company.home.ledger / "20250101T000001Z.parquet"
    duckdb.execute(f"create or replace table old as select * exclude (is_complete) from '{part}'")
    duckdb.execute(f"copy old to '{part}' (format parquet)")
    company.publish("2025-07-31", [{**JUNE, "value": 1}], [])
    assert company.said() == []


def test_a_setting_that_changed_explains_values_that_appear(company: Company) -> None:
    """As it explains those that change: data and setting cannot be told apart."""
    may = {**JUNE, "period_start": "2025-05-01", "period_end": "2025-06-01"}
    known: dict[str, object] = {"entity_id": "a", "anchor_date": "2025-06-05"}
    company.publish("2025-06-30", [{**JUNE, "value": 1}], [known])
    company.settings = {"min_n": 9}
    company.publish(
        "2025-06-30",
        [{**may, "value": 5}, {**JUNE, "value": 1}],
        [known, {"entity_id": "late", "anchor_date": "2025-05-05"}],
    )
    assert company.said() == [("restatement", "changed_setting", None, 5.0)]
    assert company.detail() == [("min_n",)]
    assert restated_lines(company.home.current) == [
        "1 published figure restated or withdrawn, because the setting min_n changed"
        " (kpi.kpi_ledger has each)."
    ]
    company.publish("2025-06-30", [{**may, "value": 5}, {**JUNE, "value": 1}], [])
    assert restated_lines(company.home.current) == []


def test_a_reference_table_that_changed_is_told_by_name(company: Company) -> None:
    """From the day on which it says something else, and of KPIs that rest on it."""
    company.references = {"engagement_weights": {"2000-01-01": "old"}, "stage_map": {"0001-01-01": "same"}}
    may = {**JUNE, "period_start": "2025-05-01", "period_end": "2025-06-01"}
    cells = [{**cell, "kpi_id": kpi} for kpi in ("K8", "K16") for cell in (may, JUNE)]
    company.publish("2025-06-30", [{**cell, "value": 1} for cell in cells], [])
    company.references = {
        **company.references,
        "engagement_weights": {"2000-01-01": "old", "2025-06-15": "x"},
    }
    rows: list[dict[str, object]] = [
        {"kpi_id": kpi, "entity_id": "a", "anchor_date": day, "numerator_part": 1}
        for kpi in ("K8", "K16")
        for day in ("2025-05-05", "2025-06-05")
    ]
    values = [{**cell, "value": number} for number, cell in enumerate(cells, 2)]
    deals: list[dict[str, object]] = []
    company.publish("2025-06-30", values, rows, deals)
    assert company.said() == [
        ("restatement", "changed_reference", 1.0, 3.0),
        ("restatement", "changed_source_row", 1.0, 2.0),
        ("restatement", "changed_source_row", 1.0, 4.0),
        ("restatement", "changed_source_row", 1.0, 5.0),
    ]
    assert company.detail() == [("engagement_weights",), (None,)]
    assert restated_lines(company.home.current) == [
        "4 published figures restated or withdrawn: 3 because rows that were known have changed;"
        " 1 because engagement_weights changed (kpi.kpi_ledger has each)."
    ]
    # a release that does not tell what its tables said has changed none
    with duckdb.connect(str(company.home.current / DATABASE)) as connection:
        connection.execute("alter table operations.release drop column reference_tables")
    company.references = {}
    company.publish("2025-06-30", [*values[:1], {**values[1], "value": 9}, *values[2:]], rows, deals)
    assert {cause for _, cause, *_ in company.said()} == {"changed_definition"}


@pytest.mark.parametrize("as_of", ["2025-06-30", "2025-07-01"])
def test_an_interaction_nobody_knew_of_is_late(company: Company, as_of: str) -> None:
    seen: dict[str, object] = {"seen_on": "2025-06-30", "kpi_id": "K8"}
    score: dict[str, object] = {
        **seen, "entity_type": "account", "entity_id": "A", "anchor_date": "2025-06-30", "numerator_part": 5,
    }  # fmt: skip
    day = {**JUNE, **seen, "period_type": "as_of", "period_start": "2025-06-30"}
    company.interactions = [{"interaction_id": "1", "account_id": "A", "occurred_on": "2025-06-05"}]
    company.publish("2025-06-30", [{**day, "value": 5}], [score], [])
    company.interactions += [{"interaction_id": "2", "account_id": "B", "occurred_on": "2025-06-29"}]
    # another account's is none of its
    company.publish(as_of, [{**day, "value": 6}], [{**score, "numerator_part": 6}], [])
    assert company.said() == [("restatement", "changed_source_row", 5.0, 6.0)]
    company.interactions += [{"interaction_id": "3", "account_id": "A", "occurred_on": "2025-06-29"}]
    company.publish(as_of, [{**day, "value": 7}], [{**score, "numerator_part": 7}], [])
    assert company.said() == [("restatement", "late_data", 6.0, 7.0)]


@pytest.mark.parametrize(("duration", "told"), [(10, "late_data"), (26, "later_as_of_date")])
def test_an_answer_that_came_late_is_told_from_one_of_a_later_day(
    company: Company, duration: int, told: str
) -> None:
    row: dict[str, object] = {
        "kpi_id": "K10", "entity_type": "campaign_account", "entity_id": "m:A", "anchor_date": "2025-06-05",
        "outcome": "censored", "duration": 25,
    }  # fmt: skip
    cell = {**JUNE, "kpi_id": "K10"}
    company.publish("2025-06-30", [{**cell, "value": 1}], [row], [])
    company.interactions = [{"interaction_id": "1", "account_id": "A", "occurred_on": "2025-06-15"}]
    answered = {**row, "outcome": "event", "duration": duration}
    company.publish("2025-07-31", [{**cell, "value": 2}], [answered], [])
    assert [cause for _, cause, *_ in company.said()] == [told]


def test_a_reference_table_reaches_kpis_that_are_there_and_no_more() -> None:
    with (PROJECT / "seeds" / "reference" / "kpi_catalog.csv").open(encoding="utf-8", newline="") as file:
        kpis = [row["kpi_id"] for row in csv.DictReader(file)]
    reached = {table: {kpi for kpi in kpis if re.fullmatch(pattern, kpi)} for table, pattern in REACH.items()}
    assert reached["buying_committee_template"] >= {"K1", "K2b", "K3"}
    assert reached["engagement_weights"] >= {"K3", "K8", "K14a", "K15", "K41", "K43f", "K50c"}
    assert reached["stage_map"] >= {"K16", "K22", "K25a"}
    # no deal's value rests on weights or committees, and no campaign's spend on anything
    weights = reached["buying_committee_template"] | reached["engagement_weights"]
    assert not weights & {"K16", "K17", "K19a", "K20a", "K22", "K25a", "K27a", "K28a", "K50a", "K50b"}
    assert "K50b" not in reached["machine_user_agents"]
