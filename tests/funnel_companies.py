"""Small companies with what makes a funnel hard: histories out of order, ties, episodes on the last day."""

from __future__ import annotations

import csv
import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

from tests.compiled import Tables, input_columns
from tests.conftest import PROJECT

Row = dict[str, Any]

AS_OF = date(2025, 6, 30)
FIRST = datetime(2024, 1, 3, 9, tzinfo=UTC)
DAYS = 600
"""Some of it lies after the as-of date."""
STAGES = {
    "qualification": ("qualification", 1, 0.2),
    "first talks": ("qualification", 1, 0.1),
    "proposal": ("proposal", 2, 0.4),
    "negotiation": ("negotiation", 3, 0.6),
    "closed won": ("closed_won", 4, 1),
    "closed lost": ("closed_lost", 5, 0),
}
SOURCE = {"source_system": "salesforce"}


def companies(seeds: range) -> Tables:
    """All of them in one database: the owner of accounts and deals says which company a row is of."""
    tables: Tables = {
        "stage_map": [
            {"stage": stage, "canonical_stage": canonical, "stage_rank": rank, "probability": probability}
            for stage, (canonical, rank, probability) in STAGES.items()
        ],
        "kpi_catalog": catalog(),
    }
    for seed in seeds:
        for name, rows in company(seed).items():
            tables.setdefault(name, []).extend(rows)
    return tables


def catalog() -> list[Row]:
    """The catalog as it is shipped, in the types of the input layer."""
    types = input_columns()["input__kpi_catalog"]

    def typed(column: str, text: str) -> object:
        if text == "":
            return None
        return text == "true" if types[column] == "boolean" else text

    with (PROJECT / "seeds" / "reference" / "kpi_catalog.csv").open(encoding="utf-8", newline="") as file:
        return [
            {column: typed(column, text) for column, text in row.items() if column in types}
            for row in csv.DictReader(file)
        ]


def company(seed: int) -> Tables:
    """A company of five accounts, two of which may be one."""
    draw = random.Random(seed)
    name = f"c{seed}"
    ids = [f"{name}a{number}" for number in range(5)]
    accounts = [
        {
            **SOURCE,
            "account_id": account,
            "account_name": account,
            "owner_id": name,
            "merged_into_account_id": ids[0] if account == ids[4] and draw.random() < 0.5 else None,
        }
        for account in ids
    ]
    statuses = [row for account in ids for row in _statuses(draw, account)]
    deals = [_deal(draw, name, number, ids, statuses) for number in range(12)]
    return {
        "accounts": accounts,
        "users": [{**SOURCE, "user_id": name, "role": "sales", "team": name}],
        "program_accounts": [row for account in ids[:3] for row in _membership(draw, account)],
        "account_statuses": statuses,
        "opportunities": deals,
        "opportunity_history": [row for deal in deals for row in _history(draw, deal)],
    }


def _membership(draw: random.Random, account: str) -> list[Row]:
    if draw.random() < 0.2:
        return []
    start = date(2024, 1, 1) + timedelta(days=draw.randrange(200))
    return [
        {
            **SOURCE,
            "account_id": account,
            "tier": draw.choice(("1", "2", "3", "unknown")),
            "valid_from": start,
            "valid_to": draw.choice((None, start + timedelta(days=draw.randrange(30, 400)))),
        }
    ]


def _statuses(draw: random.Random, account: str) -> list[Row]:
    """Statuses whose gaps lie around the limits of 90 and 180 days as often as elsewhere."""
    at = FIRST + timedelta(hours=draw.randrange(24 * 300))
    rows = []
    for _ in range(draw.randrange(7)):
        rows.append(
            {
                **SOURCE,
                "account_id": account,
                "changed_at": at,
                "status": draw.choice(("mqa", "mqa", "mqa", "sent_to_sales", "accepted", "rejected", "sqa")),
            }
        )
        days = draw.choice((0, 1, 10, 40, 89, 90, 91, 179, 180, 181))
        at += timedelta(days=days, hours=draw.choice((0, 0, 5)))
    unique = {(row["changed_at"], row["status"]): row for row in rows}
    return list(unique.values())


def _deal(draw: random.Random, name: str, number: int, ids: list[str], statuses: list[Row]) -> Row:
    account = None if draw.random() < 0.05 else draw.choice(ids)
    near = [row["changed_at"] for row in statuses if row["account_id"] == account]
    created = FIRST + timedelta(hours=draw.randrange(24 * DAYS))
    if near and draw.random() < 0.6:
        created = draw.choice(near) + timedelta(days=draw.choice((0, 0, -1, 5, 30, 89, 90, 91)))
    is_closed = draw.random() < 0.6
    ended = created + timedelta(days=draw.choice((-2, 0, 1, 20, 60, 150, 400)), hours=draw.randrange(9))
    known_by = draw.choice(("instant", "instant", "day", "nothing"))
    is_won = is_closed and draw.random() < 0.5
    open_stage = draw.choice(("qualification", "proposal", "negotiation", "on hold", "on hold"))
    return {
        **SOURCE,
        "opportunity_id": f"{name}o{number}",
        "account_id": account,
        "owner_id": name,
        "type": draw.choice(("new_business", "new_business", "expansion", "renewal", None)),
        "created_at": created,
        "is_closed": is_closed,
        "is_won": is_won,
        "closed_at": ended if is_closed and known_by == "instant" else None,
        "close_date": None if known_by == "nothing" else ended.date(),
        "stage": ("closed won" if is_won else "closed lost") if is_closed and number else open_stage,
        "amount": draw.choice((None, 0, 1000, round(draw.uniform(1, 90_000), 2))),
        "probability": draw.choice((None, None, None, 0.35)),
        "contract_months": draw.choice((None, 12, 36)),
        "deleted_at": created + timedelta(days=9) if draw.random() < 0.04 else None,
    }


def _history(draw: random.Random, deal: Row) -> list[Row]:
    """Steps to and fro, some of one instant, before the creation, after the closing or the as-of date."""
    at = deal["created_at"] + timedelta(days=draw.choice((0, 0, 0, -3, 4)))
    rows: list[Row] = []
    has_amounts = draw.random() < 0.7
    for number in range(draw.choice((0, 1, 2, 4, 6))):
        rows.append(
            {
                **SOURCE,
                "history_id": f"{deal['opportunity_id']}h{9 - number}",
                "opportunity_id": deal["opportunity_id"],
                "changed_at": at,
                "stage": draw.choice((*STAGES, "proposal", "negotiation", "on hold")),
                "amount": draw.choice((None, 500, 2500, 70_000)) if has_amounts else None,
                "probability": draw.choice((None, 0.5, 0.75)),
            }
        )
        at += timedelta(days=draw.choice((0, 0, 1, 12, 45)), hours=draw.choice((0, 7)))
    if deal["is_closed"] and draw.random() < 0.5:
        ended = deal["closed_at"] or datetime.combine(
            deal["close_date"] or AS_OF, datetime.min.time(), UTC
        ) + timedelta(hours=12)
        rows.append(
            {
                **SOURCE,
                "history_id": f"{deal['opportunity_id']}hx",
                "opportunity_id": deal["opportunity_id"],
                "changed_at": ended,
                "stage": deal["stage"],
                "amount": deal["amount"],
                "probability": None,
            }
        )
    return draw.sample(rows, len(rows))
