"""What happened at the accounts of a company, row by row with what it counts for, from rules.md.

Who and whose a row is says tests/identity_oracle.py. It shares no code with the models.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from tests.compiled import Tables
from tests.identity_oracle import PARIS, Oracle, Record, Row, address

STRONG = ("demo_request", "contact_request", "rfp_request")
SENDS = ("email_sent", "email_delivered", "content_offered", "direct_mail_delivered")
"""What marketing sends: a bounce or an advertisement is none."""
DELIVERIES = ("email_delivered", "content_offered", "direct_mail_delivered")
SALES_OUTBOUND = ("sales_call", "sales_meeting", "sales_email", "sales_message")


def local_day(at: datetime) -> date:
    return at.astimezone(PARIS).date()


def last_instant(on: date) -> datetime:
    """What is told by the day stands at its end."""
    return datetime.combine(on, datetime.max.time(), PARIS).astimezone(UTC)


@dataclass(frozen=True)
class Event:
    """A row that counts: it happened by the as-of date and nobody told it before."""

    id: str
    source: str
    type: str
    direction: str
    at: datetime
    on: date
    person: Record | None
    account: Record | None
    who: object
    """The person, else the address."""
    campaign: str | None
    asset: str | None
    session: str | None
    seconds: float | None
    scroll: float
    count: int
    points: float
    """Base points of its day, for all that the row stands for."""
    quality: str
    weight: float
    """Points x quality x role."""
    is_human: bool
    is_done: bool
    is_activity: bool

    @property
    def is_interaction(self) -> bool:
        return not self.is_activity

    @property
    def is_inbound(self) -> bool:
        return self.direction == "inbound"

    @property
    def is_engagement(self) -> bool:
        if not self.is_human:
            return False
        if self.is_interaction:
            return self.is_inbound and self.points > 0
        if self.type in ("sales_call", "sales_meeting"):
            return self.is_done
        return self.is_inbound

    @property
    def is_response(self) -> bool:
        """K10 and K13 know interactions only."""
        return self.is_engagement and self.is_interaction and self.is_inbound


def page_of(url: str) -> str:
    """The path of a page: no site, query, fragment or last slash, and no capitals."""
    return urlsplit(url).path.rstrip("/").lower()


def latest(rows: Iterable[Row], on: date, **wanted: object) -> Row | None:
    """The row in force on a day."""
    found = [
        row
        for row in rows
        if all(row[name] == value for name, value in wanted.items()) and row["valid_from"] <= on
    ]
    return max(found, key=lambda row: row["valid_from"]) if found else None


class History(Oracle):
    """A company's people, accounts and rows as of a day."""

    @cached_property
    def found(self) -> dict[str, Row]:
        """Rows of all channels by id, in one shape; what has not happened yet is none."""
        rows: dict[str, Row] = {}
        for row in self.tables.get("interactions", []):
            rows[f"{row['source_system']}:{row['interaction_id']}"] = {**row, "is_activity": False}
        for row in self.tables.get("sales_activities", []):
            if row["type"] != "task":
                is_mail = row["type"] in ("email", "message")
                is_reply = is_mail and row["direction"] == "inbound"
                rows[f"{row['source_system']}:activity:{row['activity_id']}"] = {
                    **row,
                    "type": "sales_reply" if is_reply else f"sales_{row['type']}",
                    "direction": row["direction"] or "outbound",
                    "is_activity": True,
                }
        for number, row in enumerate(self.tables.get("ad_engagements", [])):
            for kind, way, n in (
                ("ad_impression", "outbound", row["impressions"]),
                ("ad_click", "inbound", row["clicks"]),
            ):
                if n and (row["account_id"] or row["domain"]):
                    rows[f"{row['source_system']}:{kind}:{number}"] = {
                        **row,
                        "type": kind,
                        "direction": way,
                        "occurred_at": last_instant(row["day"]),
                        "count": n,
                        "is_activity": False,
                    }
        return {name: row for name, row in rows.items() if row["occurred_at"] < self.end}

    @cached_property
    def whose(self) -> dict[str, tuple[Record | None, Record | None]]:
        """Person and account of each row."""
        return {name: self.identified(row)[:2] for name, row in self.found.items()}

    def recipient(self, name: str) -> object:
        return self.whose[name][0] or address(self.found[name].get("email"))

    # rows that were told before

    @cached_property
    def repeated(self) -> set[str]:
        by_event: dict[Any, list[str]] = defaultdict(list)
        for name, row in self.found.items():
            if row.get("source_event_id"):
                by_event[row["source_system"], row["source_event_id"]].append(name)
        gone = self._but_the_first(by_event)
        by_content: dict[Any, list[str]] = defaultdict(list)
        for name, row in self.found.items():
            key = self._content(name, row)
            if key is not None and name not in gone:
                by_content[key].append(name)
        return gone | self._but_the_first(by_content)

    def _but_the_first(self, groups: dict[Any, list[str]]) -> set[str]:
        gone: set[str] = set()
        for names in groups.values():
            ordered = sorted(names, key=lambda name: (self.found[name]["ingested_at"], name))
            gone.update(ordered[1:])
        return gone

    def _content(self, name: str, row: Row) -> object:
        if "count" in row:
            return None
        has_id = bool(row.get("source_event_id"))
        person, account = self.whose[name]
        who = next(
            (
                pair
                for pair in (
                    ("person", person),
                    ("address", address(row.get("email"))),
                    ("domain", None if has_id else self.domain(row)),
                    ("session", row.get("session_id")),
                    ("account", account if row.get("subject") else None),
                )
                if pair[1]
            ),
            None,
        )
        if who is None:
            return None
        second = row["occurred_at"].replace(microsecond=0)
        campaign = row.get("campaign_id") if has_id else None
        mine = (row.get("asset_id"), row.get("subject"), row.get("user_id"), campaign, has_id)
        return who, row["type"], second, mine

    # machines

    def machine(self, name: str, row: Row) -> bool:
        agent = str(row.get("user_agent") or "").lower()
        if row.get("is_filtered") or agent == "mozilla/5.0" or "crawler" in agent:
            return True
        who, campaign = self.recipient(name), row.get("campaign_id")
        if row["type"] != "email_click" or not campaign or not who:
            return False
        return any(
            mail["type"] in ("email_sent", "email_delivered")
            and mail.get("campaign_id") == campaign
            and timedelta(0) <= row["occurred_at"] - mail["occurred_at"] <= timedelta(seconds=2)
            and self.recipient(other) == who
            for other, mail in self.found.items()
        )

    # weights

    def role(self, person: Record | None) -> str | None:
        """The part a person plays, as now: what their own record says, else the next one."""
        members = self._members(person) if person else []
        told = (self.people.rows[one].get("buying_role") for one in members)
        return next((one.lower().replace(" ", "_") for one in told if one), None)

    def _multiplier(self, table: str, on: date, **wanted: object) -> float:
        row = latest(self.tables[table], on, **wanted)
        return float(row["multiplier"]) if row else 1.0

    @cached_property
    def events(self) -> list[Event]:
        return [self._event(name, row) for name, row in self.found.items() if name not in self.repeated]

    @cached_property
    def pages(self) -> dict[str, str]:
        """The content that lives alone on its page."""
        on_page: dict[str, set[str]] = defaultdict(set)
        for one in self.tables.get("content_assets", []):
            if one.get("url"):
                on_page[page_of(one["url"])].add(one["asset_id"])
        return {path: assets.pop() for path, assets in on_page.items() if len(assets) == 1}

    def asset(self, row: Row) -> str | None:
        """What the row names, else what lives on its page."""
        return row.get("asset_id") or self.pages.get(page_of(row.get("url") or ""))

    def _event(self, name: str, row: Row) -> Event:
        person, account = self.whose[name]
        on = local_day(row["occurred_at"])
        is_premium = any(
            one["asset_id"] == self.asset(row) and one["is_premium"]
            for one in self.tables.get("content_assets", [])
        )
        kind = "premium_download" if row["type"] == "content_download" and is_premium else row["type"]
        weight = latest(self.tables["engagement_weights"], on, type=kind)
        quality = weight["quality"] if weight else "none"
        is_human = not self.machine(name, row) and not row.get("is_automated")
        is_done = row.get("is_completed") is not False
        count = row.get("count", 1)
        # whoever writes has written, whatever became of the task; what a type is worth is worth one way only
        has_points = is_human and (is_done or kind == "sales_reply")
        is_its_way = weight and weight["direction"] in ("any", row["direction"])
        points = float(weight["points"]) * count if weight and has_points and is_its_way else 0.0
        role = self.role(person)
        return Event(
            id=name,
            source=row["source_system"],
            type=row["type"],
            direction=row["direction"],
            at=row["occurred_at"],
            on=on,
            person=person,
            account=account,
            who=person or address(row.get("email")),
            campaign=row.get("campaign_id"),
            asset=self.asset(row),
            session=row.get("session_id"),
            seconds=None if row.get("duration_seconds") is None else float(row["duration_seconds"]),
            scroll=float(row.get("scroll_ratio") or 0),
            count=count,
            points=points,
            quality=quality,
            weight=points
            * self._multiplier("quality_weights", on, quality=quality)
            * (self._multiplier("role_weights", on, buying_role=role) if role else 1.0),
            is_human=is_human,
            is_done=is_done,
            is_activity=row["is_activity"],
        )

    @cached_property
    def engagement(self) -> list[Event]:
        """Engagement events of known accounts."""
        return [event for event in self.events if event.is_engagement and event.account]

    # who is there on a day

    @cached_property
    def standing(self) -> list[Record]:
        """Accounts that survive."""
        return sorted(record for record in self.accounts.rows if self.accounts.survivor(record) == record)

    def is_live(self, account: Record, on: date) -> bool:
        row = self.accounts.rows[account]
        created, deleted = row["created_at"], row["deleted_at"]
        return (created is None or local_day(created) <= on) and (deleted is None or local_day(deleted) > on)

    def membership(self, account: Record | None, on: date) -> tuple[str, str | None]:
        """abm, non_abm or unknown, and the tier."""
        if account is None or not self.tables.get("program_accounts"):
            return "unknown", None
        tier = self.tier(account, on)
        if tier == "without":
            return "non_abm", None
        return ("unknown", None) if tier == "unknown" else ("abm", tier)

    @cached_property
    def contacts(self) -> dict[Record, tuple[date, date]]:
        """People with the first day on which they are known and the first on which they are so no more."""
        found: dict[Record, tuple[date, date]] = {}
        for person in {self.people.survivor(record) for record in self.people.rows}:
            members = self._members(person)
            if not members:
                continue
            made = [self.people.rows[member]["created_at"] for member in members]
            first = date.min if None in made else min(local_day(at) for at in made)
            gone = self.people.rows[person]["deleted_at"]
            ends = [*self._erased_on(person), *([local_day(gone)] if gone else [])]
            found[person] = first, min(ends, default=date.max)
        return found

    def _erased_on(self, person: Record) -> list[date]:
        alike, addresses = {person}, self._addresses(person)
        while more := {self.people.survivor(record) for record in self._with_address(addresses)} - alike:
            alike |= more
            addresses = {text for one in alike for text in self._addresses(one)}
        return [
            local_day(row["requested_at"])
            for row in self.tables.get("erasure_requests", [])
            if row["requested_at"] < self.end
            and (
                address(row["email"]) in addresses
                or self.people.meant(row["source_system"], row["person_id"]) in alike
            )
        ]

    def staff(self, account: Record, on: date) -> set[Record]:
        """Live contacts who are of the account on the day: by their employer, else by their own domain."""
        return {
            person
            for person, (first, gone) in self.contacts.items()
            if first <= on < gone and self._works_for(person, on) == account
        }

    def _works_for(self, person: Record, on: date) -> Record | None:
        key = (person, on)
        if key not in self._employers:
            works = self.employer(person, on)
            self._employers[key] = works[0] if works else self.owner_by_person(person, on)[0]
        return self._employers[key]

    @cached_property
    def _employers(self) -> dict[tuple[Record, date], Record | None]:
        return {}


def history(tables: Tables, as_of: date) -> History:
    """Of tables that may be few: what is not given is empty."""
    given = ("accounts", "people", "person_employers", "erasure_requests", "program_accounts")
    return History({**{name: [] for name in given}, **tables}, as_of)
