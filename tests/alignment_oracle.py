"""What sales and marketing owe each other, in plain Python: requests, hours, decisions, satisfaction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from tests.compiled import Tables

PARIS = ZoneInfo("Europe/Paris")
OPENS, CLOSES = time(9), time(18)
# of the law, not of the library that the seed is written by
HOLIDAYS = {
    date(2025, month, day)
    for month, day in (
        *((1, 1), (4, 21), (5, 1), (5, 8), (5, 29), (6, 9)),
        *((7, 14), (8, 15), (11, 1), (11, 11), (12, 25)),
    )
}
SIGNALS = {"demo_request", "contact_request", "rfp_request", "premium_download"}
LEAST_ANSWERS = 3


def local_day(at: datetime) -> date:
    return at.astimezone(PARIS).date()


def midnight_after(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), PARIS).astimezone(UTC)


def is_worked(day: date) -> bool:
    return day.isoweekday() < 6 and day not in HOLIDAYS


def business_seconds(start: datetime, end: datetime) -> Fraction:
    """What of each day's business lies between the two, one day at a time."""
    total, day = timedelta(), local_day(start)
    while day <= local_day(end):
        if is_worked(day):
            opens = datetime.combine(day, OPENS, PARIS).astimezone(UTC)
            closes = datetime.combine(day, CLOSES, PARIS).astimezone(UTC)
            total += max(min(end, closes) - max(start, opens), timedelta())
        day += timedelta(days=1)
    return seconds(total)


def seconds(span: timedelta) -> Fraction:
    return Fraction(span // timedelta(microseconds=1), 1_000_000)


def due_day(sent_on: date, days: int = 5) -> date:
    """The last of so many days worked after the day of sending."""
    day = sent_on
    while days:
        day += timedelta(days=1)
        days -= is_worked(day)
    return day


@dataclass(frozen=True)
class Request:
    """An episode of strong signals, as seen at an instant."""

    account: str
    opened_at: datetime
    answered_at: datetime | None
    signals: int
    seen_at: datetime

    def elapsed(self, clock: str) -> Fraction:
        return self._between(clock, self.answered_at or self.seen_at)

    def age(self, clock: str) -> Fraction:
        return self._between(clock, self.seen_at)

    def _between(self, clock: str, end: datetime) -> Fraction:
        if clock == "business":
            return business_seconds(self.opened_at, end)
        return seconds(end.astimezone(UTC) - self.opened_at.astimezone(UTC))


def requests(tables: Tables, seen_at: datetime) -> Iterator[Request]:
    """A walk through each account's signals and touches in time order, a signal first at a tie."""
    roles = {row["user_id"]: row["role"] for row in tables["users"]}
    events = [
        (row["occurred_at"], 0, row["account_id"])
        for row in tables["interactions"]
        if row["type"] in SIGNALS and row["person_id"]
    ] + [
        (row["occurred_at"], 1, row["account_id"])
        for row in tables["sales_activities"]
        if row["type"] != "task"
        and row["direction"] != "inbound"
        and not row["is_automated"]
        and row["is_completed"] is not False
        and roles.get(row["user_id"], "sales") in ("sales", "sdr")
    ]
    waiting: dict[str, tuple[datetime, int]] = {}
    for at, is_touch, account in sorted(event for event in events if event[0] < seen_at):
        if not is_touch:
            since, signals = waiting.get(account, (at, 0))
            waiting[account] = since, signals + 1
        elif account in waiting:
            since, signals = waiting.pop(account)
            yield Request(account, since, at, signals, seen_at)
    for account, (since, signals) in waiting.items():
        yield Request(account, since, None, signals, seen_at)


def satisfaction(tables: Tables) -> dict[date, tuple[Fraction, Fraction, Fraction] | None]:
    """Mutual, weaker side and gap of each wave, nothing where a side is too small."""
    told: dict[date, tuple[Fraction, Fraction, Fraction] | None] = {}
    for wave in {row["wave_on"] for row in tables["survey_responses"]}:
        sides = []
        for side in ("marketing", "sales"):
            scores = [
                1 + Fraction(4 * (row["score"] - row["scale_min"]), row["scale_max"] - row["scale_min"])
                for row in tables["survey_responses"]
                if (row["wave_on"], row["respondent_side"]) == (wave, side) and row["score"] is not None
            ]
            sides.append(sum(scores) / Fraction(len(scores)) if len(scores) >= LEAST_ANSWERS else None)
        one, other = sides
        told[wave] = (
            None if one is None or other is None else ((one + other) / 2, min(one, other), abs(one - other))
        )
    return told
