"""Small companies with what makes cost and return hard: lines across quarters, costs of nobody, ads twice."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from tests import revenue_companies
from tests.compiled import Tables
from tests.funnel_companies import catalog
from tests.revenue_companies import RATES, SOURCE

Row = dict[str, Any]

FIRST = date(2023, 6, 1)
CATEGORIES = (
    "technology",
    "content",
    "advertising",
    "advertising",
    "agency",
    "team_time",
    "training",
    "change",
)
SEGMENTS = ("abm", "non_abm", "shared", "shared", None)
# of 18 months the first two are over on the as-of date, the third is not; the last one is still to come
STARTS = (date(2023, 12, 31), date(2024, 1, 1), date(2024, 1, 2), date(2025, 7, 1))
CAMPAIGNS = {"of_abm": True, "of_others": False, "of_whom": None}


def company(seed: int) -> Tables:
    """One company a database: its programme, and the key of its shared costs, are of the whole."""
    tables, draw = revenue_companies.company(seed), random.Random(-seed - 1)
    tables["kpi_catalog"] = catalog()
    tables["fx_rates"] = [
        {**SOURCE, "currency": "USD", "rate_on": day, "rate": rate} for day, rate in RATES.items()
    ]
    if seed % 3 == 0:
        del tables["invoices"]
    since = draw.choice((FIRST, FIRST, date(2024, 1, 1)))
    # without a programme everything is unknown, which is another test's matter
    tables["program_accounts"] = [
        row for row in tables["program_accounts"] if row["valid_from"] >= since
    ] or [
        {
            **SOURCE,
            "account_id": f"c{seed}a0",
            "tier": "1",
            "valid_from": draw.choice(STARTS),
            "valid_to": None,
        }
    ]
    tables["campaigns"] = [
        {**SOURCE, "campaign_id": name, "name": name, "channel": "ads", "is_abm": is_abm}
        for name, is_abm in CAMPAIGNS.items()
    ]
    tables["costs"] = [_cost(draw, number) for number in range(draw.choice((0, 3, 9, 15)))]
    tables["benefits"] = [_benefit(draw, number) for number in range(draw.randrange(6))]
    tables["ad_engagements"] = [_advertising(draw, number) for number in range(draw.choice((0, 4)))]
    return tables


def _period(draw: random.Random) -> Row:
    start = draw.choice((date(2024, 2, 29), date(2025, 6, 30), FIRST + timedelta(days=draw.randrange(800))))
    return {"period_from": start, "period_to": start + timedelta(days=draw.choice((1, 31, 92, 365, 700)))}


def _amount(draw: random.Random) -> Row:
    return {
        "amount": draw.choice((0, Decimal("0.01"), 1000, Decimal(draw.randrange(9_000_000)) / 100)),
        "currency": draw.choice(("EUR", "EUR", "EUR", "USD", "CHF")),
    }


def _cost(draw: random.Random, number: int) -> Row:
    return {
        **SOURCE,
        "cost_id": f"k{number}",
        **_period(draw),
        "category": draw.choice(CATEGORIES),
        "segment": draw.choice(SEGMENTS),
        "campaign_id": draw.choice((None, *CAMPAIGNS)),
        **_amount(draw),
    }


def _benefit(draw: random.Random, number: int) -> Row:
    return {
        **SOURCE,
        "benefit_id": f"b{number}",
        **_period(draw),
        "category": draw.choice(("efficiency", "churn_saved", "other")),
        "segment": draw.choice(SEGMENTS),
        **_amount(draw),
    }


def _advertising(draw: random.Random, number: int) -> Row:
    return {
        **SOURCE,
        "campaign_id": draw.choice(tuple(CAMPAIGNS)),
        "day": date(2024, 3, 1) + timedelta(days=40 * number + draw.randrange(30)),
        "spend": Decimal(draw.randrange(1, 90_000)) / 100,
        "currency": "EUR",
    }
