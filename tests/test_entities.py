"""Every entity of the input layer, each column filled, as files bring it (data/whole_company)."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from abm_kpis.land import entity_columns
from tests.conftest import Abm, Rows, ok

FOLDER = Path(__file__).parent / "data" / "whole_company"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Abm:
    abm = Abm(tmp_path_factory.mktemp("whole"))
    said = ok(abm("run", "--files", str(FOLDER), "--as-of", "2025-06-30"))
    (abm.home / "said").write_text(said, encoding="utf-8")
    return abm


def at(day: str, time: str = "00:00") -> datetime:
    return datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=UTC)


def on(day: str) -> date:
    return date.fromisoformat(day)


# an id made of the row's content, or the address of somebody who asked to be erased
HASHED = "hashed"


# a bare date is midnight in Paris: 22:00 UTC of the day before in summer, 23:00 in winter
EXPECTED: dict[str, Rows] = {
    "accounts": [
        ("A", "Alpha", "B", "https://alpha.example", "alpha.example|alpha.test", "Industrie", 250,
         Decimal("1200000.50"), "FR", "U", at("2024-01-01", "23:00"), None, None, "https://crm.example/A",
         "hubspot:77"),
        ("B", "Beta", *[None] * 9, at("2025-05-01", "08:00"), "A", None, None),
    ],
    "people": [
        ("P", "A", "p@alpha.example", "Paule Alpha", "Directrice", "director", "sponsor", True, "Alpha",
         "alpha.example", "qualified", at("2024-03-01", "08:00"), at("2024-01-31", "23:00"),
         at("2025-05-01", "22:00"), "Q", "hubspot:78"),
        ("Q", "A", *[None] * 14),
    ],
    "person_employers": [
        ("P", "A", on("2024-02-01"), on("2025-03-01")),
        ("P", "B", on("2025-03-01"), None),
    ],
    "users": [
        ("U", "u@us.example", "Ulysse", "sales", "Nord", "V", True),
        ("V", "v@us.example", "Victoire", "executive", None, None, True),
    ],
    "program_accounts": [("A", "1", on("2024-06-01"), on("2025-06-01"))],
    "account_statuses": [
        ("A", at("2025-02-01", "09:00"), "mqa", None, None),
        ("A", at("2025-02-03", "09:00"), "rejected", "no budget", "U"),
    ],
    "erasure_requests": [
        ("Z", None, at("2025-05-31", "22:00")),
        (None, HASHED + "@alpha.example", at("2025-06-02", "10:00")),
    ],
    "opportunities": [
        ("O", "A", "Alpha 2025", "expansion", "U", "C", at("2025-02-09", "23:00"), at("2025-04-01", "15:00"),
         on("2025-04-02"), True, True, Decimal(24000), "EUR", "closed_won", Decimal(1), "Web", 24, None,
         "hubspot:79"),
    ],
    "opportunity_history": [
        ("H", "O", at("2025-02-09", "23:00"), "qualification", Decimal(20000), "EUR", Decimal("0.2"),
         on("2025-05-01")),
        (HASHED, "O", at("2025-03-10", "10:00"), "proposal", Decimal(24000), "EUR", Decimal(50),
         on("2025-04-02")),
    ],
    "opportunity_people": [("O", "P", "economic_buyer", True), ("O", "Q", None, False)],
    "sales_activities": [
        ("S", at("2025-02-02", "09:00"), "call", "outbound", "U", "P", "A", "O", False, True,
         at("2025-02-02", "09:20"), at("2025-02-02", "23:00"), "Premier appel"),
        (HASHED, at("2025-02-04", "23:00"), "meeting", *[None] * 10),
    ],
    "campaigns": [
        ("C", "Industrie 2025", "webinar", "U", on("2025-01-15"), on("2025-03-31"), True, Decimal("5000.25"),
         "EUR"),
    ],
    "campaign_members": [
        ("C", "P", "attended", at("2025-01-28", "16:00")),
        ("C", "P", "registered", at("2025-01-19", "23:00")),
    ],
    "content_assets": [("L", "Livre blanc", "tofu", True, "/ressources/livre-blanc")],
    "interactions": [
        ("I", "evt-1", at("2025-01-21", "10:00"), "content_download", "inbound", "P", "p@alpha.example",
         "alpha.example", "A", "C", "L", "s-1", Decimal("12.5"), Decimal("0.75"), "Mozilla/5.0",
         "https://us.example/livre", True),
        (HASHED, None, at("2025-01-21", "23:00"), "page_view", "inbound", None, None, "alpha.test",
         *[None] * 9),
    ],
    "ad_engagements": [
        (on("2025-01-20"), "C", "A", "alpha.example", 1200, 3, Decimal("45.60"), "EUR"),
        (on("2025-01-20"), "C", None, "other.example", 900, None, None, None),
    ],
    "program_changes": [
        (on("2025-03-01"), "Nouvelle approche", "C"),
        (on("2025-04-01"), "Autre rythme", None),
    ],
    "invoices": [
        ("F1", "A", "O", on("2025-04-15"), "invoice", "issued", "new", Decimal(12000), "EUR",
         Decimal("0.62")),
        ("F2", "A", None, on("2025-05-15"), "credit_note", "paid", None, Decimal("-500.50"), "EUR", None),
    ],
    "contracts": [
        ("K", "A", "O", on("2025-04-15"), on("2027-04-14"), on("2026-04-14"), Decimal(12000), "EUR"),
    ],
    "costs": [
        ("T", on("2025-01-01"), on("2025-02-01"), "team_time", "abm", "C", Decimal(8000), "EUR"),
        ("T2", on("2025-01-01"), on("2025-02-01"), "technology", None, None, Decimal(900), "EUR"),
    ],
    "benefits": [("G", on("2025-01-01"), on("2025-04-01"), "churn_saved", "abm", Decimal(3000), "EUR")],
    "survey_responses": [
        ("R", on("2025-03-31"), "U", "sales", Decimal(7), Decimal(0), Decimal(10), at("2025-04-01", "08:00")),
    ],
    "fx_rates": [("USD", on("2025-01-01"), Decimal("0.95"), on("2025-04-01"))],
}  # fmt: skip


def test_every_entity_is_expected() -> None:
    assert sorted(EXPECTED) == sorted(entity_columns())
    for entity, rows in EXPECTED.items():
        filled = [any(row[place] is not None for row in rows) for place in range(len(rows[0]))]
        # deletion and merging stand in different rows; nothing else is left empty
        assert all(filled) or entity == "opportunities", entity


@pytest.mark.parametrize("entity", EXPECTED)
def test_each_column_arrives_in_its_type(whole: Abm, entity: str) -> None:
    columns = [name for name in entity_columns()[entity] if name not in ("source_system", "ingested_at")]
    found = whole.private(
        f"select {', '.join(columns)} from input_layer.input__{entity} order by all nulls last"
    )
    told = [
        tuple(
            re.sub("erased-[0-9a-f]{16}|^[0-9a-f]{32}$", HASHED, value) if isinstance(value, str) else value
            for value in row
        )
        for row in found
    ]
    assert sorted(told, key=repr) == sorted(EXPECTED[entity], key=repr)


def test_each_broken_row_is_told(whole: Abm) -> None:
    assert whole.private(
        "select table_name, column_name, split_part(reason, ' (', 1), raw_value"
        " from operations.quarantine order by all"
    ) == [
        ("account_statuses", "status", "is none of mqa, sent_to_sales, accepted, rejected, sqa", "maybe"),
        ("accounts", "account_id", "is required and empty", None),
        ("ad_engagements", "campaign_id", "is in no accepted row of campaigns", "E"),
        ("benefits", "category", "is none of efficiency, churn_saved, other", "luck"),
        ("campaign_members", "status",
         "is none of targeted, sent, opened, clicked, invited, registered, attended, responded, bounced,"
         " opted_out, unmapped", "on the list"),
        ("campaigns", "channel", "is required and empty", None),
        ("content_assets", "funnel_stage", "is none of tofu, mofu, bofu", "end"),
        ("contracts", "account_id", "is required and empty", None),
        ("costs", "category",
         "is none of technology, content, advertising, events, agency, team_time, training, change",
         "coffee"),
        ("erasure_requests", "person_id", "is empty, and so is email", None),
        ("fx_rates", "rate", "is not above zero", "0"),
        ("interactions", "direction", "is none of inbound, outbound", "sideways"),
        ("invoices", "kind", "is none of invoice, credit_note", "receipt"),
        ("opportunity_history", "opportunity_id", "is in no accepted row of opportunities", "X"),
        ("opportunity_people", "person_id", "is in no accepted row of people", "Z"),
        ("person_employers", "person_id", "is in no accepted row of people", "Z"),
        ("program_accounts", "tier", "is none of 1, 2, 3, unknown", "4"),
        ("program_changes", "changed_on", "is required and empty", None),
        ("sales_activities", "type", "is none of call, meeting, email, message, task", "fax"),
        ("survey_responses", "respondent_side", "is none of marketing, sales", "buyers"),
        ("users", "role", "is none of sales, sdr, marketing, executive, operations", "boss"),
    ]  # fmt: skip


def test_a_rate_holds_until_its_end(whole: Abm) -> None:
    assert whole.private("select valid_from, valid_to from intermediate.int_fx_rate_bounded") == [
        (on("2025-01-01"), on("2025-04-01"))
    ]


def test_a_row_says_when_it_landed(whole: Abm) -> None:
    assert whole.private("select account_id, ingested_at from input_layer.input__accounts order by all") == [
        ("A", at("2025-06-01", "06:00")),
        ("B", at("2025-06-30", "22:00")),
    ]
