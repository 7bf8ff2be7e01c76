"""Small companies with what makes revenue and customers hard: credit notes, gaps of a month, odd deals."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from tests.compiled import Tables
from tests.funnel_companies import catalog

Row = dict[str, Any]

AS_OF = date(2025, 6, 30)
SOURCE = {"source_system": "files"}
FIRST = date(2022, 1, 1)
RATES = {
    FIRST + timedelta(days=day): Decimal(90 + day % 7) / 100
    for day in range(0, 1400, 3)
    # a month without any rate
    if not 900 <= day < 930
}


def companies(seeds: range, has_invoices: bool) -> Tables:
    """All of them in one database: every id begins with the company's name."""
    tables: Tables = {
        "kpi_catalog": catalog(),
        "fx_rates": [
            {**SOURCE, "currency": "USD", "rate_on": day, "rate": rate} for day, rate in RATES.items()
        ],
    }
    for seed in seeds:
        for name, rows in company(seed).items():
            if name != "invoices" or has_invoices:
                tables.setdefault(name, []).extend(rows)
    return tables


def company(seed: int) -> Tables:
    """A company of five accounts, two of which may be one."""
    draw = random.Random(seed)
    name = f"c{seed}"
    ids = [f"{name}a{number}" for number in range(5)]
    merged = draw.random() < 0.5
    deals = [_deal(draw, name, number, ids) for number in range(10)]
    return {
        "accounts": [
            {
                **SOURCE,
                "account_id": account,
                "account_name": account,
                "merged_into_account_id": ids[0] if merged and account == ids[4] else None,
            }
            for account in ids
        ],
        "program_accounts": [row for account in ids[:3] for row in _membership(draw, account)],
        "opportunities": deals,
        "invoices": [_invoice(draw, name, number, ids, deals) for number in range(14)],
        "contracts": [row for account in ids for row in _contracts(draw, account)],
    }


def _day(draw: random.Random, first: date = date(2023, 6, 1), days: int = 790) -> date:
    return first + timedelta(days=draw.randrange(days))


def _membership(draw: random.Random, account: str) -> list[Row]:
    if draw.random() < 0.2:
        return []
    start = _day(draw, date(2022, 6, 1), 800)
    return [
        {
            **SOURCE,
            "account_id": account,
            "tier": draw.choice(("1", "2", "3", "unknown")),
            "valid_from": start,
            "valid_to": draw.choice((None, start + timedelta(days=draw.randrange(30, 400)))),
        }
    ]


def _deal(draw: random.Random, name: str, number: int, ids: list[str]) -> Row:
    created = _day(draw)
    ended = created + timedelta(days=draw.choice((0, 1, 20, 60, 150)))
    is_closed = draw.random() < 0.8
    known_by = draw.choice(("instant", "day", "day", "nothing"))
    return {
        **SOURCE,
        "opportunity_id": f"{name}o{number}",
        "account_id": draw.choice(ids),
        "type": draw.choice(("new_business", "new_business", "expansion", "expansion", "renewal", None)),
        "created_at": datetime(created.year, created.month, created.day, 9, tzinfo=UTC),
        "is_closed": is_closed,
        "is_won": is_closed and draw.random() < 0.7,
        "closed_at": datetime(ended.year, ended.month, ended.day, 10, tzinfo=UTC)
        if is_closed and known_by == "instant"
        else None,
        "close_date": None if known_by == "nothing" else ended,
        "stage": "proposal",
        "amount": draw.choice((None, 0, -300, Decimal("1000.01"), Decimal(draw.randrange(9_000_000)) / 100)),
        "currency": draw.choice((None, "EUR", "USD", "USD", "CHF")),
        "deleted_at": datetime(2025, 1, 1, tzinfo=UTC) if draw.random() < 0.1 else None,
    }


def _invoice(draw: random.Random, name: str, number: int, ids: list[str], deals: list[Row]) -> Row:
    deal = draw.choice(deals) if draw.random() < 0.5 else None
    return {
        **SOURCE,
        "invoice_id": f"{name}i{number:02}",
        "account_id": deal["account_id"] if deal else draw.choice(ids),
        "opportunity_id": deal["opportunity_id"] if deal else None,
        # several on one day, some on the edge of what a month end sees
        "issued_on": draw.choice((_day(draw), _day(draw), date(2024, 7, 1), date(2024, 6, 30))),
        "kind": draw.choice(("invoice", "invoice", "invoice", "credit_note")),
        "status": draw.choice((None, "issued", "paid", "paid", "paid", "draft", "cancelled")),
        "revenue_type": draw.choice((None, None, "new", "expansion", "renewal")),
        "amount_net": Decimal(draw.randrange(5_000_000)) / 100,
        "currency": draw.choice(("EUR", "EUR", "USD", "CHF")),
        "gross_margin_rate": draw.choice((None, Decimal("0.5"), Decimal("-0.125"))),
    }


def _contracts(draw: random.Random, account: str) -> list[Row]:
    """One after the other, with gaps around the days of grace, or beside each other."""
    start, rows = _day(draw, date(2022, 1, 1), 1000), []
    for number in range(draw.randrange(4)):
        end = start + timedelta(days=draw.choice((30, 200, 364, 364, 729)))
        rows.append(
            {
                **SOURCE,
                "contract_id": f"{account}k{number}",
                "account_id": account,
                "starts_on": start,
                "ends_on": draw.choice((None, end, end, end, end)),
                "cancelled_on": draw.choice((None, None, start + timedelta(days=draw.choice((0, 100, 400))))),
                "annual_value": draw.choice((None, 0, 1200, Decimal("999.99"), 50_000)),
                "currency": draw.choice((None, "EUR", "EUR", "USD", "CHF")),
            }
        )
        start = end + timedelta(days=draw.choice((-40, 0, 1, 2, 30, 31, 32, 200)))
    return rows
