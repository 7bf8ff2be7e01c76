"""Small companies with everything that makes identity hard, made of one number each."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

from tests.compiled import Tables

AS_OF = date(2025, 6, 30)
SOURCES = ("salesforce", "hubspot", "files")
DOMAINS = ("acme.example", "beta.example", "gamma.example", "delta.example")
PUBLIC = ("gmail.com", "orange.fr")
TYPES = (
    "page_view",
    "email_click",
    "email_open",
    "form_submit",
    "content_download",
    "demo_request",
    "unmapped",
)
AGENTS = ("Mozilla/5.0", "Some Crawler/2", "Mozilla/5.0 (X11)")
START = datetime(2025, 1, 1, tzinfo=UTC)
Row = dict[str, Any]


def company(seed: int) -> Tables:
    """Tables of the input layer: two CRMs and files, merges, circles, deletions, job changes, duplicates."""
    draw = random.Random(seed)
    accounts = [account for source in SOURCES for account in _accounts(draw, source)]
    people = [person for source in SOURCES for person in _people(draw, source, accounts)]
    return {
        "accounts": accounts,
        "people": people,
        "person_employers": [_employer(draw, people, accounts) for _ in range(6)],
        "erasure_requests": [_erasure(draw, people) for _ in range(2)],
        "program_accounts": [_membership(draw, accounts) for _ in range(4)],
        "free_email_domains": [{"domain": domain, "kind": "free"} for domain in PUBLIC],
        "interactions": _interactions(draw, people, accounts),
        "sales_activities": [_activity(draw, number, people, accounts) for number in range(15)],
        "ad_engagements": [_advertising(draw, number, accounts) for number in range(6)],
        "machine_user_agents": [
            {"pattern": "mozilla/5.0", "matching": "exact", "kind": "privacy_proxy"},
            {"pattern": "crawler", "matching": "contains", "kind": "crawler"},
        ],
        "content_assets": [
            {"source_system": "hubspot", "asset_id": "guide", "is_premium": None},
            {"source_system": "files", "asset_id": "guide", "is_premium": True},
            {"source_system": "hubspot", "asset_id": "blog", "is_premium": False},
        ],
        "engagement_weights": [
            {
                "type": name,
                "direction": "any" if name == "sales_call" else "inbound",
                "quality": "standard",
                "points": points,
                "valid_from": day,
            }
            for name, points, day in (
                ("page_view", 1, date(2000, 1, 1)),
                ("page_view", 2, date(2025, 3, 1)),
                ("email_click", 3, date(2000, 1, 1)),
                ("email_open", 0, date(2000, 1, 1)),
                ("form_submit", 5, date(2000, 1, 1)),
                ("content_download", 5, date(2000, 1, 1)),
                ("premium_download", 10, date(2000, 1, 1)),
                ("demo_request", 20, date(2000, 1, 1)),
                ("sales_call", 8, date(2000, 1, 1)),
                ("ad_click", 2, date(2000, 1, 1)),
            )
        ],
    }


def shuffled(tables: Tables, seed: int) -> Tables:
    draw = random.Random(seed)
    return {name: draw.sample(rows, len(rows)) for name, rows in tables.items()}


def _instant(draw: random.Random) -> datetime:
    # some after the as-of date, some within the hours in which Paris and UTC are on different days
    return START + timedelta(seconds=draw.randrange(190 * 86_400))


def _maybe(draw: random.Random, share: float, value: Any) -> Any:
    return value if draw.random() < share else None


def _name_elsewhere(draw: random.Random, source: str, prefix: str) -> str | None:
    """The id that a record carries of another system's record."""
    if source == "files" or draw.random() > (0.4 if source == "hubspot" else 0.1):
        return None
    return (
        f"salesforce:{prefix}{draw.randint(1, 9)}" if source == "hubspot" else f"hubspot:{draw.randint(1, 9)}"
    )


def _accounts(draw: random.Random, source: str) -> list[Row]:
    ids = [str(number) if source != "salesforce" else f"001{number}" for number in range(1, 6)]
    return [
        {
            "source_system": source,
            "account_id": account_id,
            "account_name": account_id,
            "parent_account_id": _maybe(draw, 0.3, draw.choice(ids)),
            "email_domains": _maybe(draw, 0.7, "|".join(draw.sample(DOMAINS + PUBLIC, draw.randint(1, 2)))),
            "created_at": _maybe(draw, 0.8, _instant(draw) - timedelta(days=300 * (draw.random() < 0.9))),
            "deleted_at": _maybe(draw, 0.2, _instant(draw)),
            "merged_into_account_id": _maybe(
                draw, 0.25, draw.choice([one for one in ids if one != account_id])
            ),
            "external_ids": _name_elsewhere(draw, source, "001"),
        }
        for account_id in ids
    ]


def _people(draw: random.Random, source: str, accounts: list[Row]) -> list[Row]:
    own = [row["account_id"] for row in accounts if row["source_system"] == source]
    ids = [str(number) if source != "salesforce" else f"003{number}" for number in range(1, 9)]
    return [
        {
            "source_system": source,
            "person_id": person_id,
            "account_id": _maybe(draw, 0.6, draw.choice(own)),
            "email": _maybe(draw, 0.8, _address(draw)),
            "created_at": _maybe(draw, 0.8, _instant(draw) - timedelta(days=300 * (draw.random() < 0.9))),
            "deleted_at": _maybe(draw, 0.15, _instant(draw)),
            "converted_at": _maybe(draw, 0.1, _instant(draw)),
            "company_domain": _maybe(draw, 0.3, draw.choice(DOMAINS + PUBLIC)),
            "merged_into_person_id": _maybe(draw, 0.2, draw.choice([one for one in ids if one != person_id])),
            "external_ids": _name_elsewhere(draw, source, "003"),
        }
        for person_id in ids
    ]


def _address(draw: random.Random) -> str:
    name = f"{draw.choice('abc')}@{draw.choice(DOMAINS + PUBLIC)}"
    return draw.choice((name, name.upper(), f" {name}"))


def _employer(draw: random.Random, people: list[Row], accounts: list[Row]) -> Row:
    person = draw.choice(people)
    account = draw.choice([row for row in accounts if row["source_system"] == person["source_system"]])
    # some begin after the as-of date
    start = AS_OF + timedelta(days=60 - draw.randrange(400))
    return {
        "source_system": person["source_system"],
        "person_id": person["person_id"],
        "account_id": account["account_id"],
        "valid_from": start,
        "valid_to": _maybe(draw, 0.5, start + timedelta(days=draw.randrange(1, 200))),
    }


def _erasure(draw: random.Random, people: list[Row]) -> Row:
    person = draw.choice(people)
    by_address = draw.random() < 0.5 and person["email"]
    return {
        "source_system": "files",
        "person_id": None if by_address else person["person_id"],
        "email": person["email"] if by_address else None,
        "requested_at": _instant(draw),
    }


def _membership(draw: random.Random, accounts: list[Row]) -> Row:
    account = draw.choice(accounts)
    start = AS_OF - timedelta(days=draw.randrange(300))
    return {
        "source_system": account["source_system"],
        "account_id": account["account_id"],
        "tier": draw.choice("123"),
        "valid_from": start,
        "valid_to": _maybe(draw, 0.6, start + timedelta(days=draw.randrange(1, 150))),
    }


def _interactions(draw: random.Random, people: list[Row], accounts: list[Row]) -> list[Row]:
    made: list[Row] = []
    for number in range(70):
        source = draw.choice(SOURCES)
        person = draw.choice([row for row in people if row["source_system"] == source])
        account = draw.choice([row for row in accounts if row["source_system"] == source])
        at = _instant(draw)
        row = {
            "source_system": source,
            "interaction_id": f"i{number}",
            "source_event_id": _maybe(draw, 0.6, f"e{draw.randrange(60)}"),
            "occurred_at": at,
            "type": draw.choice(TYPES),
            "direction": "inbound",
            "person_id": _maybe(draw, 0.4, person["person_id"]),
            "email": _maybe(draw, 0.5, _address(draw)),
            "domain": _maybe(draw, 0.2, f"https://www.{draw.choice(DOMAINS)}/page"),
            "account_id": _maybe(draw, 0.15, account["account_id"]),
            "campaign_id": _maybe(draw, 0.5, draw.choice("mn")),
            "asset_id": _maybe(draw, 0.3, draw.choice(("guide", "blog"))),
            "session_id": _maybe(draw, 0.3, f"s{draw.randrange(8)}"),
            "duration_seconds": _maybe(draw, 0.5, draw.randrange(4000)),
            "user_agent": _maybe(
                draw, 0.2, draw.choice(("Mozilla/5.0", "Some Crawler/2", "Mozilla/5.0 (X11)"))
            ),
            "is_filtered": _maybe(draw, 0.1, True),
            "ingested_at": at + timedelta(hours=draw.randrange(72)),
        }
        made.append(row)
        if draw.random() < 0.2:
            made.append(row | {"interaction_id": f"again{number}", "ingested_at": at})
        if row["email"] and row["campaign_id"] and draw.random() < 0.5:
            delivered = at - timedelta(seconds=draw.choice((0, 1, 2, 3)))
            made.append(
                row
                | {"interaction_id": f"mail{number}", "source_event_id": None, "type": "email_delivered"}
                | {"occurred_at": delivered, "is_filtered": None}
            )
    return made


def _activity(draw: random.Random, number: int, people: list[Row], accounts: list[Row]) -> Row:
    person = draw.choice(people)
    account = draw.choice([row for row in accounts if row["source_system"] == person["source_system"]])
    return {
        "source_system": person["source_system"],
        "activity_id": f"a{number}",
        "occurred_at": START + timedelta(days=draw.randrange(20)),
        "type": draw.choice(("call", "email", "task")),
        "direction": draw.choice(("inbound", "outbound", None)),
        "person_id": _maybe(draw, 0.7, person["person_id"]),
        "account_id": _maybe(draw, 0.5, account["account_id"]),
        "subject": draw.choice(("Hello", "Again")),
        "is_automated": draw.random() < 0.2,
        "is_completed": draw.choice((True, False, None)),
        "ingested_at": START + timedelta(days=30, hours=draw.randrange(9)),
    }


def _advertising(draw: random.Random, number: int, accounts: list[Row]) -> Row:
    account = draw.choice([row for row in accounts if row["source_system"] == "files"])
    return {
        "source_system": "files",
        "day": date(2025, 2, 1) + timedelta(days=number),
        "campaign_id": "m",
        "account_id": _maybe(draw, 0.5, account["account_id"]),
        "domain": _maybe(draw, 0.5, draw.choice(DOMAINS)),
        "impressions": draw.randrange(50),
        "clicks": draw.randrange(3),
        "ingested_at": START,
    }
