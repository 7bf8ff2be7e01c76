"""Evidence of engagement KPIs in plain Python, from rules.md: slow, one short function a KPI.

It shares no code with the models. Where rules.md leaves a choice, the function says which it takes.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from tests.compiled import Tables
from tests.engagement_stream import DELIVERIES, SALES_OUTBOUND, Event, history, latest, local_day
from tests.identity_oracle import PARIS, Record

Evidence = tuple[Any, ...]
"""As kpi_evidence has it: kpi_id, entity_id, anchor_date, abm, parts, duration, outcome, reason, seen_on."""

HALF_LIFE, WINDOW, SCORE_WINDOW = 30, 90, 180
RECENT_WEEKS, RECENT_DAYS = 91, 35
COVERED = 0.6
LOGISTIC_SCALE = 50
EPISODE = COOLDOWN = 90


def observed(tables: Tables, as_of: date) -> dict[date, str]:
    """Days on which accounts are looked at, and the coarsest cadence that looks."""
    first = min(
        local_day(row[column])
        for name, column in (("opportunities", "created_at"), ("interactions", "occurred_at"))
        for row in tables.get(name, [])
    )
    days = {as_of: "month"}
    on = first
    while on < as_of:
        if (on + timedelta(days=1)).day == 1:
            days[on] = "month"
        on += timedelta(days=1)
    recent = [as_of - timedelta(days=age) for age in range(RECENT_WEEKS)]
    for on in recent:
        if on.isoweekday() == 7:
            days.setdefault(on, "week")
    for on in recent[:RECENT_DAYS]:
        days.setdefault(on, "day")
    return days


@dataclass(frozen=True)
class Known:
    """Since when anything is on record; before it nobody knows that there was nothing (0054)."""

    people: date
    touches: date
    inbound: date
    events: date


def known(companies: Iterable[Engagement]) -> Known:
    """What is on record of anybody."""
    events = [(one, event) for one in companies for event in one.history.events]

    def first(days: Iterable[date]) -> date:
        return min(days, default=date.max)

    return Known(
        people=first(came for one in companies for came, _ in one.history.contacts.values()),
        touches=first(event.on for one, event in events if event.person and one.is_touch(event)),
        inbound=first(
            event.on for _, event in events if event.person and event.is_engagement and event.is_inbound
        ),
        events=first(event.on for _, event in events if event.is_engagement and event.account),
    )


def decay(age: int) -> float:
    return float(0.5 ** (age / HALF_LIFE))


class Engagement:
    """A company as of a day; what it says of an earlier day is as if that day were the last."""

    def __init__(self, tables: Tables, as_of: date) -> None:
        self.tables = tables
        self.as_of = as_of
        self.history = history(tables, as_of)

    @cached_property
    def known(self) -> Known:
        """Of a company alone; of several in one database it is that of all of them."""
        return known([self])

    # what all KPIs of an account need

    def name(self, account: Record | None) -> str | None:
        return None if account is None else self.history.accounts.published(account)

    def abm(self, account: Record | None, on: date) -> str:
        return self.history.membership(account, on)[0]

    def live(self, on: date) -> list[Record]:
        return [account for account in self.history.standing if self.history.is_live(account, on)]

    @cached_property
    def by_account(self) -> dict[Record, list[Event]]:
        found: dict[Record, list[Event]] = defaultdict(list)
        for event in self.history.engagement:
            assert event.account
            found[event.account].append(event)
        return found

    def recent(self, account: Record, on: date, days: int = WINDOW) -> list[Event]:
        """Engagement events of the account in the last days, the day itself included."""
        return [event for event in self.by_account.get(account, []) if 0 <= (on - event.on).days < days]

    def of_account(self, kpi: str, account: Record, on: date, above: float, below: float) -> Evidence:
        """The evidence of a snapshot."""
        return kpi, self.name(account), on, self.abm(account, on), above, below, None, None, None, on

    def is_gone(self, account: Record) -> bool:
        """Deleted by the as-of date: who worked there, and what happened there, leads nowhere any more."""
        deleted = self.history.accounts.rows[account]["deleted_at"]
        return deleted is not None and deleted < self.history.end

    def unknown(self, on: date, *needed: date) -> str | None:
        """Why what is needed of interactions is not known on a day."""
        return "no_interactions" if any(on < begins for begins in needed) else None

    def unknown_people(self, on: date) -> str | None:
        return "no_people" if on < self.known.people else None

    def told(self, account: Record, line: Evidence, *reasons: str | None) -> Evidence:
        """It counts, or is left out by the name of the first reason."""
        gone = "account_deleted_since" if self.is_gone(account) else None
        return (*line[:8], next((reason for reason in (gone, *reasons) if reason), None), line[9])

    def of_engagement(self, kpi: str, account: Record, on: date, above: float, below: float) -> Evidence:
        """What is not known before the first engagement event of anybody."""
        line = self.of_account(kpi, account, on, above, below)
        return self.told(account, line, self.unknown(on, self.known.events))

    # coverage

    def required(self, account: Record, on: date) -> set[str]:
        """Roles that the committee of the account's tier needs."""
        tier = self.history.membership(account, on)[1]
        return {
            row["buying_role"]
            for row in self.tables["buying_committee_template"]
            if row["tier"] == tier and row["valid_from"] <= on < (row["valid_to"] or date.max)
        }

    def roles(self, account: Record, on: date, counts: Callable[[Record], bool]) -> int:
        """Required roles that a live contact of the account fills who counts."""
        people = {person for person in self.history.staff(account, on) if counts(person)}
        return len({self.history.role(person) for person in people} & self.required(account, on))

    @cached_property
    def of_person(self) -> dict[Record, list[Event]]:
        """All that happened to a person or was done by them, at whichever account."""
        found: dict[Record, list[Event]] = defaultdict(list)
        for event in self.history.events:
            if event.person:
                found[event.person].append(event)
        return found

    def is_touched(self, person: Record, on: date) -> bool:
        return any(
            self.is_touch(event) for event in self.of_person[person] if 0 <= (on - event.on).days < WINDOW
        )

    def is_touch(self, event: Event) -> bool:
        if event.type in DELIVERIES or event.is_engagement:
            return True
        if event.type in SALES_OUTBOUND:
            return event.direction == "outbound" and event.is_done
        return event.type == "email_sent" and self._stands_for_delivery(event)

    def _stands_for_delivery(self, send: Event) -> bool:
        """A send without bounce, where the source tells of no delivery at all."""
        events = self.history.events
        if any(event.type == "email_delivered" and event.source == send.source for event in events):
            return False
        return send.id not in self.bounced

    @cached_property
    def bounced(self) -> set[str]:
        """Sends that a bounce cancels: the last one before it, of its source, person and campaign.

        A bounce that names no campaign is of the person's last send, of whatever campaign.
        """

        def place(event: Event) -> tuple[Any, ...]:
            return event.at, event.type != "email_sent", event.id

        last: dict[Any, str] = {}
        found = set()
        for event in sorted(self.history.events, key=place):
            of_campaign = event.source, event.person, event.campaign
            of_any = event.source, event.person
            if event.type == "email_sent":
                last[of_campaign] = last[of_any] = event.id
            elif event.type == "email_bounced":
                found.add(last.get(of_campaign if event.campaign else of_any, ""))
        return found

    def is_engaged(self, person: Record, on: date) -> bool:
        return any(
            event.is_engagement and event.is_inbound
            for event in self.of_person[person]
            if 0 <= (on - event.on).days < WINDOW
        )

    def without_coverage(self, account: Record, on: date) -> str | None:
        """Why an account of the programme is left out, by name."""
        if self.is_gone(account):
            return "account_deleted_since"
        return None if self.required(account, on) else "no_committee"

    def covered(
        self, kpis: Iterable[str], account: Record, on: date, roles: int, needed: date = date.min
    ) -> Iterator[Evidence]:
        """Only the programme needs committees."""
        if self.abm(account, on) != "abm":
            return
        reason, required = self.without_coverage(account, on), len(self.required(account, on))
        why = self.unknown_people(on), self.unknown(on, needed)
        for kpi in kpis:
            if reason:
                yield kpi, self.name(account), on, "abm", None, None, None, None, reason, on
                continue
            above, below = float(roles), required
            if kpi == "K2b":
                above, below = int(roles / required >= COVERED), 1
            elif kpi == "K2c":
                above, below = round(roles / required, 6), 1
            yield self.told(account, self.of_account(kpi, account, on, above, below), *why)

    def k1(self, account: Record, on: date) -> Iterator[Evidence]:
        yield from self.covered(["K1"], account, on, self.roles(account, on, lambda person: True))

    def k2(self, account: Record, on: date) -> Iterator[Evidence]:
        touched = self.roles(account, on, lambda person: self.is_touched(person, on))
        yield from self.covered(["K2", "K2b", "K2c"], account, on, touched, self.known.touches)

    def k3(self, account: Record, on: date) -> Iterator[Evidence]:
        engaged = self.roles(account, on, lambda person: self.is_engaged(person, on))
        yield from self.covered(["K3"], account, on, engaged, self.known.inbound)

    # interactions

    def k4a(self, account: Record, on: date) -> Iterator[Evidence]:
        n_events = sum(event.count for event in self.recent(account, on))
        line = self.of_engagement("K4a", account, on, n_events, len(self.history.staff(account, on)))
        yield self.told(account, line, self.unknown_people(on), line[8])

    def k4b(self, account: Record, on: date) -> Iterator[Evidence]:
        """Events keep counting when their people leave; whose record is made later still is nobody."""
        known = [event for event in self.recent(account, on) if event.person in self.history.contacts]
        engaged = {event.person for event in known if event.person}
        n_people = sum(on < self.history.contacts[person][1] for person in engaged)
        line = self.of_engagement("K4b", account, on, sum(event.count for event in known), n_people)
        yield self.told(account, line, self.unknown_people(on), line[8])

    # score

    def score(self, account: Record, on: date) -> float:
        return math.fsum(
            event.weight * decay((on - event.on).days) for event in self.recent(account, on, SCORE_WINDOW)
        )

    def k8(self, account: Record, on: date) -> Iterator[Evidence]:
        yield self.of_engagement("K8", account, on, round(self.score(account, on), 6), 1)

    def k9b(self, account: Record, on: date) -> Iterator[Evidence]:
        share = 100 * (1 - math.exp(-self.score(account, on) / LOGISTIC_SCALE))
        yield self.of_engagement("K9b", account, on, round(share, 6), 1)

    # quality

    def k14(self, account: Record, on: date) -> Iterator[Evidence]:
        recent = self.recent(account, on)
        for kpi, weigh in (("K14a", lambda age: 1.0), ("K14b", decay)):
            every = [
                (event.quality == "high", event.weight * weigh((on - event.on).days)) for event in recent
            ]
            high = math.fsum(points for is_high, points in every if is_high)
            below = math.fsum(points for _, points in every)
            yield self.of_engagement(kpi, account, on, round(high, 6), round(below, 6))

    def k15(self, account: Record, on: date) -> Iterator[Evidence]:
        n_high = sum(event.count for event in self.recent(account, on) if event.quality == "high")
        yield self.of_engagement("K15", account, on, n_high, 1)

    def of_accounts(self, days: dict[date, str]) -> Iterator[Evidence]:
        """Evidence of all KPIs of an account but K9, which compares accounts."""
        for on, cadence in days.items():
            kpis = [self.k8, self.k9b]
            if cadence in ("month", "week"):
                kpis += [self.k1, self.k2, self.k3]
            if cadence == "month":
                kpis += [self.k4a, self.k4b, self.k14, self.k15]
            for account in self.live(on):
                for kpi in kpis:
                    yield from kpi(account, on)

    # MQA by score

    def meets_threshold(self, account: Record, on: date) -> bool:
        """Live and in the programme that day, and at the threshold that its tier has that day."""
        tier = self.history.membership(account, on)[1]
        row = latest(self.tables["mqa_thresholds"], on, tier=tier) if tier else None
        if not self.history.is_live(account, on):
            return False
        return row is not None and round(self.score(account, on), 9) >= row["threshold"]

    def reached_at(self, account: Record, on: date) -> datetime:
        """The event with which the account is at the threshold; without one of that day, the day's start."""
        row = latest(self.tables["mqa_thresholds"], on, tier=self.history.membership(account, on)[1])
        assert row
        of_day = [event for event in self.recent(account, on) if event.on == on]
        points = self.score(account, on) - math.fsum(event.weight for event in of_day)
        at = datetime.combine(on, time(), PARIS).astimezone(UTC)
        for event in sorted(of_day, key=lambda event: (event.at, event.id)):
            if round(points, 9) >= row["threshold"]:
                break
            points, at = points + event.weight, event.at
        return at

    def crossings(self) -> Iterator[tuple[str, date, datetime]]:
        """Accounts and the days and instants at which they reach the threshold."""
        for account, events in sorted(self.by_account.items()):
            on, met = min(event.on for event in events), False
            while on <= self.as_of:
                before, met = met, self.meets_threshold(account, on)
                if met and not before:
                    yield str(self.name(account)), on, self.reached_at(account, on)
                on += timedelta(days=1)

    def episodes(self) -> Iterator[tuple[str, datetime]]:
        """Ids and begins of the MQA episodes that crossings open, where nobody tells of anything else."""
        ends: dict[str, date] = {}
        for account, on, at in self.crossings():
            if account not in ends or on >= ends[account] + timedelta(days=COOLDOWN):
                ends[account] = on + timedelta(days=EPISODE)
                yield f"{account}:mqa:{on}", at


def k9(companies: Iterable[Engagement], on: date) -> Iterator[Evidence]:
    """The rank of each live account of the programme among all of them, whoever owns it.

    Who was deleted since is not known to score less than others (0054).
    """
    scores = [
        (company, account, round(company.score(account, on), 9))
        for company in companies
        for account in company.live(on)
        if company.abm(account, on) == "abm"
    ]
    for company, account, score in scores:
        others = [other for one, whose, other in scores if not one.is_gone(whose)]
        lower = sum(other < score for other in others)
        rank = lower / (len(others) - 1) if len(others) > 1 and not company.is_gone(account) else 0
        yield company.of_engagement("K9", account, on, round(rank, 6), 1)
