"""Touches, classes and credits of deals in plain Python, from rules.md; it shares no code with the models."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction

from tests.compiled import Tables
from tests.identity_oracle import PARIS, Oracle, Row

LOOKBACK = timedelta(hours=24 * 90)
MODELS = ("first_touch", "last_touch", "linear", "time_decay", "u_shape", "w_shape", "full_path")
CAMPAIGNS = {
    ("salesforce", "m"): "m",
    ("hubspot", "m"): "m",
    ("files", "m"): "m",
    ("salesforce", "n"): "n",
    ("hubspot", "n"): "hubspot:n",
}
"""What a source means by a campaign's id; files mean neither of the two n."""


@dataclass(frozen=True, order=True)
class Touch:
    at: datetime
    interaction: str
    account: str
    has_person: bool
    campaign: str | None

    @property
    def day(self) -> date:
        return self.at.astimezone(PARIS).date()


@dataclass(frozen=True)
class Stream:
    """What happened at accounts: the touches, and when sales turned to them."""

    touches: list[Touch]
    outbound: list[tuple[str, datetime]]


def midnight_after(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), PARIS)


def streamed(lines: list[tuple[object, ...]], found: dict[str, Row]) -> Stream:
    """Lines of the stream (id, person, account, method, excluded, machine, points) with their rows."""
    touches, outbound = [], []
    for identifier, person, account, _, excluded, machine, points in lines:
        row = found[str(identifier)]
        is_human = machine is None and not row.get("is_automated")
        direction = row["direction"] or "outbound"
        if account is None or excluded is not None or not is_human:
            continue
        if direction == "inbound" and points:
            campaign = CAMPAIGNS.get((row["source_system"], str(row.get("campaign_id"))))
            touches.append(
                Touch(row["occurred_at"], str(identifier), str(account), person is not None, campaign)
            )
        if direction == "outbound" and "activity_id" in row:
            outbound.append((str(account), row["occurred_at"]))
    return Stream(sorted(touches), outbound)


@dataclass(frozen=True)
class Deal:
    row: Row
    account: str | None
    history: list[Row]

    def closings_undone(self) -> Iterator[tuple[datetime, datetime, str]]:
        """Instants of a closing and of the change that undid it, and how it was closed."""
        changes = sorted(self.history, key=lambda one: (one["changed_at"], one["history_id"]))
        state, since = None, None
        for change in changes:
            now = change["stage"] if change["stage"].startswith("closed") else None
            if now != state:
                if state is not None and since is not None:
                    yield since, change["changed_at"], state
                state, since = now, change["changed_at"]

    def closed_day(self) -> date | None:
        closed_at: datetime | None = self.row["closed_at"]
        close_date: date | None = self.row["close_date"]
        return closed_at.astimezone(PARIS).date() if closed_at else close_date

    def state(self, seen_on: date) -> tuple[str, datetime | None]:
        """Open, won, lost or undated on a day, and the last instant of influence."""
        end = midnight_after(seen_on) - timedelta(microseconds=1)
        day = self.closed_day()
        created = self.row["created_at"]
        if self.row["is_closed"] and day is None:
            return "undated", created
        if self.row["is_closed"] and day is not None and day <= seen_on:
            closed = self.row["closed_at"] or midnight_after(day) - timedelta(microseconds=1)
            return ("won" if self.row["is_won"] else "lost"), max(created, closed)
        for closed, reopened, stage in self.closings_undone():
            until = reopened.astimezone(PARIS).date()
            # what comes after the CRM's own closing undoes nothing
            if self.row["is_closed"] and day is not None and until > day:
                continue
            if closed.astimezone(PARIS).date() <= seen_on < until:
                return stage.removeprefix("closed_"), max(created, closed)
        return "open", end

    def touches(self, stream: Stream, seen_on: date) -> list[Touch]:
        until = min(
            self.state(seen_on)[1] or self.row["created_at"],
            midnight_after(seen_on) - timedelta(microseconds=1),
        )
        return [
            touch
            for touch in stream.touches
            if touch.account == self.account and self.row["created_at"] - LOOKBACK <= touch.at <= until
        ]

    def contribution(self, stream: Stream, seen_on: date) -> str:
        created = self.row["created_at"]
        touches = self.touches(stream, seen_on)
        outbound = [
            at
            for account, at in stream.outbound
            if account == self.account and created - LOOKBACK <= at <= created
        ]
        if touches and touches[0].at < created and all(touches[0].at < at for at in outbound):
            return "sourced"
        return "influenced_only" if touches else "none"

    def is_unknown(self, stream: Stream, seen_on: date) -> bool:
        """It was over before the first touch of anybody landed."""
        last = self.state(seen_on)[1] or self.row["created_at"]
        first = min((touch.day for touch in stream.touches), default=None)
        return first is None or last.astimezone(PARIS).date() < first

    def shares(self, stream: Stream, model: str, as_of: date) -> list[tuple[Touch, Fraction]]:
        created = self.row["created_at"]
        all_touches = self.touches(stream, as_of)
        before = [touch for touch in all_touches if touch.at <= created]
        to_closing = model == "full_path" and self.state(as_of)[0] == "won"
        touches = all_touches if to_closing else before
        if not touches:
            return []
        if model == "time_decay":
            ages = [(created.astimezone(PARIS).date() - touch.day).days for touch in touches]
            weights = [Fraction(0.5 ** ((age - min(ages)) / 30)) for age in ages]
        else:
            weights = self._milestones(model, touches, before, to_closing)
        total = sum(weights)
        return [
            (touch, weight / total) for touch, weight in zip(touches, weights, strict=True) if weight > 1e-9
        ]

    @staticmethod
    def _milestones(
        model: str, touches: list[Touch], before: list[Touch], to_closing: bool
    ) -> list[Fraction]:
        lead = next((touch for touch in touches if touch.has_person), touches[0])
        creation = before[-1:]
        of_models: dict[str, list[tuple[list[Touch], float]]] = {
            "first_touch": [(touches[:1], 100)],
            "last_touch": [(creation, 100)],
            "linear": [],
            "u_shape": [(touches[:1], 40), ([lead], 40)],
            "w_shape": [(touches[:1], 30), ([lead], 30), (creation, 30)],
            "full_path": [(touches[:1], 22.5), ([lead], 22.5), (creation, 22.5), (touches[-1:], 22.5)],
        }
        corners = of_models["w_shape" if model == "full_path" and not to_closing else model]
        weights = dict.fromkeys(touches, Fraction(0))
        for chosen, weight in corners:
            for touch in chosen:
                weights[touch] += Fraction(weight)
        middle = [touch for touch in touches if not weights[touch]]
        shared = {"linear": 100, "u_shape": 20, "w_shape": 10, "full_path": 10}.get(model, 0)
        for touch in middle:
            weights[touch] = Fraction(shared, len(middle))
        return [weights[touch] for touch in touches]

    def credits(self, stream: Stream, model: str, as_of: date) -> list[tuple[object, ...]]:
        """Interaction, campaign and credit of each touch, earliest first."""
        amount = (
            None if self.row["amount"] is None else Decimal(str(self.row["amount"])).quantize(Decimal("0.01"))
        )
        shares = self.shares(stream, model, as_of)
        if not shares:
            return [(None, None, amount)]
        if amount is None:
            return [(touch.interaction, touch.campaign, None) for touch, _ in shares]
        cents = [int(amount * 100) * share for _, share in shares]
        whole = [math.floor(one) for one in cents]
        left = int(amount * 100) - sum(whole)
        # sorted is stable: of equals the earliest comes first
        neediest = sorted(range(len(cents)), key=lambda one: whole[one] - cents[one])[:left]
        return [
            (touch.interaction, touch.campaign, Decimal(whole[one] + (one in neediest)) / 100)
            for one, (touch, _) in enumerate(shares)
        ]


def deals_of(tables: Tables, oracle: Oracle) -> list[Deal]:
    """The deals that exist on the as-of date."""
    found = []
    for row in tables["opportunities"]:
        if row["created_at"] >= oracle.end or (row["deleted_at"] and row["deleted_at"] < oracle.end):
            continue
        record = oracle.accounts.meant(row["source_system"], row["account_id"])
        history = [
            one for one in tables["opportunity_history"] if one["opportunity_id"] == row["opportunity_id"]
        ]
        found.append(Deal(row, oracle.accounts.published(record) if record else None, history))
    return found
