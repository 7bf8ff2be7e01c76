"""Small companies at work: tasks around midnight, touches that are none, accounts that come and go."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from tests.compiled import Tables
from tests.revenue_companies import AS_OF, SOURCE, Row

ROLES = ("sales", "sdr", "marketing", None)
# of the days on which accounts are looked at: the first and last, those beside them, and two weeks before
DECISIVE = (-6, 0, 0, 1, 12, 13, 14, 15, 33, 34, 35, 36, 47, 48, 49)


def companies(seeds: Iterable[int], *, has_touches: bool = True) -> Tables:
    """All of them in one database; every id begins with the company's name."""
    tables: Tables = {}
    for seed in seeds:
        for name, rows in company(seed, has_touches=has_touches).items():
            tables.setdefault(name, []).extend(rows)
    return tables


def company(seed: int, *, has_touches: bool = True) -> Tables:
    """A company of six accounts, two of which may be one, with a person each."""
    draw = random.Random(f"execution {seed}")
    name = f"c{seed}_"
    ids = [f"{name}a{number}" for number in range(6)]
    users = [f"{name}u{number}" for number in range(5)]
    is_merged = draw.random() < 0.5
    tasks = [row for number in range(8) for row in _task(draw, name, number, ids, users)]
    touches = [_touch(draw, name, number, ids, users) for number in range(14)]
    return {
        "accounts": [
            {
                **SOURCE,
                "account_id": account,
                "account_name": account,
                "owner_id": draw.choice((*users, None)),
                "merged_into_account_id": ids[0] if is_merged and account == ids[5] else None,
                "created_at": draw.choice((None, None, None, _at(draw))),
                # the survivor of two stays
                "deleted_at": None if account == ids[0] else draw.choice((None, None, None, None, _at(draw))),
            }
            for account in ids
        ],
        "users": [
            {**SOURCE, "user_id": user, "role": role, "team": draw.choice(("north", "south", None))}
            for user, role in zip(users, (*ROLES, "sales"), strict=True)
        ],
        "people": [
            {**SOURCE, "person_id": f"{account}p", "account_id": draw.choice((account, *ids[:2]))}
            for account in ids
        ],
        "program_accounts": [row for account in ids for row in _programme(draw, account)],
        "sales_activities": [row for row in tasks + touches if has_touches or row["type"] == "task"],
    }


def _day(draw: random.Random) -> date:
    return AS_OF - timedelta(days=draw.choice((*DECISIVE, draw.randrange(60))))


def _at(draw: random.Random) -> datetime:
    """Often around midnight in Paris, which is at 22 or 23 hours UTC."""
    day = _day(draw)
    moment = draw.choice(((0, 0), (9, 30), (21, 59), (22, 0), (22, 30), (23, 59)))
    return datetime(day.year, day.month, day.day, *moment, tzinfo=UTC)


def _programme(draw: random.Random, account: str) -> list[Row]:
    """Most are of the first tier, some only since, until or again from a day that is looked at."""
    rows: list[Row] = []
    start = draw.choice((date(2024, 1, 1), date(2024, 1, 1), _day(draw)))
    for tier in draw.choice(("1", "1", "1", "12", "21", "11", "?1", "")):
        end = draw.choice((None, start + timedelta(days=draw.choice((7, 21, 540)))))
        rows.append(
            {
                **SOURCE,
                "account_id": account,
                "tier": "unknown" if tier == "?" else tier,
                "valid_from": start,
                "valid_to": end,
            }
        )
        # at once, after a while, or while the last stay lasts
        start = (end or start) + timedelta(days=draw.choice((0, 3, 1 if end is None else -3)))
    # two stays that begin on one day are another matter
    return list({row["valid_from"]: row for row in rows}.values())


def _activity(draw: random.Random, name: str, ids: list[str], users: list[str]) -> Row:
    account = draw.choice(ids)
    named = draw.choice(("account", "account", "person", "both", "nobody"))
    return {
        **SOURCE,
        "account_id": account if named in ("account", "both") else None,
        # of another account now and then: what the activity says itself comes first
        "person_id": f"{draw.choice((account, *ids))}p" if named in ("person", "both") else None,
        "user_id": draw.choice((None, *users)),
        "subject": name,
    }


def _task(draw: random.Random, name: str, number: int, ids: list[str], users: list[str]) -> list[Row]:
    """Done early, in time, late, later than anybody knows yet, on an unknown day, or not at all."""
    due = draw.choice((None, _at(draw), _at(draw), _at(draw), _at(draw)))
    entered = AS_OF + timedelta(days=3 if draw.random() < 0.05 else -draw.randrange(61, 90))
    fate = draw.choice(("open", "open", "told", "told", "told", "undated"))
    done = (due or _at(draw)) + timedelta(minutes=draw.choice((0, 1, -1, 60, 120, -120, 1440, -9000, 90_000)))
    task = {
        **_activity(draw, name, ids, users),
        "activity_id": f"{name}t{number}",
        "occurred_at": datetime(entered.year, entered.month, entered.day, 9, number, tzinfo=UTC),
        "type": draw.choice(("task", "task", "task", "task", "call")),
        "due_at": due,
        "is_completed": {"open": draw.choice((None, False)), "told": True, "undated": True}[fate],
        "completed_at": done if fate == "told" else None,
        "ingested_at": datetime(2025, 4, 1, tzinfo=UTC),
    }
    if task["person_id"] and draw.random() < 0.3:
        # landed again under another id, with what became of it since: the first to land stays
        again = {"activity_id": f"{name}s{number}", "ingested_at": datetime(2025, 4, 2, tzinfo=UTC)}
        return [task | again | {"due_at": _at(draw)}, task]
    return [task]


def _touch(draw: random.Random, name: str, number: int, ids: list[str], users: list[str]) -> Row:
    return {
        **_activity(draw, name, ids, users),
        "activity_id": f"{name}k{number}",
        "occurred_at": _at(draw) + timedelta(seconds=number),
        "type": draw.choice(("call", "meeting", "email", "message", "task")),
        "direction": draw.choice(("outbound", "outbound", None, "inbound")),
        "is_automated": draw.choice((None, False, False, True)),
        "is_completed": draw.choice((None, True, True, False)),
        # of calls and mails some systems say that they were due when they were made
        "due_at": draw.choice((None, _at(draw))),
    }
