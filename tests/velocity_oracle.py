"""Evidence of content, events and velocity (K5-K7, K10-K13) in plain Python, from rules.md.

Slow, one short function a KPI; it shares no code with the models. Each line comes with its account; what is
of no known account has none, and its membership is unknown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from tests.engagement_oracle import WINDOW, Engagement, Evidence
from tests.engagement_stream import SENDS, STRONG, Event, local_day
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
    """What a line is about."""

    kpi: str
    what: object
    account: Record | None
    anchor: date


def part(one: Engagement, on: date, of: Subject, above: float, below: float | None) -> Line:
    abm = one.abm(of.account, of.anchor)
    return of.account, (of.kpi, of.what, of.anchor, abm, above, below, None, None, None, on)


def lapse(one: Engagement, on: date, of: Subject, end: date | None, until: date) -> Line:
    """Days to the event, where there was one by the last day on which it could have been."""
    days = max(((end or until) - of.anchor).days, 0)
    outcome = "event" if end else "censored"
    abm = one.abm(of.account, of.anchor)
    return of.account, (of.kpi, of.what, of.anchor, abm, None, None, days, outcome, None, on)


# sessions


def k5(one: Engagement, on: date) -> Iterator[Line]:
    """Whose a session is says its first row that knows its person, else its account."""
    sessions: dict[Pair, list[Event]] = defaultdict(list)
    for event in so_far(one, on):
        if event.session and event.is_human:
            sessions[event.source, event.session].append(event)
    for (_, session), events in sessions.items():
        owner = min(events, key=lambda event: (not event.person, not event.account, event.at, event.id))
        seconds = min(sum(event.seconds for event in events), CAP)
        for kpi, below in (("K5", 1), ("K5b", None)):
            yield part(one, on, Subject(kpi, session, owner.account, events[0].on), seconds, below)


# content


def is_consumption(event: Event) -> bool:
    return event.is_human and (event.type == "content_download" or event.scroll >= CONSUMED)


def k6(one: Engagement, on: date) -> Iterator[Line]:
    """A pair is anchored at its first offer within the last 90 days, and consumed from that instant on."""
    events = so_far(one, on)
    offers: dict[Pair, Event] = {}
    for event in events:
        if event.type == "content_offered" and event.person and event.asset and (on - event.on).days < WINDOW:
            offers.setdefault((event.person, event.asset), event)
    for pair, offer in offers.items():
        consumed = any(
            is_consumption(event) and (event.person, event.asset) == pair and event.at >= offer.at
            for event in events
        )
        yield part(one, on, Subject("K6", pair, offer.account, offer.on), int(consumed), 1)


# events that people are invited to


def firsts(one: Engagement, on: date, status: str, types: tuple[str, ...]) -> dict[Pair, date]:
    """The first day of a status in an event that has begun: a campaign member's, or by what they did."""
    known = {
        row["campaign_id"]
        for row in one.tables.get("campaigns", [])
        if row["channel"] in EVENT_CHANNELS and (row["starts_on"] is None or row["starts_on"] <= on)
    }
    told = [
        (
            one.history.people.meant(row["source_system"], row["person_id"]),
            row["campaign_id"],
            row["changed_at"],
        )
        for row in one.tables.get("campaign_members", [])
        if row["status"] == status
    ]
    done = [
        (event.person, event.campaign, event.at)
        for event in one.history.events
        if event.type in types and event.is_human and event.is_inbound
    ]
    found: dict[Pair, date] = {}
    for person, campaign, at in told + done:
        if person and campaign in known and local_day(at) <= on:
            found[person, campaign] = min(local_day(at), found.get((person, campaign), date.max))
    return found


def account_of(one: Engagement, person: Record, on: date) -> Record | None:
    """Whose what the person does that day would be."""
    at = datetime.combine(on, datetime.min.time(), one.history.end.tzinfo) + timedelta(hours=12)
    return one.history.identified({"source_system": person[0], "person_id": person[1], "occurred_at": at})[1]


def k7(one: Engagement, on: date) -> Iterator[Line]:
    """Anchored at the first invitation (K7), registration (K7b), attendance (K7c)."""
    invited = firsts(one, on, "invited", ())
    registered = firsts(one, on, "registered", ("event_registered",))
    attended = firsts(one, on, "attended", ATTENDED)
    for kpi, asked in (("K7", invited), ("K7b", registered)):
        for pair, anchor in asked.items():
            account = account_of(one, pair[0], anchor)
            yield part(one, on, Subject(kpi, pair, account, anchor), int(pair in attended), 1)
    for pair, anchor in attended.items():
        if pair not in invited:
            subject = Subject("K7c", pair, account_of(one, pair[0], anchor), anchor)
            yield part(one, on, subject, 1, None)


# answers to campaigns


def answers(one: Engagement, on: date) -> Iterator[tuple[Pair, date, date | None, date]]:
    """Campaign and account, the day of the first send, of the first answer, and the last day that counts."""
    ends = {row["campaign_id"]: row["ends_on"] for row in one.tables.get("campaigns", [])}
    events = [event for event in so_far(one, on) if event.campaign and event.account]
    sends: dict[Pair, Event] = {}
    for event in events:
        if event.type in SENDS:
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
    for pair, start, end, until in answers(one, on):
        yield lapse(one, on, Subject("K10", pair, pair[1], start), end, until)


def change_by(one: Engagement, on: date) -> date | None:
    """The last change of approach by the day."""
    days = [row["changed_on"] for row in one.tables.get("program_changes", [])]
    return max((changed for changed in days if changed <= on), default=None)


def k11(one: Engagement, on: date) -> Iterator[tuple[str, int, bool]]:
    """Before or after the change, days, and whether it was answered; sends of other days do not count."""
    changed = change_by(one, on)
    if changed is None:
        return
    for _, start, end, until in answers(one, on):
        if start >= changed - timedelta(days=BEFORE_CHANGE):
            days = max(((end or until) - start).days, 0)
            yield "after" if start >= changed else "before", days, end is not None


# the way through content


def stages(one: Engagement, on: date) -> dict[Record, list[tuple[date, int]]]:
    """Days and funnel stages of the content that an account engaged with, in order."""
    of_asset = {row["asset_id"]: row["funnel_stage"] for row in one.tables.get("content_assets", [])}
    found: dict[Record, list[tuple[date, int]]] = defaultdict(list)
    for event in so_far(one, on):
        stage = of_asset.get(event.asset)
        if event.is_response and event.account and stage:
            found[event.account].append((event.on, STAGES[stage]))
    return found


def k12(one: Engagement, on: date) -> Iterator[Line]:
    """A rise is content of a stage above all that the account ever engaged with before; the first is none."""
    for account, steps in stages(one, on).items():
        rises, weeks, highest = 0, set(), None
        for step_on, stage in steps:
            is_recent = (on - step_on).days < WINDOW
            if is_recent:
                weeks.add(step_on - timedelta(days=step_on.weekday()))
            if highest is not None and stage > highest and is_recent:
                rises += 1
            highest = max(stage, highest or 0)
        if weeks:
            yield part(one, on, Subject("K12", account, account, on), rises, len(weeks))


def k12b(one: Engagement, on: date) -> Iterator[Line]:
    for account, steps in stages(one, on).items():
        first = next((place for place, (_, stage) in enumerate(steps) if stage == STAGES["tofu"]), None)
        if first is not None:
            last = [step_on for step_on, stage in steps[first:] if stage == STAGES["bofu"]]
            subject = Subject("K12b", account, account, steps[first][0])
            yield lapse(one, on, subject, min(last, default=None), on)


# requests that nobody asked for


def k13(one: Engagement, on: date) -> Iterator[Line]:
    """A request of a known account, and whether nothing had gone out to it in the 168 hours before."""
    events = [event for event in so_far(one, on) if event.account]
    for request in events:
        if request.type in STRONG and request.is_response:
            asked = any(
                is_approach(event)
                and event.account == request.account
                and request.at - SPONTANEOUS <= event.at < request.at
                for event in events
            )
            yield part(one, on, Subject("K13", request.id, request.account, request.on), int(not asked), None)


def is_approach(event: Event) -> bool:
    """A send, a call, an e-mail or a message; meetings and advertisements are none."""
    return event.type in SENDS or (event.type in PROSPECTED and event.direction == "outbound")


def exposure(one: Engagement, month: date) -> int:
    """Accounts that are live on the last day of the month, or of what there is of it."""
    following = (month.replace(day=28) + timedelta(days=4)).replace(day=1)
    return len(one.live(min(following - timedelta(days=1), one.as_of)))


def of_events(companies: Iterable[Engagement], on: date) -> Iterator[Line]:
    """Evidence of all that is not a snapshot of accounts, seen from a day."""
    for one in companies:
        for kpi in (k5, k6, k7, k10, k12, k12b, k13):
            yield from kpi(one, on)


def in_window(line: Evidence) -> bool:
    """Within the trailing period of its KPI."""
    anchor, on = line[2], line[9]
    is_yearly = line[0].startswith("K7")
    return anchor >= year_before(on) if is_yearly else bool((on - anchor).days < WINDOW)
