"""What customers cost and the programme returned (K36, K39) in plain Python, from rules.md, day by day.

It shares no code with the models. Amounts are exact fractions: the models' cents may differ by one a row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cached_property

from tests.compiled import Tables
from tests.revenue_companies import AS_OF
from tests.revenue_oracle import CENT, DAY, END, MARGIN, Books, in_euros, months_before

INDIRECT = {"team_time", "training", "change"}
SIDES = ("abm", "non_abm")
QUARTER_DAYS = Fraction(36525, 400)
HORIZON = 18


@dataclass(frozen=True)
class Entry:
    """A day of a line of the ledger, for whom it was."""

    day: date
    kind: str
    category: str
    segment: str
    amount: Fraction


@dataclass(frozen=True)
class Quarter:
    """What a segment spent in a quarter and a cycle before, and whom it won."""

    direct: Fraction
    indirect: Fraction
    lag: int | None
    lagged: Fraction | None
    won: int


@dataclass(frozen=True)
class Returned:
    """Within the horizon, by a day: what ABM cost and brought."""

    direct: Fraction
    indirect: Fraction
    saved: Fraction
    revenue: Fraction
    margin: Fraction


def quarter_of(day: date) -> date:
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def quarters_after(quarter: date, number: int) -> date:
    return months_before(quarter, -3 * number)


class Return:
    """One company."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.books = Books({"invoices": [], **tables}, "invoices" in tables)
        self.starts_on: date = min(row["valid_from"] for row in tables["program_accounts"])
        self.ends_on = months_before(self.starts_on, -HORIZON)

    @cached_property
    def entries(self) -> list[Entry]:
        return list(self._entries())

    def _entries(self) -> Iterator[Entry]:
        platform = {(row["campaign_id"], row["day"].replace(day=1)) for row in self.tables["ad_engagements"]}
        lines = [("cost", row) for row in self.tables["costs"]]
        lines += [("benefit", row) for row in self.tables["benefits"]]
        for kind, row in lines:
            amount = in_euros(Decimal(row["amount"]), row["currency"], row["period_from"])
            if amount is None:
                continue
            days = (row["period_to"] - row["period_from"]).days
            for number in range(days):
                day = row["period_from"] + number * DAY
                # the platform tells what the same campaign's advertising cost in the month
                month = (row.get("campaign_id"), day.replace(day=1))
                told = row["category"] == "advertising" and month in platform
                if day <= AS_OF and not told:
                    segment = row["segment"] or "shared"
                    yield Entry(day, kind, row["category"], segment, Fraction(amount) / days)
        of_whom = {
            row["campaign_id"]: {True: "abm", False: "non_abm", None: "shared"}[row["is_abm"]]
            for row in self.tables["campaigns"]
        }
        for row in self.tables["ad_engagements"]:
            if row["day"] <= AS_OF:
                yield Entry(
                    row["day"], "cost", "advertising", of_whom[row["campaign_id"]], Fraction(row["spend"])
                )

    def shared(self, quarter: date, seen_on: date) -> dict[str, Fraction]:
        """Each side's share of the quarter's new business by a day; nobody's where there is none."""
        sides = [
            self.books.at_creation(deal)
            for deal in self.books.deals
            if (deal["type"] or "new_business") == "new_business"
            and deal["created_at"].date() <= seen_on
            and quarter_of(deal["created_at"].date()) == quarter
        ]
        known = [side for side in sides if side in SIDES]
        if not known:
            return {"unallocated": Fraction(1)}
        return {side: Fraction(known.count(side), len(known)) for side in SIDES}

    def borne(self, seen_on: date) -> Iterator[tuple[str, Entry, Fraction]]:
        """Whom each entry is charged to, with how much of it."""
        quarters = {quarter_of(entry.day) for entry in self.entries}
        shares = {quarter: self.shared(quarter, seen_on) for quarter in quarters}
        for entry in self.entries:
            if entry.day > seen_on:
                continue
            of_one = {entry.segment: Fraction(1)}
            sides = shares[quarter_of(entry.day)] if entry.segment == "shared" else of_one
            for side, share in sides.items():
                yield side, entry, share * entry.amount

    def cycle(self, scope: str) -> int | None:
        """K19a of the trailing twelve months, by Kaplan and Meier."""
        first = months_before(AS_OF + DAY, 12)
        lives: list[tuple[int, bool]] = []
        for deal in self.books.deals:
            created = deal["created_at"].date()
            if (deal["type"] or "new_business") == "renewal" or not first <= created <= AS_OF:
                continue
            if scope not in ("all", self.books.at_creation(deal)):
                continue
            closed_on = self.books.closed_on(deal) if deal["is_closed"] else END
            if closed_on is None:
                continue
            lives.append(((min(closed_on, AS_OF) - created).days, closed_on <= AS_OF))
        alive = Fraction(1)
        for days in sorted({days for days, _ in lives}):
            at_risk = sum(one >= days for one, _ in lives)
            alive *= 1 - Fraction(sum(one == (days, True) for one in lives), at_risk)
            if alive <= Fraction(1, 2):
                return days
        return None

    def customers(self) -> Iterator[tuple[str, date]]:
        """The membership of each new customer, and the quarter it was won in."""
        won: dict[str, list[tuple[date, str, str]]] = defaultdict(list)
        for deal, closed_on in self.books.won(AS_OF):
            if (deal["type"] or "new_business") == "new_business":
                account = self.books.survivor[deal["account_id"]]
                won[account].append((closed_on or END, deal["opportunity_id"], self.books.at_creation(deal)))
        for deals in won.values():
            closed_on, _, side = min(deals)
            if closed_on != END:
                yield side, quarter_of(closed_on)

    def acquisition(self) -> dict[tuple[str, date], Quarter]:
        spent: dict[tuple[str, date, bool], Fraction] = defaultdict(Fraction)
        known: dict[str, set[date]] = defaultdict(set)
        for side, entry, amount in self.borne(AS_OF):
            if entry.kind == "cost":
                for scope in {side, "all"} - {"unallocated"}:
                    spent[scope, quarter_of(entry.day), entry.category in INDIRECT] += amount
                    known[scope].add(quarter_of(entry.day))
        won: dict[tuple[str, date], int] = defaultdict(int)
        for side, quarter in self.customers():
            for scope in {side, "all"} - {"unknown"}:
                won[scope, quarter] += 1
        quarters = {}
        for scope, quarter in {*won, *((one, quarter) for one in list(known) for quarter in known[one])}:
            cycle = self.cycle(scope)
            lag = None if cycle is None else int(Fraction(cycle) / QUARTER_DAYS + Fraction(1, 2))
            lagged = None
            if lag is not None and known[scope]:
                before = quarters_after(quarter, -lag)
                if min(known[scope]) <= before <= max(known[scope]):
                    lagged = spent[scope, before, False] + spent[scope, before, True]
            quarters[scope, quarter] = Quarter(
                spent[scope, quarter, False], spent[scope, quarter, True], lag, lagged, won[scope, quarter]
            )
        return quarters

    def returned(self, seen_on: date) -> Returned:
        direct = indirect = saved = revenue = margin = Fraction(0)
        for side, entry, amount in self.borne(seen_on):
            if side == "abm" and self.starts_on <= entry.day < self.ends_on:
                if entry.kind == "benefit":
                    saved += amount
                elif entry.category in INDIRECT:
                    indirect += amount
                else:
                    direct += amount
        rates = {row["invoice_id"]: row["gross_margin_rate"] for row in self.tables.get("invoices", [])}
        for line in self.books._revenue(AS_OF):
            if line.kpi_id != "K29a" or line.abm != "abm" or line.reason or line.anchor > seen_on:
                continue
            if self.starts_on <= line.anchor < self.ends_on:
                rate = rates.get(line.entity_id)
                invoiced = line.numerator or Decimal(0)
                revenue += Fraction(invoiced)
                earned = invoiced * (MARGIN if rate is None else rate)
                margin += Fraction(earned.quantize(CENT, ROUND_HALF_UP))
        return Returned(direct, indirect, saved, revenue, margin)
