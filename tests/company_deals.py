"""Deals, sales activities and campaigns for the companies of tests/companies.py, close to their touches."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta

from tests.companies import Row
from tests.compiled import Tables

LOOKBACK = timedelta(hours=24 * 90)
STAGES = {"qualification": 1, "closed_won": 4, "closed_lost": 5}
KEYLESS = {"outer_pad": "5c" * 64, "inner_pad": "36" * 64}
"""HMAC's pads of an empty key."""


def with_deals(tables: Tables, seed: int) -> Tables:
    """The company with deals, with sales at work all year and without advertising (its ids are hashes)."""
    draw = random.Random(f"deals {seed}")
    instants = [row["occurred_at"] for row in tables["interactions"]]
    accounts = [row["account_id"] for row in tables["accounts"] if row["source_system"] == "salesforce"]
    deals = [_deal(draw, number, accounts, instants) for number in range(14)]
    history = [row for deal in deals for row in _history(draw, deal, instants)]
    return tables | {
        "ad_engagements": [],
        "person_key": [KEYLESS],
        "campaigns": [
            {"source_system": source, "campaign_id": campaign, "name": campaign, "channel": "email"}
            for source, campaign in (
                ("salesforce", "m"),
                ("files", "m"),
                ("salesforce", "n"),
                ("hubspot", "n"),
            )
        ],
        "sales_activities": tables["sales_activities"]
        + [_activity(draw, number, accounts, instants) for number in range(25)],
        "stage_map": [
            {"stage": stage, "canonical_stage": stage, "stage_rank": rank, "probability": 0}
            for stage, rank in STAGES.items()
        ],
        "opportunities": deals,
        "opportunity_history": history,
        "interactions": tables["interactions"]
        + [_visit(deals, row) for row in history if draw.random() < 0.3],
    }


def _near(draw: random.Random, instants: list[datetime]) -> datetime:
    """An instant at which something happened, or shortly before or after it."""
    shift = draw.choice((0, 0, -1, 1, 3_600, -3_600, 86_400 * draw.randrange(-9, 9)))
    return draw.choice(instants) + timedelta(seconds=shift)


def _deal(draw: random.Random, number: int, accounts: list[str], instants: list[datetime]) -> Row:
    created = draw.choice((_near(draw, instants), _near(draw, instants), _near(draw, instants) + LOOKBACK))
    ended = draw.choice(
        (None, _near(draw, instants), created + timedelta(seconds=draw.randrange(60 * 86_400)))
    )
    known_by = draw.choice(("instant", "instant", "day", "nothing"))
    return {
        "source_system": "salesforce",
        "opportunity_id": f"o{number}",
        "account_id": None if draw.random() < 0.1 else draw.choice(accounts),
        "type": draw.choice(("new_business", "new_business", "expansion", "renewal", None)),
        "created_at": created,
        "is_closed": ended is not None,
        "is_won": ended is not None and draw.random() < 0.6,
        "closed_at": ended if known_by == "instant" else None,
        "close_date": None if known_by == "nothing" else (ended or created + timedelta(days=300)).date(),
        "amount": draw.choice((None, 0, 0.01, 0.05, 100, round(draw.uniform(1, 9e5), 2))),
        "stage": "qualification",
        "deleted_at": created + timedelta(days=9) if draw.random() < 0.05 else None,
        "contract_months": None,
    }


def _history(draw: random.Random, deal: Row, instants: list[datetime]) -> list[Row]:
    """Changes between open and closed, some undone the same day, some after the as-of date."""
    at, rows = deal["created_at"], []
    for number in range(draw.choice((0, 0, 1, 3, 5))):
        later = [one for one in instants if at < one < at + timedelta(days=30)]
        at = (
            draw.choice(later) if later and draw.random() < 0.5 else at + timedelta(hours=draw.randrange(400))
        )
        rows.append(
            {
                "source_system": "salesforce",
                "history_id": f"{deal['opportunity_id']}h{number}",
                "opportunity_id": deal["opportunity_id"],
                "changed_at": at,
                "stage": "qualification" if number % 2 else draw.choice(("closed_won", "closed_lost")),
            }
        )
    return rows


def _visit(deals: list[Row], change: Row) -> Row:
    """A touch of the deal's account an hour after it changed, often on the same day."""
    at = change["changed_at"] + timedelta(hours=1)
    deal = next(deal for deal in deals if deal["opportunity_id"] == change["opportunity_id"])
    return {
        "source_system": "salesforce",
        "interaction_id": f"visit{change['history_id']}",
        "occurred_at": at,
        "type": "page_view",
        "direction": "inbound",
        "account_id": deal["account_id"],
        "ingested_at": at,
    }


def _activity(draw: random.Random, number: int, accounts: list[str], instants: list[datetime]) -> Row:
    at = _near(draw, instants)
    return {
        "source_system": "salesforce",
        "activity_id": f"more{number}",
        "occurred_at": at,
        "type": draw.choice(("call", "email", "meeting", "message", "task")),
        "direction": draw.choice(("inbound", "outbound", None)),
        "account_id": draw.choice(accounts),
        "subject": f"{number}",
        "is_automated": draw.random() < 0.3,
        "is_completed": draw.choice((True, False, None)),
        "ingested_at": datetime.combine(date(2025, 7, 20), datetime.min.time(), UTC),
    }
