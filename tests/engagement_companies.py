"""Small companies that engage on the days that decide: 90 and 180 days back, 168 hours, midnight."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

from tests.compiled import Tables
from tests.engagement_stream import page_of
from tests.funnel_companies import catalog
from tests.identity_oracle import PARIS, Row

AS_OF = date(2025, 6, 30)
FIRST = date(2024, 8, 1)
PROGRAMME = date(2024, 6, 2)
"""Some accounts are of the programme, and some deals are made, before anything is on record of anybody."""
CRM = {"source_system": "salesforce"}
ROLES = ("economic_buyer", "champion", "technical_buyer", "user_buyer", "procurement")
COUNTERS = (
    AS_OF,
    date(2025, 6, 29),
    date(2025, 6, 12),
    date(2025, 5, 31),
    date(2025, 5, 4),
    date(2025, 3, 31),
    date(2025, 2, 28),
    date(2024, 12, 31),
)
"""Days from which ages are counted."""
AGES = (0, 0, 1, 2, 5, 9, 14, 29, 30, 31, 45, 60, 75, 88, 89, 90, 91, 120, 178, 179, 180, 181)

Weight = tuple[str, str, str, float, str]
WEIGHTS: tuple[Weight, ...] = (
    ("email_sent", "outbound", "none", 0, "2000-01-01"),
    ("email_delivered", "outbound", "none", 0, "2000-01-01"),
    ("email_bounced", "outbound", "none", 0, "2000-01-01"),
    ("content_offered", "outbound", "none", 0, "2000-01-01"),
    ("direct_mail_delivered", "outbound", "none", 0, "2000-01-01"),
    ("ad_impression", "outbound", "none", 0, "2000-01-01"),
    ("sales_email", "outbound", "none", 0, "2000-01-01"),
    ("sales_message", "outbound", "none", 0, "2000-01-01"),
    ("email_open", "inbound", "standard", 0, "2000-01-01"),
    ("email_open", "inbound", "standard", 1, "2025-04-01"),
    ("email_unsubscribe", "inbound", "none", 0, "2000-01-01"),
    ("page_view", "inbound", "standard", 1, "2000-01-01"),
    ("page_view", "inbound", "standard", 2, "2025-03-31"),
    ("ad_click", "inbound", "standard", 2, "2000-01-01"),
    ("ad_click", "inbound", "high", 2, "2025-04-15"),
    ("email_click", "inbound", "standard", 3, "2000-01-01"),
    ("video_view", "inbound", "standard", 3, "2000-01-01"),
    ("event_registered", "inbound", "standard", 4, "2000-01-01"),
    ("event_registered", "inbound", "none", 0, "2025-05-31"),
    ("content_download", "inbound", "standard", 5, "2000-01-01"),
    ("form_submit", "inbound", "standard", 5, "2000-01-01"),
    ("webinar_attended", "inbound", "standard", 8, "2000-01-01"),
    ("webinar_attended", "inbound", "high", 8, "2025-04-02"),
    ("premium_download", "inbound", "high", 10, "2000-01-01"),
    ("event_attended", "inbound", "high", 12, "2000-01-01"),
    ("contact_request", "inbound", "high", 15, "2000-01-01"),
    ("demo_request", "inbound", "high", 20, "2000-01-01"),
    ("demo_request", "inbound", "high", 30, "2025-05-01"),
    ("rfp_request", "inbound", "high", 25, "2000-01-01"),
    ("sales_reply", "inbound", "high", 6, "2000-01-01"),
    ("sales_call", "any", "high", 8, "2000-01-01"),
    # a call stays an engagement event without any point
    ("sales_call", "any", "high", 0, "2025-06-15"),
    ("sales_meeting", "any", "high", 15, "2000-01-01"),
)
QUALITIES = (("high", 1.5, "2000-01-01"), ("standard", 1, "2000-01-01"), ("none", 0, "2000-01-01"))
CHANGED_QUALITIES = (*QUALITIES, ("high", 2, "2025-04-15"))
ROLE_WEIGHTS = (
    ("economic_buyer", 1.5, "2000-01-01"),
    ("champion", 1.25, "2000-01-01"),
    ("champion", 1.75, "2025-02-01"),
    ("technical_buyer", 1.25, "2000-01-01"),
    ("user_buyer", 1, "2000-01-01"),
    ("procurement", 1, "2000-01-01"),
)
COMMITTEES = (
    *(("1", role, "2000-01-01", None) for role in ROLES[:4]),
    ("1", "procurement", "2000-01-01", "2025-05-31"),
    ("1", "influencer", "2025-06-29", None),
    *(("2", role, "2000-01-01", None) for role in ROLES[:4]),
    # tier 3 has no template before
    *(("3", role, "2025-02-28", None) for role in ROLES[:3]),
)
THRESHOLDS = (
    ("1", 40, "1", "2000-01-01"),
    # a contact request or a meeting alone, or an RFP, is exactly enough
    ("1", 30, "2", "2025-05-01"),
    ("2", 60, "1", "2000-01-01"),
    ("2", 50, "2", "2025-03-01"),
    ("2", 75, "3", "2025-06-20"),
    ("3", 80, "1", "2000-01-01"),
)
ASSETS = (("guide", "bofu", True), ("paper", "mofu", False), ("blog", "tofu", None), ("logo", None, None))
PAGES = {"guide": "/Guide", "paper": "https://www.acme.example/paper", "blog": "/both", "logo": "/both/"}
"""Where content lives, two pieces of it together."""
CHANGES = ((date(2025, 1, 15), "first try"), (date(2025, 4, 10), "new mails"), (date(2025, 7, 5), "later"))
BEFORE_CHANGE = [CHANGES[1][0] - timedelta(days=days) for days in (0, 1, 179, 180, 181)]
OUTBOUND = ("email_sent", "email_delivered", "email_bounced", "content_offered", "direct_mail_delivered")
INBOUND = (
    *("page_view",) * 5,
    *("email_click",) * 3,
    *("content_download",) * 4,
    "email_open",
    "video_view",
    "form_submit",
    "email_unsubscribe",
    "demo_request",
    "demo_request",
    "contact_request",
    "rfp_request",
    "event_registered",
    "event_attended",
    "webinar_attended",
    "unmapped",
)


def companies(seeds: range) -> Tables:
    """All of them in one database: the owner of accounts says which company a row is of."""
    tables: Tables = {**references(), "kpi_catalog": catalog()}
    for seed in seeds:
        for name, rows in company(seed).items():
            tables.setdefault(name, []).extend(rows)
    return tables


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def references(qualities: tuple[tuple[str, float, str], ...] = CHANGED_QUALITIES) -> Tables:
    """What all companies share: weights, committees and thresholds that changed on the way, content."""
    return {
        "engagement_weights": [
            {
                "type": kind,
                "direction": way,
                "quality": quality,
                "points": points,
                "valid_from": day(since),
            }
            for kind, way, quality, points, since in WEIGHTS
        ],
        "quality_weights": [
            {"quality": quality, "multiplier": multiplier, "valid_from": day(since)}
            for quality, multiplier, since in qualities
        ],
        "role_weights": [
            {"buying_role": role, "multiplier": multiplier, "valid_from": day(since)}
            for role, multiplier, since in ROLE_WEIGHTS
        ],
        "buying_committee_template": [
            {"tier": tier, "buying_role": role, "valid_from": day(since), "valid_to": day(until)}
            for tier, role, since, until in COMMITTEES
        ],
        "mqa_thresholds": [
            {
                "tier": tier,
                "threshold": threshold,
                "definition_version": version,
                "valid_from": day(since),
            }
            for tier, threshold, version, since in THRESHOLDS
        ],
        "machine_user_agents": [
            {"pattern": "mozilla/5.0", "matching": "exact", "kind": "privacy_proxy"},
            {"pattern": "crawler", "matching": "contains", "kind": "crawler"},
        ],
        "content_assets": [
            {
                **CRM,
                "asset_id": asset,
                "name": asset,
                "funnel_stage": stage,
                "is_premium": premium,
                "url": PAGES[asset],
            }
            for asset, stage, premium in ASSETS
        ],
        "program_changes": [{**CRM, "changed_on": on, "label": label} for on, label in CHANGES],
        "person_key": [{"inner_pad": "36", "outer_pad": "5c"}],
    }


class Draw(random.Random):
    """Chance, with what companies need of it."""

    def maybe(self, share: float, value: Any) -> Any:
        return value if self.random() < share else None

    def on(self) -> date:
        """A day some decisive age before one from which ages are counted; some lie after the as-of date."""
        if self.random() < 0.05:
            return AS_OF + timedelta(days=self.randrange(1, 9))
        if self.random() < 0.08:
            return self.choice(BEFORE_CHANGE)
        return max(self.choice(COUNTERS) - timedelta(days=self.choice(AGES)), FIRST)

    def at(self) -> datetime:
        """An instant, often within the hours in which Paris and UTC are on different days."""
        at = datetime.combine(self.on(), datetime.min.time(), PARIS).astimezone(UTC)
        return at + timedelta(seconds=self.choice((0, 3600, 7199, 86_399, self.randrange(86_400))))

    def start_of(self, on: date, days: int) -> datetime:
        return datetime.combine(on + timedelta(days=days), datetime.min.time(), PARIS).astimezone(UTC)


def company(seed: int) -> Tables:
    """A company of seven accounts: two may be one, one may be gone, one comes late, one asks once."""
    # of its own chance, so that all else is as it was without money
    draw, money = Draw(seed), Draw(f"money {seed}")
    name = f"c{seed}"
    accounts = _accounts(draw, name)
    ids = [row["account_id"] for row in accounts]
    people = _people(draw, name, ids)
    interactions = _interactions(draw, name, people, ids)
    quiet, asks = _asks_once(draw, name)
    return {
        "accounts": [*accounts, quiet],
        "users": [{**CRM, "user_id": name, "role": "sales", "team": name}],
        "people": people,
        "person_employers": [row for person in people for row in _employers(draw, person, ids)],
        "erasure_requests": _erasures(draw, people),
        "program_accounts": [
            row for account in (*ids, quiet["account_id"]) for row in _memberships(draw, account)
        ],
        "campaigns": _campaigns(draw, name),
        "campaign_members": _members(draw, name, people),
        "interactions": [*interactions, asks],
        "sales_activities": _activities(draw, name, people, ids, interactions),
        "ad_engagements": [row | _spend(money) for row in _advertising(draw, name, ids)],
        "costs": _costs(money, name),
        "program_changes": _changes(draw, name),
        "opportunities": [
            {
                **CRM,
                "opportunity_id": f"{name}o",
                "created_at": draw.start_of(FIRST, draw.choice((-40, 5, 90))),
                "is_closed": False,
                "is_won": False,
                "stage": "qualification",
            }
        ],
    }


def _account(name: str, account: str) -> Row:
    return {
        **CRM,
        "account_id": account,
        "account_name": account,
        "owner_id": name,
        "email_domains": f"{account}.example",
        "created_at": None,
        "deleted_at": None,
        "merged_into_account_id": None,
        "external_ids": None,
    }


def _asks_once(draw: Draw, name: str) -> tuple[Row, Row]:
    """An account whose one request is exactly enough for an MQA of its tier, from the day it is."""
    account = f"{name}a6"
    at = draw.start_of(date(2025, 5, 1), draw.choice((-1, 0, 0, 30, 50)))
    request = {
        **CRM,
        "interaction_id": f"{name}asks",
        "occurred_at": at,
        "type": draw.choice(("contact_request", "rfp_request")),
        "direction": "inbound",
        "account_id": account,
        "ingested_at": at,
    }
    return _account(name, account), request


def _accounts(draw: Draw, name: str) -> list[Row]:
    ids = [f"{name}a{number}" for number in range(6)]
    rows = [_account(name, account) for account in ids]
    rows[0]["created_at"] = draw.maybe(0.3, draw.start_of(FIRST, -300))
    rows[1]["deleted_at"] = draw.maybe(0.3, draw.start_of(AS_OF, draw.choice((1, 2))))
    rows[3]["created_at"] = draw.maybe(0.6, draw.at())
    if draw.random() < 0.6:
        rows[4]["merged_into_account_id"] = ids[draw.choice((0, 2))]
        rows[4]["deleted_at"] = draw.choice((None, draw.start_of(AS_OF, -40), draw.start_of(AS_OF, 3)))
    rows[5]["deleted_at"] = draw.maybe(0.5, draw.at())
    return rows


def _people(draw: Draw, name: str, accounts: list[str]) -> list[Row]:
    ids = [f"{name}p{number}" for number in range(16)]
    rows: list[Row] = []
    for person in ids:
        account = draw.choice((*accounts, *accounts[:3], *accounts[:3]))
        rows.append(
            {
                **CRM,
                "person_id": person,
                "account_id": draw.maybe(0.85, account),
                "email": draw.maybe(0.8, f"{person}@{draw.choice((account, name))}.example"),
                "buying_role": draw.choice((*ROLES, *ROLES[:3], "Economic Buyer", "influencer", None)),
                "company_domain": None,
                "created_at": draw.maybe(0.5, draw.choice((draw.start_of(FIRST, -200), draw.at()))),
                "deleted_at": draw.maybe(0.15, draw.at()),
                "converted_at": None,
                "merged_into_person_id": draw.maybe(0.12, draw.choice(ids[: ids.index(person)] or [None])),
                "external_ids": None,
            }
        )
    return rows


def _employers(draw: Draw, person: Row, accounts: list[str]) -> list[Row]:
    if draw.random() < 0.65:
        return []
    start = FIRST - timedelta(days=draw.choice((0, 100, 300)))
    rows = []
    for _ in range(draw.choice((1, 2, 2, 3))):
        end: date | None = draw.choice(
            (None, *(on + timedelta(days=one) for on in COUNTERS[:6] for one in (0, 1)))
        )
        end = end if end is None or end > start else None
        rows.append(
            {
                **CRM,
                "person_id": person["person_id"],
                "account_id": draw.choice(accounts),
                "valid_from": start,
                "valid_to": end,
            }
        )
        start = (end or draw.choice(COUNTERS)) + timedelta(days=draw.choice((0, 0, 1, 20)))
    unique = {row["valid_from"]: row for row in rows}
    return list(unique.values())


def _erasures(draw: Draw, people: list[Row]) -> list[Row]:
    rows = []
    for person in people:
        if draw.random() < 0.08:
            by_address = person["email"] is not None and draw.random() < 0.5
            rows.append(
                {
                    **CRM,
                    "person_id": None if by_address else person["person_id"],
                    "email": person["email"] if by_address else None,
                    "requested_at": draw.at(),
                }
            )
    return rows


def _memberships(draw: Draw, account: str) -> list[Row]:
    start = draw.choice((PROGRAMME, FIRST, date(2025, 1, 10), date(2025, 5, 31)))
    rows = []
    for _ in range(draw.choice((0, 1, 1, 2, 3))):
        later = start + timedelta(days=draw.choice((30, 90, 200)))
        until = draw.choice((None, None, later, *(one for one in COUNTERS if one > start)))
        rows.append(
            {
                **CRM,
                "account_id": account,
                "tier": draw.choice(("1", "1", "2", "2", "3", "unknown")),
                "valid_from": start,
                "valid_to": until,
            }
        )
        # the next one follows at once, after a gap, or while this one runs
        start = draw.choice((until or start + timedelta(days=60), start + timedelta(days=45)))
        start += timedelta(days=draw.choice((0, 0, 1, 25)))
    unique = {row["valid_from"]: row for row in rows}
    return list(unique.values())


def _campaigns(draw: Draw, name: str) -> list[Row]:
    rows: tuple[tuple[str, str, date | None, date | None], ...] = (
        ("mail", "email", date(2024, 9, 1), None),
        ("spring", "email", date(2025, 1, 1), draw.choice(COUNTERS[:5])),
        ("ads", "ads", date(2024, 9, 1), None),
        ("fair", "event", draw.choice(COUNTERS[1:]), None),
        ("seminar", "webinar", draw.choice((None, *COUNTERS)), None),
        ("summit", "event", AS_OF + timedelta(days=draw.choice((0, 1, 20))), None),
    )
    return [
        {
            **CRM,
            "campaign_id": f"{name}{campaign}",
            "name": campaign,
            "channel": channel,
            "owner_id": name,
            "starts_on": start,
            "ends_on": end,
        }
        for campaign, channel, start, end in rows
    ]


def _members(draw: Draw, name: str, people: list[Row]) -> list[Row]:
    """Who was invited and came, some before they were asked and some of whom nobody asked."""
    rows: dict[tuple[object, ...], Row] = {}
    for _ in range(22):
        campaign = f"{name}{draw.choice(('fair', 'fair', 'seminar', 'seminar', 'summit', 'mail'))}"
        person = draw.choice(people)["person_id"]
        at = draw.at()
        for status in draw.choice(
            (
                ("invited",),
                ("invited", "registered"),
                ("invited", "registered", "attended"),
                ("invited", "attended"),
                ("registered", "attended"),
                ("attended",),
                ("targeted", "invited", "opened"),
                ("responded",),
            )
        ):
            # a fair's members are those of Salesforce, which keeps the last status alone
            source = "salesforce" if campaign.endswith("fair") else "files"
            row = {
                "source_system": source, "campaign_id": campaign, "person_id": person, "status": status,
                "changed_at": at,
            }  # fmt: skip
            rows[campaign, person, status, at] = row
            at += timedelta(days=draw.choice((0, 1, 7, -1)))
    return list(rows.values())


def _interactions(draw: Draw, name: str, people: list[Row], accounts: list[str]) -> list[Row]:
    made: list[Row] = []
    for number in range(80):
        kind = draw.choice(INBOUND if draw.random() < 0.65 else OUTBOUND)
        row = _interaction(draw, name, people, accounts, kind) | {"interaction_id": f"{name}i{number}"}
        if kind == "content_download" and number % 2:
            # as a web site tells it
            row |= {
                "asset_id": None,
                "url": f"https://acme.example{page_of(PAGES[row['asset_id']])}/?n={number}",
            }
        made.append(row)
        made += _what_follows(draw, row, number, name)
        made += _offered_again(draw, row, number, name)
        if draw.random() < 0.12:
            again: Row = {"interaction_id": f"{name}again{number}"}
            if not row["source_event_id"]:
                # the same second
                again["occurred_at"] = row["occurred_at"] + timedelta(milliseconds=300)
            made.append(row | again | {"ingested_at": row["ingested_at"] - timedelta(hours=1)})
    return made + _sessions(draw, name, people)


def _interaction(draw: Draw, name: str, people: list[Row], accounts: list[str], kind: str) -> Row:
    at = draw.at()
    person = draw.choice(people)
    inbound = kind not in OUTBOUND
    known_by = draw.choice(("person", "person", "person", "email", "account", "domain", "nothing"))
    if not inbound:
        known_by = draw.choice(("person", "person", "person", "email", "account"))
    campaign = draw.choice((None, "mail", "mail", "spring", "spring"))
    if kind.startswith("event_") or kind == "webinar_attended":
        campaign = draw.choice((None, "fair", "seminar", "summit"))
    has_asset = kind in ("content_download", "content_offered", "video_view") or draw.random() < 0.4
    return {
        "source_system": "hubspot" if kind in ("email_sent", "email_bounced") else "salesforce",
        "source_event_id": draw.maybe(0.3, f"{name}e{draw.randrange(400)}"),
        "occurred_at": at,
        "type": kind,
        "direction": "inbound" if inbound == (draw.random() < 0.98) else "outbound",
        "person_id": person["person_id"] if known_by == "person" else None,
        "email": person["email"] if known_by == "email" else None,
        "domain": f"{draw.choice(accounts)}.example" if known_by == "domain" else None,
        "account_id": draw.choice(accounts) if known_by == "account" or draw.random() < 0.04 else None,
        "campaign_id": f"{name}{campaign}" if campaign else None,
        "asset_id": draw.choice(ASSETS)[0] if has_asset else None,
        "session_id": None,
        "duration_seconds": None,
        "scroll_ratio": draw.maybe(0.4, draw.choice((0.2, 0.5, 0.49, 1))) if inbound else None,
        "user_agent": draw.maybe(0.12, draw.choice(("Mozilla/5.0", "A Crawler/2", "Mozilla/5.0 (X11)")))
        if inbound
        else None,
        "is_filtered": draw.maybe(0.03, inbound),
        # some land late, some before the as-of date and some after it
        "ingested_at": at + timedelta(hours=draw.choice((0, 1, 30, 500))),
    }


def _what_follows(draw: Draw, row: Row, number: int, name: str) -> list[Row]:
    """Bounces, answers and scanners' clicks after a send; consumption at the offer's instant or around it."""
    at = row["occurred_at"]
    later = at + draw.choice(
        (
            timedelta(0),
            timedelta(seconds=2),
            timedelta(seconds=3),
            timedelta(hours=168),
            timedelta(hours=168, seconds=1),
            timedelta(days=10),
            timedelta(days=40),
            timedelta(days=-1),
        )
    )
    follow = row | {
        "interaction_id": f"{name}after{number}",
        "source_event_id": None,
        "occurred_at": later,
        "direction": "inbound",
        "ingested_at": later,
    }
    if row["type"] == "email_sent" and draw.random() < 0.3:
        return [follow | {"type": "email_bounced", "direction": "outbound"}]
    if row["type"] in ("email_sent", "email_delivered") and draw.random() < 0.7:
        return [
            follow
            | {
                "source_system": "salesforce",
                "type": draw.choice(("email_click", "demo_request", "form_submit")),
            }
        ]
    if row["type"] == "content_offered" and draw.random() < 0.7:
        return [
            follow
            | {
                "type": draw.choice(("content_download", "page_view", "video_view")),
                "scroll_ratio": draw.choice((None, 0.5, 0.8, 0.3)),
            }
        ]
    return []


def _offered_again(draw: Draw, row: Row, number: int, name: str) -> list[Row]:
    """The same content to the same person by another campaign or by none, that day, soon, or long after."""
    if row["type"] != "content_offered" or draw.random() < 0.5:
        return []
    at = row["occurred_at"] + timedelta(days=draw.choice((0, 1, 20, 89, 120)), hours=1)
    again = {
        "interaction_id": f"{name}offered{number}",
        "source_event_id": None,
        "occurred_at": at,
        "campaign_id": draw.choice((None, f"{name}mail", f"{name}spring")),
        "ingested_at": at,
    }
    return [row | again]


def _sessions(draw: Draw, name: str, people: list[Row]) -> list[Row]:
    """Visits of one to four pages, some beyond half an hour, some by nobody known or by a machine."""
    rows = []
    for number in range(12):
        # the first one is measured, so that all of its source are; HubSpot gives no durations
        on = draw.on() if number else FIRST
        source = "hubspot" if number and draw.random() < 0.2 else "salesforce"
        at = datetime.combine(on, datetime.min.time(), PARIS).astimezone(UTC) + timedelta(hours=9)
        person = draw.choice((*people, None))
        agent = draw.maybe(0.1 if number else 0, "Mozilla/5.0")
        for page in range(draw.choice((1, 1, 2, 4))):
            rows.append(
                {
                    "source_system": source,
                    "interaction_id": f"{name}s{number}p{page}",
                    "occurred_at": at + timedelta(minutes=page),
                    "type": "page_view",
                    "direction": "inbound",
                    # the first page of some is looked at before they say who they are
                    "person_id": person["person_id"] if person and (page or draw.random() < 0.7) else None,
                    "asset_id": draw.choice(("blog", "paper", None)),
                    "session_id": f"{name}s{number}",
                    "duration_seconds": _seconds(draw, source) if number else 30,
                    "scroll_ratio": draw.choice((None, 0.5, 1)),
                    "user_agent": agent,
                    "ingested_at": at,
                }
            )
    return rows


def _seconds(draw: Draw, source: str) -> float | None:
    return None if source == "hubspot" else draw.choice((None, 0, 30, 120, 900, 1799.5, 5400))


def _activities(
    draw: Draw, name: str, people: list[Row], accounts: list[str], interactions: list[Row]
) -> list[Row]:
    """What sales did; some of it exactly 168 hours before a request, or a second more or less."""
    requests = [row for row in interactions if row["type"].endswith("_request")]
    rows: list[Row] = []
    for number in range(26):
        at = draw.at()
        person = draw.choice(people)["person_id"]
        account = draw.maybe(0.3, draw.choice(accounts))
        if requests and draw.random() < 0.3:
            request = draw.choice(requests)
            at = request["occurred_at"] - timedelta(hours=168, seconds=draw.choice((-1, 0, 0, 1, -100_000)))
            person, account = request["person_id"], request["account_id"]
        kind = draw.choice(("call", "call", "meeting", "email", "message", "task"))
        row = {
            **CRM,
            "activity_id": f"{name}v{number}",
            "occurred_at": at,
            "type": kind,
            "direction": draw.choice(("inbound", "outbound", "outbound", None)),
            "user_id": draw.choice((name, None)),
            "person_id": person if draw.random() < 0.85 else None,
            "account_id": account,
            "subject": draw.choice(("Hello", None)),
            "is_automated": draw.choice((None, False, False, True)),
            "is_completed": draw.choice((None, True, True, False)),
            "ingested_at": at + timedelta(hours=draw.randrange(9)),
        }
        rows.append(row)
        if draw.random() < 0.1:
            rows.append(row | {"activity_id": f"{name}w{number}"})
    return rows


def _changes(draw: Draw, name: str) -> list[Row]:
    """Of one campaign alone, before or after the last one of the whole programme."""
    on = draw.maybe(0.5, draw.choice((date(2025, 2, 20), date(2025, 4, 10), date(2025, 5, 10))))
    return [{**CRM, "changed_on": on, "label": name, "campaign_id": f"{name}spring"}] if on else []


def _advertising(draw: Draw, name: str, accounts: list[str]) -> list[Row]:
    rows = {}
    for _ in range(5):
        on = draw.on()
        rows[on] = {
            **CRM,
            "day": on,
            "campaign_id": f"{name}ads",
            "account_id": (account := draw.maybe(0.6, draw.choice(accounts))),
            "domain": None if account else f"{draw.choice(accounts)}.example",
            "impressions": draw.randrange(50),
            "clicks": draw.choice((0, 1, 3)),
            "ingested_at": draw.start_of(on, 2),
        }
    return list(rows.values())


def _spend(draw: Draw) -> Row:
    """What a day of advertising cost, in dollars where no rate is on record, or nothing."""
    return {
        "spend": draw.choice((None, 0, 40, 55)),
        "currency": draw.choice(("EUR", "EUR", "EUR", "USD")),
    }


def _costs(draw: Draw, name: str) -> list[Row]:
    """Within a month or over its end, some for advertising that the platform tells; not of every campaign."""
    rows = []
    for number in range(9):
        start = draw.choice(COUNTERS) - timedelta(days=draw.choice((0, 1, 15, 40)))
        rows.append(
            {
                **CRM,
                "cost_id": f"{name}k{number}",
                "period_from": start,
                "period_to": start + timedelta(days=draw.choice((1, 10, 31))),
                "category": draw.choice(("advertising", "content")),
                "campaign_id": f"{name}{draw.choice(('mail', 'mail', 'ads', 'ads', 'fair'))}",
                "amount": draw.choice((100, 99.99, 1000)),
                "currency": draw.choice(("EUR", "EUR", "EUR", "EUR", "USD")),
            }
        )
    return rows
