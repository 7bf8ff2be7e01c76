"""Evidence of content, events and velocity (K5-K7, K10-K13) in plain Python, from rules.md.

Slow, one short function a KPI; it shares no code with the models. Each line comes with its account; what is
of no known account has none, and its membership is unknown.
"""

from __future__ import annotations

import math
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from tests.engagement_oracle import WINDOW, Engagement, Evidence
from tests.engagement_stream import DELIVERIES, SENDS, STRONG, Event, local_day
from tests.identity_oracle import Record

Line = tuple[Record | None, Evidence]
Pair = tuple[Any, Any]

CAP = 1800
CONSUMED = 0.5
STAGES = {"tofu": 1, "mofu": 2, "bofu": 3}
EVENT_CHANNELS = ("event", "webinar")
ATTENDED = ("event_attended", "webinar_attended")
SPONTANEOUS = timedelta(hours=168)
BEFORE_CHANGE = 180
PROSPECTED = ("sales_call", "sales_email", "sales_message")


def year_before(on: date) -> date:
    """First of the twelve months that end with the day."""
    following = on + timedelta(days=1)
    last = 28 if (following.month, following.day) == (2, 29) else following.day
    return following.replace(year=following.year - 1, day=last)


def so_far(one: Engagement, on: date) -> list[Event]:
    """What had happened by the day, in order."""
    return sorted(
        (event for event in one.history.events if event.on <= on), key=lambda event: (event.at, event.id)
    )


@dataclass(frozen=True)
class Subject:
    """What a line is about, and why it is left out."""

    kpi: str
    what: object
    account: Record | None
    anchor: date
    reason: str | None = None


def part(one: Engagement, on: date, of: Subject, above: float, below: float | None) -> Line:
    abm = one.abm(of.account, of.anchor)
    return of.account, (of.kpi, of.what, of.anchor, abm, above, below, None, None, of.reason, on)


def lapse(one: Engagement, on: date, of: Subject, end: date | None, until: date) -> Line:
    """Days to the event, where there was one by the last day on which it could have been."""
    abm = one.abm(of.account, of.anchor)
    days, outcome = ((end or until) - of.anchor).days, "event" if end else "censored"
    followed = (None, None) if of.reason else (days, outcome)
    return of.account, (of.kpi, of.what, of.anchor, abm, None, None, *followed, of.reason, on)


# sessions


def k5(one: Engagement, on: date) -> Iterator[Line]:
    """Whose a session is says its first row that knows its person, else its account."""
    sessions: dict[Pair, list[Event]] = defaultdict(list)
    measured: dict[str, date] = {}
    for event in so_far(one, on):
        if event.session and event.is_human:
            sessions[event.source, event.session].append(event)
            if event.seconds is not None:
                measured.setdefault(event.source, event.on)
    for (source, session), events in sessions.items():
        owner = min(events, key=lambda event: (not event.person, not event.account, event.at, event.id))
        seconds = min(sum(event.seconds or 0 for event in events), CAP)
        # before its source gave any duration, nobody knows (0069)
        reason = None if source in measured and measured[source] <= events[0].on else "no_duration"
        for kpi, below in (("K5", 1), ("K5b", None)):
            yield part(one, on, Subject(kpi, session, owner.account, events[0].on, reason), seconds, below)


# content


def is_consumption(event: Event) -> bool:
    is_reading = event.type == "content_download" or event.scroll >= CONSUMED
    return is_reading and event.is_inbound and event.is_human


def is_offer(event: Event) -> bool:
    """Content offered, or named by a mail or parcel that was delivered (0046)."""
    return event.type in DELIVERIES and event.direction == "outbound" and event.is_human


def k6(one: Engagement, on: date) -> Iterator[Line]:
    """A pair of each campaign is anchored at its first offer of the window, and consumed from then on.

    Several offers of a pair on a day are one, from the first of them on, of a campaign that one names.
    """
    for pair, by_day in offers_of_window(one, on).items():
        seen = set()
        for offers in by_day:
            offer = next((event for event in offers if event.campaign), offers[0])
            if offer.campaign not in seen:
                seen.add(offer.campaign)
                consumed = is_consumed(one, on, pair, offers[0].at)
                yield part(one, on, Subject("K6", pair, offer.account, offer.on), int(consumed), 1)


def offers_of_window(one: Engagement, on: date) -> dict[Pair, list[list[Event]]]:
    """What was offered in the 90 days, by person and content, and by day."""
    found: dict[Pair, dict[date, list[Event]]] = defaultdict(lambda: defaultdict(list))
    for event in so_far(one, on):
        if is_offer(event) and event.person and event.asset and (on - event.on).days < WINDOW:
            found[event.person, event.asset][event.on].append(event)
    return {pair: list(by_day.values()) for pair, by_day in found.items()}


def is_consumed(one: Engagement, on: date, pair: Pair, since: datetime) -> bool:
    return any(
        is_consumption(event) and (event.person, event.asset) == pair and event.at >= since
        for event in so_far(one, on)
    )


def k6_in_all(one: Engagement, on: date) -> tuple[int, int]:
    """Pairs offered in the 90 days, and those consumed at or after their first offer in them."""
    offered = offers_of_window(one, on)
    consumed = sum(is_consumed(one, on, pair, by_day[0][0].at) for pair, by_day in offered.items())
    return consumed, len(offered)


# events that people are invited to


def begins(one: Engagement) -> dict[str, date | None]:
    """Events and the day on which they begin."""
    rows = one.tables.get("campaigns", [])
    return {row["campaign_id"]: row["starts_on"] for row in rows if row["channel"] in EVENT_CHANNELS}


def firsts(one: Engagement, on: date, status: str, types: tuple[str, ...]) -> dict[Pair, Subject]:
    """The first day of a status at an event: a campaign member's, or by what they did.

    Of rows of one day the first that knows the account says whose it is. A registration that its source
    keeps only until the next status (Salesforce) tells nothing; one that is kept goes before it (0069).
    """
    found: dict[Pair, list[tuple[bool, date, bool, str, Record | None]]] = defaultdict(list)
    for row in one.tables.get("campaign_members", []):
        day, person = (
            local_day(row["changed_at"]),
            one.history.person_meant(row["source_system"], row["person_id"]),
        )
        if row["status"] == status and person and day <= on:
            account = account_of(one, person, day)
            is_lost = status == "registered" and row["source_system"] == "salesforce"
            found[person, row["campaign_id"]].append(
                (is_lost, day, account is None, row["source_system"], account)
            )
    for event in so_far(one, on):
        if event.type in types and event.is_human and event.is_inbound and event.person:
            account = event.account
            found[event.person, event.campaign].append(
                (False, event.on, account is None, event.source, account)
            )
    return {
        pair: Subject(
            status, pair, min(rows)[4], min(rows)[1], "registration_overwritten" if min(rows)[0] else None
        )
        for pair, rows in found.items()
        if pair[1] in begins(one)
    }


def account_of(one: Engagement, person: Record, on: date) -> Record | None:
    """Whose what the person does that day would be."""
    at = datetime.combine(on, datetime.min.time(), one.history.end.tzinfo) + timedelta(hours=12)
    return one.history.identified({"source_system": person[0], "person_id": person[1], "occurred_at": at})[1]


def k7(one: Engagement, on: date) -> Iterator[Line]:
    """Anchored at the first invitation (K7), registration (K7b), attendance (K7c).

    Who came uninvited counts for K7c, who came and was invited counts 0.
    """
    invited = firsts(one, on, "invited", ())
    registered = firsts(one, on, "registered", ("event_registered",))
    attended = firsts(one, on, "attended", ATTENDED)
    for kpi, asked in (("K7", invited), ("K7b", registered), ("K7c", attended)):
        for pair, first in asked.items():
            start = begins(one)[pair[1]]
            reason = "event_to_come" if start and start > on else first.reason
            subject = Subject(kpi, pair, first.account, first.anchor, reason)
            if kpi == "K7c":
                yield part(one, on, subject, int(pair not in invited), None)
            else:
                yield part(one, on, subject, int(pair in attended), 1)


# answers to campaigns


def is_send(event: Event) -> bool:
    return event.type in SENDS and event.direction == "outbound"


def answers(one: Engagement, on: date) -> Iterator[tuple[Pair, date, date | None, date]]:
    """Campaign and account, the day of the first send, of the first answer, and the last day that counts."""
    ends = {row["campaign_id"]: row["ends_on"] for row in one.tables.get("campaigns", [])}
    events = [event for event in so_far(one, on) if event.campaign and event.account]
    sends: dict[Pair, Event] = {}
    for event in events:
        if is_send(event):
            sends.setdefault((event.campaign, event.account), event)
    for pair, send in sends.items():
        until = min(ends.get(pair[0]) or on, on)
        later = [
            event.on
            for event in events
            if event.is_response
            and (event.campaign, event.account) == pair
            and event.at >= send.at
            and event.on <= until
        ]
        yield pair, send.on, min(later, default=None), until


def k10(one: Engagement, on: date) -> Iterator[Line]:
    """What is first sent after the campaign's last day is left out by name (0047)."""
    for pair, start, end, until in answers(one, on):
        reason = "sent_after_the_end" if start > until else None
        yield lapse(one, on, Subject("K10", pair, pair[1], start, reason), end, until)


def change_by(one: Engagement, on: date, campaign: str) -> date | None:
    """The last change by the day of the whole programme or of the campaign (0047)."""
    days = [
        row["changed_on"]
        for row in one.tables.get("program_changes", [])
        if row.get("campaign_id") in (None, campaign)
    ]
    return max((changed for changed in days if changed <= on), default=None)


def k11(one: Engagement, on: date) -> Iterator[tuple[str, int, bool]]:
    """Before or after the change, days, and whether it was answered; sends of other days do not count."""
    for pair, start, end, until in answers(one, on):
        changed = change_by(one, on, pair[0])
        if changed and start <= until and start >= changed - timedelta(days=BEFORE_CHANGE):
            yield "after" if start >= changed else "before", ((end or until) - start).days, end is not None


# the way through content


def stages(one: Engagement, on: date) -> dict[Record, list[tuple[datetime, date, int]]]:
    """Instants, days and funnel stages of the content that an account consumed, in order."""
    of_asset = {row["asset_id"]: row["funnel_stage"] for row in one.tables.get("content_assets", [])}
    found: dict[Record, list[tuple[datetime, date, int]]] = defaultdict(list)
    for event in so_far(one, on):
        stage = of_asset.get(event.asset)
        if is_consumption(event) and event.account and stage:
            found[event.account].append((event.at, event.on, STAGES[stage]))
    return found


def k12(one: Engagement, on: date) -> Iterator[Line]:
    """A rise is a stage above all that the account consumed before in the 90 days; the first is none (0048).

    Of live accounts, as all that is an account's on a day; of those deleted since nobody knows (0054).
    """
    found = stages(one, on)
    for account in one.live(on):
        recent = [step for step in found.get(account, []) if (on - step[1]).days < WINDOW]
        weeks = {day - timedelta(days=day.weekday()) for _, day, _ in recent}
        highest: dict[datetime, int] = {}
        for at, _, stage in recent:
            highest[at] = max(stage, highest.get(at, 0))
        rises = sum(
            any(other < at for other in highest)
            and stage > max(lower for other, lower in highest.items() if other < at)
            for at, stage in highest.items()
        )
        reason = None if weeks else "no_content"
        if one.is_gone(account):
            reason = "account_deleted_since"
        yield part(one, on, Subject("K12", account, account, on, reason), rises, len(weeks))


def k12b(one: Engagement, on: date) -> Iterator[Line]:
    """From the first content of the top; who read of the bottom before is left out by name (0048)."""
    for account, steps in stages(one, on).items():
        tops = [step[:2] for step in steps if step[2] == STAGES["tofu"]]
        bottoms = [step[:2] for step in steps if step[2] == STAGES["bofu"]]
        if tops:
            reason = "began_at_bofu" if bottoms and bottoms[0] < tops[0] else None
            subject = Subject("K12b", account, account, tops[0][1], reason)
            yield lapse(one, on, subject, bottoms[0][1] if bottoms else None, on)


# requests that nobody asked for


def k13(one: Engagement, on: date) -> Iterator[Line]:
    """Requests of known accounts; those that something went out before within 168 hours are left out."""
    events = [event for event in so_far(one, on) if event.account]
    for request in events:
        if request.type in STRONG and request.is_response:
            asked = any(
                is_approach(event)
                and event.account == request.account
                and request.at - SPONTANEOUS <= event.at < request.at
                for event in events
            )
            reason = "solicited" if asked else None
            yield part(one, on, Subject("K13", request.id, request.account, request.on, reason), 1, 0)


def is_approach(event: Event) -> bool:
    """A send, a call, an e-mail or a message; meetings and advertisements are none."""
    return is_send(event) or (event.type in PROSPECTED and event.direction == "outbound")


def exposure(one: Engagement, start: date, end: date) -> float:
    """Months that accounts lived in [start, end), a day being its part of its own month (0048).

    Accounts deleted since are exposed no more than their requests are known (0054).
    """
    days = [
        start + timedelta(days=number)
        for number in range((min(end, one.as_of + timedelta(days=1)) - start).days)
    ]
    return math.fsum(
        sum(not one.is_gone(account) for account in one.live(day)) / monthrange(day.year, day.month)[1]
        for day in days
    )


def of_events(companies: Iterable[Engagement], on: date) -> Iterator[Line]:
    """Evidence of all that is not a snapshot of accounts, seen from a day."""
    for one in companies:
        for kpi in (k5, k6, k7, k10, k12, k12b, k13):
            yield from kpi(one, on)


def in_window(line: Evidence) -> bool:
    """Within the trailing period of its KPI."""
    anchor, on = line[2], line[9]
    is_yearly = line[0] in ("K7", "K7b", "K7c", "K10", "K12b", "K13")
    return anchor >= year_before(on) if is_yearly else bool((on - anchor).days < WINDOW)
