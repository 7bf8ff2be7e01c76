"""Small companies with what makes cost and return hard: costs across quarters, shared ones, odd stays."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from tests.compiled import Tables
from tests.funnel_companies import catalog
from tests.revenue_companies import AS_OF, RATES, SOURCE, Row

CATEGORIES = (
    *("technology", "content", "advertising", "advertising", "advertising"),
    *("events", "agency", "team_time", "training", "change"),
)
SEGMENTS = ("abm", "non_abm", "shared", "shared", None)
KINDS = 10
"""Every tenth company is of the same kind."""


def kind(seed: int) -> str:
    """What is special about a company."""
    return {1: "nothing won", 2: "costs of nothing", 3: "nobody yet", 4: "few deals"}.get(seed % KINDS, "")


def companies(seeds: Iterable[int], *without: str) -> Tables:
    """All of them in one database, without some tables; every id begins with the company's name."""
    tables: Tables = {
        "kpi_catalog": catalog(),
        "fx_rates": [
            {**SOURCE, "currency": "USD", "rate_on": day, "rate": rate} for day, rate in RATES.items()
        ],
    }
    for seed in seeds:
        for name, rows in company(seed, *without).items():
            tables.setdefault(name, []).extend(rows)
    return tables


def company(seed: int, *without: str) -> Tables:
    """A company of six accounts, two of which may be one; a table that is not there is empty."""
    tables = _company(seed)
    return tables | {name: [] for name in without}


def _company(seed: int) -> Tables:
    draw = random.Random(f"return {seed}")
    name, special = f"c{seed}_", kind(seed)
    ids = [f"{name}a{number}" for number in range(6)]
    is_merged = draw.random() < 0.5
    deals = [_deal(draw, name, n, ids, special) for n in range(4 if special == "few deals" else 14)]
    if deals[1]["close_date"]:
        # two deals of one account on one day: the one that began first made the customer
        deals.append(
            deals[1]
            | {"opportunity_id": f"{name}o99", "created_at": _at(draw, _day(draw, date(2023, 1, 1), 90))}
        )
    campaigns = [f"{name}m{number}" for number in range(4)]
    return {
        "accounts": [
            {
                **SOURCE,
                "account_id": account,
                "account_name": account,
                "merged_into_account_id": ids[0] if is_merged and account == ids[5] else None,
            }
            for account in ids
        ],
        "program_accounts": [row for n in (0, 1, 2, 5) for row in _programme(draw, ids[n], special)],
        "opportunities": deals,
        "campaigns": [
            {**SOURCE, "campaign_id": one, "name": one, "channel": "ads", "is_abm": is_abm}
            for one, is_abm in zip(campaigns, (True, False, None, None), strict=True)
        ],
        "costs": [_cost(draw, name, number, campaigns, special) for number in range(draw.choice((3, 9, 9)))],
        "benefits": [_benefit(draw, name, number) for number in range(3)],
        "ad_engagements": _advertising(draw, campaigns),
        "invoices": [_invoice(draw, name, number, ids, deals) for number in range(10)],
        "contracts": [_contract(draw, name, number, ids) for number in range(6)],
    }


def _day(draw: random.Random, first: date, days: int) -> date:
    return first + timedelta(days=draw.randrange(days))


def _edge(draw: random.Random) -> date:
    """A day, often the first or last of a quarter or beside it."""
    quarter = date(draw.choice((2023, 2024, 2024, 2025)), draw.choice((1, 4, 7, 10)), 1)
    return draw.choice((quarter + timedelta(days=draw.choice((-1, 0, 1))), _day(draw, date(2023, 4, 1), 850)))


def _programme(draw: random.Random, account: str, special: str) -> list[Row]:
    """In one tier, then in another, out and in again, or of two minds."""
    if special == "nobody yet":
        return [_in_programme(account, "1", AS_OF + timedelta(days=10), None)]
    if draw.random() < 0.15:
        return []
    # 18 months from the first three end on the day after one that is looked at, or with February
    fixed = draw.choice((date(2023, 7, 1), date(2023, 12, 1), date(2023, 8, 31)))
    start = draw.choice((fixed, _day(draw, date(2023, 7, 1), 500), _edge(draw)))
    rows = [
        _in_programme(account, draw.choice("1123"), start, start + timedelta(days=draw.randrange(20, 400)))
    ]
    for _ in range(draw.choice((0, 1, 1, 2))):
        # back after a while, at once, or before the last stay has ended
        start = rows[-1]["valid_to"] + timedelta(days=draw.choice((0, 0, 60, -15)))
        end = draw.choice((None, start + timedelta(days=draw.randrange(20, 300))))
        rows.append(_in_programme(account, draw.choice(("1", "2", "3", "unknown")), start, end))
        if end is None:
            break
    return rows


def _in_programme(account: str, tier: str, start: date, end: date | None) -> Row:
    return {**SOURCE, "account_id": account, "tier": tier, "valid_from": start, "valid_to": end}


def _at(draw: random.Random, day: date) -> datetime:
    """By the clock of Paris the day is that of UTC, or the one after it."""
    return datetime(day.year, day.month, day.day, draw.choice((9, 15, 23)), 30, tzinfo=UTC)


def _deal(draw: random.Random, name: str, number: int, ids: list[str], special: str) -> Row:
    created = _edge(draw)
    is_closed = draw.random() < 0.8
    is_won = is_closed and special != "nothing won" and draw.random() < 0.6
    # what was lost before it began is an error; who was won, was won later
    ended = created + timedelta(days=draw.choice((0 if is_won else -3, 0, 20, 45, 46, 90, 137, 200)))
    known_by = draw.choice(("instant", "instant", "day", "day", "day", "nothing"))
    deleted = draw.choice((date(2025, 1, 1), AS_OF + timedelta(days=5)))
    return {
        **SOURCE,
        "opportunity_id": f"{name}o{number:02}",
        "account_id": None if draw.random() < 0.06 else draw.choice(ids),
        "type": draw.choice(("new_business", "new_business", None, "expansion", "renewal")),
        "created_at": _at(draw, created),
        "is_closed": is_closed,
        "is_won": is_won,
        "closed_at": _at(draw, ended) if is_closed and known_by == "instant" else None,
        "close_date": None if known_by == "nothing" else ended,
        "stage": "proposal",
        "amount": draw.choice((None, 0, Decimal("1000.01"), Decimal(draw.randrange(9_000_000)) / 100)),
        "currency": draw.choice((None, "EUR", "USD", "CHF")),
        "deleted_at": _at(draw, deleted) if draw.random() < 0.1 else None,
    }


def _cost(draw: random.Random, name: str, number: int, campaigns: list[str], special: str) -> Row:
    start = _edge(draw)
    category = draw.choice(CATEGORIES)
    amount = 0 if special == "costs of nothing" else draw.choice((0, 1, 100, 10_000, draw.randrange(9**8)))
    return {
        **SOURCE,
        "cost_id": f"{name}k{number}",
        "period_from": start,
        "period_to": start + timedelta(days=draw.choice((1, 7, 31, 92, 365, 500))),
        "category": category,
        "segment": draw.choice(SEGMENTS),
        "campaign_id": draw.choice((*campaigns, *campaigns, None)) if category == "advertising" else None,
        "amount": Decimal(amount) / 100,
        "currency": draw.choice(("EUR", "EUR", "EUR", "USD", "CHF")),
    }


def _benefit(draw: random.Random, name: str, number: int) -> Row:
    start = _edge(draw)
    return {
        **SOURCE,
        "benefit_id": f"{name}b{number}",
        "period_from": start,
        "period_to": start + timedelta(days=draw.choice((1, 31, 200))),
        "category": draw.choice(("efficiency", "churn_saved", "other")),
        "segment": draw.choice(SEGMENTS),
        "amount": Decimal(draw.randrange(9**8)) / 100,
        "currency": draw.choice(("EUR", "EUR", "USD", "CHF")),
    }


def _advertising(draw: random.Random, campaigns: list[str]) -> list[Row]:
    """Some months of each campaign, now and then in money that no rate converts."""
    rows = []
    for campaign in campaigns:
        for _ in range(draw.randrange(4)):
            first = date(draw.choice((2023, 2024, 2025)), draw.randrange(1, 13), 1)
            currency = draw.choice(("EUR", "EUR", "USD", "CHF"))
            rows += [
                {
                    **SOURCE,
                    "day": first + timedelta(days=day),
                    "campaign_id": campaign,
                    "spend": draw.choice((None, 0, Decimal("0.01"), Decimal(draw.randrange(90_000)) / 100)),
                    "currency": currency if draw.random() < 0.9 else "EUR",
                }
                for day in sorted(draw.sample(range(28), draw.randrange(1, 5)))
            ]
    # two months of a campaign may be the same one
    return list({(row["campaign_id"], row["day"]): row for row in rows}.values())


def _invoice(draw: random.Random, name: str, number: int, ids: list[str], deals: list[Row]) -> Row:
    deal = draw.choice([*deals, None, None, None, None, None, None])
    return {
        **SOURCE,
        "invoice_id": f"{name}i{number:02}",
        "account_id": (deal["account_id"] if deal else None) or draw.choice(ids),
        "opportunity_id": deal["opportunity_id"] if deal else None,
        "issued_on": _edge(draw),
        "kind": draw.choice(("invoice", "invoice", "invoice", "credit_note")),
        "status": draw.choice((None, "issued", "paid", "paid", "draft", "cancelled")),
        "revenue_type": draw.choice((None, "new", "expansion", "renewal")),
        "amount_net": Decimal(draw.randrange(5_000_000)) / 100,
        "currency": draw.choice(("EUR", "EUR", "USD", "CHF")),
        "gross_margin_rate": draw.choice((None, None, Decimal("0.5"), Decimal("0.333"), Decimal("-0.125"))),
    }


def _contract(draw: random.Random, name: str, number: int, ids: list[str]) -> Row:
    start = _day(draw, date(2023, 1, 1), 950)
    return {
        **SOURCE,
        "contract_id": f"{name}t{number}",
        "account_id": draw.choice(ids),
        "starts_on": start,
        "ends_on": draw.choice((None, start + timedelta(days=draw.choice((100, 364, 729))))),
        "cancelled_on": start + timedelta(days=200) if draw.random() < 0.2 else None,
        "annual_value": draw.choice((None, 0, 1200, Decimal("999.99"), 50_000)),
        "currency": draw.choice((None, "EUR", "EUR", "USD", "CHF")),
    }
