"""Small companies whose marketing hands accounts to sales: never sent, decided twice, silent, on holidays."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from tests.alignment_oracle import PARIS
from tests.compiled import Tables
from tests.conftest import PROJECT
from tests.funnel_companies import catalog
from tests.revenue_companies import AS_OF, SOURCE, Row

# what sales and marketing say of an account, in the order in which they say it
STORIES = (
    *("sent accepted", "sent accepted", "sent rejected", "sent", "sent", "sent sqa", "sent accepted sqa"),
    *("", "accepted", "rejected", "sqa", "accepted sent", "sent rejected accepted", "sent accepted rejected"),
    *("sent sent accepted", "rejected sent accepted", "sent deal", "sent deal", "deal"),
)
WORDS = {"sent": "sent_to_sales"}


def companies(seeds: Iterable[int]) -> Tables:
    """All of them in one database; every id begins with the company's name."""
    with (PROJECT / "seeds" / "reference" / "holidays.csv").open(encoding="utf-8") as file:
        holidays = [
            {**row, "holiday_on": date.fromisoformat(row["holiday_on"])} for row in csv.DictReader(file)
        ]
    tables: Tables = {"holidays": holidays, "kpi_catalog": catalog()}
    for seed in seeds:
        for name, rows in company(seed).items():
            tables.setdefault(name, []).extend(rows)
    # past months are looked at from the first deal on
    tables["opportunities"].append(_deal("first", None, datetime(2025, 1, 2, tzinfo=UTC)))
    return tables


def company(seed: int) -> Tables:
    draw = random.Random(f"handover {seed}")
    accounts = [f"c{seed}_a{number}" for number in range(4)]
    told = [row for account in accounts for row in _story(draw, account)]
    return {
        "accounts": [{**SOURCE, "account_id": one, "account_name": one} for one in accounts],
        "account_statuses": [row for row in told if row["status"] != "deal"],
        "opportunities": [
            _deal(f"{row['account_id']}o", row["account_id"], row["changed_at"])
            for row in told
            if row["status"] == "deal"
        ],
        "survey_responses": _wave(draw, seed),
    }


def _story(draw: random.Random, account: str) -> list[Row]:
    """An account that becomes an MQA in April, May or June, around holidays and the last day."""
    at = _instant(date(2025, 4, 1) + timedelta(days=draw.randrange(91)), draw)
    rows = [{**SOURCE, "account_id": account, "status": "mqa", "changed_at": at}]
    for word in draw.choice(STORIES).split():
        later = at.astimezone(PARIS).date() + timedelta(days=draw.choice((0, 1, 2, 4, 5, 6, 7, 8, 9, 12)))
        at = max(_instant(later, draw), at + timedelta(seconds=1))
        rows.append({**SOURCE, "account_id": account, "status": WORDS.get(word, word), "changed_at": at})
    return rows


def _deal(name: str, account: str | None, at: datetime) -> Row:
    return {
        **SOURCE,
        "opportunity_id": name,
        "account_id": account,
        "type": "new_business",
        "created_at": at,
        "is_closed": False,
        "is_won": False,
        "stage": "proposal",
    }


def _instant(day: date, draw: random.Random) -> datetime:
    """Often the first or last second of the day in Paris."""
    hour = draw.choice(((0, 0, 0), (9, 30, 0), (18, 0, 0), (23, 59, 59)))
    return datetime(day.year, day.month, day.day, *hour, tzinfo=PARIS).astimezone(UTC)


def _wave(draw: random.Random, seed: int) -> list[Row]:
    """One wave a company, on a day of its own, some of them still to come or to be answered."""
    wave = AS_OF + timedelta(days=20 - seed)
    low, high = draw.choice(((1, 5), (0, 10), (1, 7)))
    rows = [
        {
            **SOURCE,
            "response_id": f"c{seed}_{side}{n}",
            "wave_on": wave,
            "answered_at": _instant(wave + timedelta(days=draw.randrange(40)), draw),
            "respondent_id": f"{side}{n}",
            "respondent_side": side,
            "score": draw.choice((None, *range(low, high + 1))),
            "scale_min": low,
            "scale_max": high,
        }
        for side in ("marketing", "sales")
        for n in range(draw.randrange(1, 8))
    ]
    # who answers again is one, and means what was said last
    again = [
        row
        | {
            "response_id": f"{row['response_id']}again",
            "score": draw.choice((None, low, high)),
            "answered_at": row["answered_at"] + timedelta(days=draw.choice((-1, 1))),
        }
        for row in rows
        if draw.random() < 0.2
    ]
    return rows + again
