"""docs/bring_your_own_crm.md does what it says, on an export of the same columns made here."""

from __future__ import annotations

import csv
import random
import re
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest

from tests.conftest import PROJECT, Abm, ok

DOC = (PROJECT / "docs" / "bring_your_own_crm.md").read_text("utf-8")


def block(language: str, holding: str) -> str:
    blocks: list[str] = re.findall(rf"```{language}\n(.*?)```", DOC, re.S)
    return next(text for text in blocks if holding in text)


def american(day: date | None) -> str:
    return f"{day.month}/{day.day}/{day.year}" if day else ""


def write(path: Path, rows: list[dict[str, object]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture
def export(tmp_path: Path) -> list[dict[str, object]]:
    """An export with the traps of a real one: no account, no date, m/d/yyyy."""
    folder = tmp_path / "export"
    folder.mkdir()
    draw = random.Random(7)
    accounts = [f"Company {number}, Inc." for number in range(20)]
    write(
        folder / "accounts.csv",
        [
            {"account": name, "sector": "retail", "employees": 100 + number, "subsidiary_of": ""}
            for number, name in enumerate(accounts)
        ],
    )
    write(folder / "sales_teams.csv", [{"sales_agent": "Ann", "manager": "Bob", "regional_office": "East"}])
    write(
        folder / "program_accounts.csv",
        [
            {"account_id": name, "tier": 1, "valid_from": "2017-03-01", "valid_to": ""}
            for name in accounts[:5]
        ],
    )
    deals: list[dict[str, object]] = []
    for number in range(300):
        stage = draw.choice(["Won", "Won", "Lost", "Engaging", "Prospecting"])
        engaged = date(2017, 1, 1) + timedelta(days=draw.randrange(300))
        closed = engaged + timedelta(days=draw.randrange(60)) if stage in ("Won", "Lost") else None
        undated = stage == "Prospecting" and number % 3 == 0
        deals.append(
            {
                "opportunity_id": f"D{number}",
                "sales_agent": "Ann",
                "product": "GTX",
                "account": ""
                if stage in ("Engaging", "Prospecting") and number % 2
                else draw.choice(accounts),
                "deal_stage": stage,
                "engage_date": "" if undated else american(engaged),
                "close_date": american(closed),
                "close_value": draw.randrange(100, 9000) if stage == "Won" else 0 if stage == "Lost" else "",
            }
        )
    write(folder / "sales_pipeline.csv", deals)
    return deals


def test_the_walk_through_counts_every_row(
    tmp_path: Path, export: list[dict[str, object]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mapped").mkdir()
    with duckdb.connect() as connection:
        connection.execute(block("sql", "copy ("))
    (tmp_path / "mapped" / "settings.yml").write_text(block("yaml", "date_order"), encoding="utf-8")
    abm = Abm(tmp_path / "my_crm")
    said = ok(abm("run", "--files", str(tmp_path / "mapped"), "--as-of", "2017-12-31"))

    dated = [deal for deal in export if deal["engage_date"]]
    undated = len(export) - len(dated)
    assert 0 < undated < len(export) / 10
    assert f"{undated} of 300 rows" in said
    assert f"created_at is required and empty ({undated})" in said
    won = [int(str(deal["close_value"])) for deal in dated if deal["deal_stage"] == "Won"]
    assert abm.published(
        "select count(*) filter (outcome = 'won'), count(*) filter (outcome = 'lost'),"
        " cast(sum(amount) filter (outcome = 'won') as integer),"
        " count(*) filter (abm_segment = 'unknown') from pipeline_funnel.fct_opportunity"
    ) == [
        (
            len(won),
            sum(deal["deal_stage"] == "Lost" for deal in dated),
            sum(won),
            sum(deal["account"] == "" for deal in dated),
        )
    ]
