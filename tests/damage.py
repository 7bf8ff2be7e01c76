"""What can be wrong with a folder of files, and what then happens: one entry a kind of damage.

The lists stand in damaged_files.py and damaged_rows.py; test_damage.py proves each, and that
docs/dirty_input.md has them all.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from abm_kpis.land import entity_columns
from tests.conftest import SMALL, Rows

Row = dict[str, Any]
Damaging = Callable[[Path], None]
# tables that the damaged company keeps as Parquet, with the columns that are no text there
PARQUET = {"benefits": {"amount": "double"}}


@dataclass(frozen=True)
class Refused:
    """Damage to a file that stops the run, before it builds anything, with a sentence."""

    title: str
    do: Damaging
    sentence: str

    @property
    def outcome(self) -> str:
        return f"the run is refused: “… {self.sentence} …”"


@dataclass(frozen=True)
class Noted:
    """Damage to a file that is read all the same, with a note."""

    title: str
    do: Damaging
    note: str

    @property
    def outcome(self) -> str:
        return f"read, with a note: “… {self.note} …”"


@dataclass(frozen=True)
class SameFile:
    """A way to write a file that changes nothing."""

    title: str
    do: Damaging
    outcome: str = "read as it is meant"


@dataclass(frozen=True)
class Quarantined:
    """A row beside the clean ones that goes to quarantine; `line` is one that has no cells of its own."""

    title: str
    table: str
    column: str
    reason: str
    changes: Row = field(default_factory=dict)
    line: str | None = None

    @property
    def outcome(self) -> str:
        return f"the row is quarantined: {self.column} {self.reason}"


@dataclass(frozen=True)
class SameCell:
    """Another spelling of a cell of the clean company; nothing changes."""

    title: str
    table: str
    row: int
    column: str
    text: str
    outcome: str = "read as it is meant"


@dataclass(frozen=True)
class Read:
    """A row beside the clean ones with a cell that is read as another value than its text."""

    title: str
    table: str
    column: str
    value: str | None
    changes: Row

    @property
    def outcome(self) -> str:
        return f"read as {self.value}"


@dataclass(frozen=True)
class Found:
    """Rows that are kept, and told as a finding (operations.data_quality_finding)."""

    title: str
    finding: str
    table: str
    rows: tuple[tuple[str, Row], ...]
    n: int = 1
    says: str = ""

    @property
    def outcome(self) -> str:
        return f"told as `{self.finding}`: {self.says}"


@dataclass(frozen=True)
class Ruled:
    """Rows that are kept, and of which a rule says what they mean; a query on the private database shows."""

    title: str
    rows: tuple[tuple[str, Row], ...]
    sql: str
    expected: Rows
    outcome: str


# --- the clean company: SMALL, whose KPIs are known, with a row in every other table ---

CLEAN: dict[str, list[Row]] = {
    **{name: list(csv.DictReader(io.StringIO(text))) for name, text in SMALL.items()},
    "users": [{"user_id": "U", "full_name": "Ulysse", "role": "sales", "team": "Nord", "is_active": "1"}],
    "people": [
        {"person_id": "P", "account_id": "A", "email": "p@alpha.example"},
        {"person_id": "Q", "account_id": "B", "email": "q@beta.example"},
    ],
    "person_employers": [{"person_id": "P", "account_id": "A", "valid_from": "2024-02-01"}],
    "account_statuses": [{"account_id": "A", "changed_at": "2025-02-01T09:00:00Z", "status": "mqa"}],
    "opportunity_history": [],
    "opportunity_people": [{"opportunity_id": "1", "person_id": "P", "role": "champion"}],
    "sales_activities": [
        {"activity_id": "S", "occurred_at": "2025-02-02T09:00:00Z", "type": "call", "account_id": "A"}
    ],
    "campaigns": [{"campaign_id": "C", "name": "Industrie", "channel": "webinar", "starts_on": "2025-01-15"}],
    "campaign_members": [
        {"campaign_id": "C", "person_id": "P", "status": "sent", "changed_at": "2025-01-20"}
    ],
    "content_assets": [{"asset_id": "L", "name": "Livre blanc", "funnel_stage": "tofu"}],
    "interactions": [
        {
            "interaction_id": "I",
            "occurred_at": "2025-01-21T10:00:00Z",
            "type": "page_view",
            "direction": "inbound",
            "account_id": "A",
        }
    ],
    "ad_engagements": [{"day": "2025-01-20", "campaign_id": "C", "account_id": "A", "impressions": "900"}],
    "program_changes": [{"changed_on": "2025-03-01", "label": "Nouvelle approche", "campaign_id": "C"}],
    "invoices": [
        {
            "invoice_id": "F",
            "account_id": "A",
            "issued_on": "2025-04-15",
            "kind": "invoice",
            "amount_net": "12000",
            "currency": "EUR",
        }
    ],
    "contracts": [
        {
            "contract_id": "K",
            "account_id": "A",
            "starts_on": "2025-04-15",
            "annual_value": "12000",
            "currency": "EUR",
        }
    ],
    "costs": [
        {
            "cost_id": "T",
            "period_from": "2025-01-01",
            "period_to": "2025-02-01",
            "category": "content",
            "amount": "900",
            "currency": "EUR",
        }
    ],
    "benefits": [
        {
            "benefit_id": "G",
            "period_from": "2025-01-01",
            "period_to": "2025-04-01",
            "category": "efficiency",
            "amount": 3000.0,
            "currency": "EUR",
        }
    ],
    "survey_responses": [
        {
            "response_id": "R",
            "wave_on": "2025-03-31",
            "respondent_id": "U",
            "respondent_side": "sales",
            "score": "7",
            "scale_min": "0",
            "scale_max": "10",
        }
    ],
    "fx_rates": [{"currency": "USD", "rate_on": "2025-03-28", "rate": "0.9"}],
    "erasure_requests": [{"email": "x@alpha.example", "requested_at": "2025-06-01"}],
}
# what a damaged row has where its damage does not say otherwise; `{n}` makes ids its own
TEMPLATE: dict[str, Row] = {
    **{name: rows[0] for name, rows in CLEAN.items() if rows},
    "opportunities": {
        "opportunity_id": "{n}",
        "account_id": "B",
        "type": "new_business",
        "created_at": "2025-03-01",
        "is_closed": "false",
        "is_won": "false",
        "amount": "1000",
        "currency": "EUR",
        "stage": "proposal",
        "contract_months": "12",
    },
    "opportunity_history": {
        "history_id": "{n}",
        "opportunity_id": "1",
        "changed_at": "2025-02-03",
        "stage": "proposal",
    },
    "accounts": {"account_id": "{n}", "account_name": "Gamma"},
    "people": {"person_id": "{n}", "account_id": "A"},
    "fx_rates": {"currency": "GBP", "rate_on": "2025-03-28", "rate": "1.2"},
}
KEYS = {
    "users": "user_id",
    "sales_activities": "activity_id",
    "campaigns": "campaign_id",
    "content_assets": "asset_id",
    "interactions": "interaction_id",
    "invoices": "invoice_id",
    "contracts": "contract_id",
    "costs": "cost_id",
    "benefits": "benefit_id",
    "survey_responses": "response_id",
}


def columns_of(table: str) -> list[str]:
    """Columns of a table's file, all that there are."""
    return [column for column in entity_columns()[table] if column not in ("source_system", "ingested_at")]


def new_row(table: str, changes: Row, n: int) -> Row:
    """The table's template with an id of its own and these cells."""
    row = TEMPLATE[table] | ({KEYS[table]: "{n}"} if table in KEYS else {}) | changes
    return {name: cell.format(n=f"d{n}") if cell == "{n}" else cell for name, cell in row.items()}


def write_company(
    folder: Path, tables: dict[str, list[Row]], lines: dict[str, list[str]] | None = None
) -> None:
    """Each table with all of its columns; `lines` stand below its rows as they are."""
    folder.mkdir(exist_ok=True)
    for table, rows in tables.items():
        if table in PARQUET:
            _write_parquet(folder / f"{table}.parquet", table, rows)
            continue
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns_of(table), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
            file.writelines(line + "\n" for line in (lines or {}).get(table, []))


def _write_parquet(path: Path, table: str, rows: list[Row]) -> None:
    names = columns_of(table)
    with duckdb.connect() as connection:
        typed = ", ".join(f"{name} {PARQUET[table].get(name, 'varchar')}" for name in names)
        connection.execute(f"create table rows ({typed})")
        for row in rows:
            connection.execute(
                f"insert into rows values ({', '.join('?' * len(names))})", [row.get(name) for name in names]
            )
        connection.execute(f"copy rows to '{path}' (format parquet)")
