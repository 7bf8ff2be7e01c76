"""Costs and benefits by the day in plain Python, from rules.md: spread, advertising once, shares of quarters.

It shares no code with the product.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from tests.compiled import Tables
from tests.revenue_oracle import CENT, DAY, Row, in_euros

Month = tuple[str, date]
"""A campaign and the first of a month."""


def cents(amount: Fraction) -> Decimal:
    """Half away from zero, exactly."""
    return (Decimal(amount.numerator) / Decimal(amount.denominator)).quantize(CENT, ROUND_HALF_UP)


def quarter(day: date) -> date:
    return date(day.year, day.month - (day.month - 1) % 3, 1)


def quarters_later(first: date, number: int) -> date:
    months = first.year * 12 + first.month - 1 + 3 * number
    return date(months // 12, months % 12 + 1, 1)


def next_month(day: date) -> date:
    return (day.replace(day=1) + 31 * DAY).replace(day=1)


@dataclass(frozen=True)
class Charge:
    """What a line costs or brings in one month."""

    line: str
    side: str
    """abm, non_abm or shared."""
    month: date
    amount: Decimal | None
    reason: str | None = None


class Ledger:
    """The lines of one company, as seen from a day."""

    def __init__(self, tables: Tables, seen_on: date) -> None:
        self.tables, self.seen_on = tables, seen_on
        self.told = self._told()

    def _told(self) -> dict[Month, Decimal | None]:
        """What a platform tells of a campaign and month is one line, known where all of its days are."""
        months: dict[Month, Decimal | None] = {}
        for row in self._spending():
            month = row["campaign_id"], row["day"].replace(day=1)
            before, spent = months.get(month, Decimal(0)), self._spent(row)
            months[month] = None if before is None or spent is None else before + spent
        return months

    def _spending(self) -> Iterator[Row]:
        for row in self.tables["ad_engagements"]:
            if row["day"] <= self.seen_on and row["spend"]:
                yield row

    @staticmethod
    def _spent(row: Row) -> Decimal | None:
        return in_euros(row["spend"], row["currency"], row["day"])

    @staticmethod
    def _rate(row: Row) -> Decimal | None:
        return in_euros(row["amount"], row["currency"], row["period_from"])

    def _months(self, row: Row, first: date, after: date) -> Iterator[tuple[date, date]]:
        """The first day of a line in each month of a span, and the one after its last."""
        start, end = max(row["period_from"], first), min(row["period_to"], after, self.seen_on + DAY)
        while start < end:
            until = min(next_month(start), end)
            yield start, until
            start = until

    def costs(self, first: date = date.min, after: date = date.max) -> list[Charge]:
        return [*self._lines("costs", "cost_id", first, after), *self._platform(first, after)]

    def benefits(self, first: date, after: date) -> list[Charge]:
        return list(self._lines("benefits", "benefit_id", first, after))

    def _lines(self, table: str, key: str, first: date, after: date) -> Iterator[Charge]:
        for row in self.tables[table]:
            amount = self._rate(row)
            for start, end in self._months(row, first, after):
                month = start.replace(day=1)
                told = (
                    self.told.get((row["campaign_id"], month)) if row["category"] == "advertising" else None
                )
                reason = "missing_rate" if amount is None else None
                yield Charge(
                    row[key],
                    row["segment"] or "shared",
                    month,
                    None if amount is None else charged(row, amount, end) - charged(row, amount, start),
                    reason if told is None else "platform_spend",
                )

    def _platform(self, first: date, after: date) -> Iterator[Charge]:
        whose = {
            row["campaign_id"]: {True: "abm", False: "non_abm", None: "shared"}[row["is_abm"]]
            for row in self.tables["campaigns"]
        }
        for row in self._spending():
            month = row["day"].replace(day=1)
            if first <= row["day"] < after:
                is_known = self.told[row["campaign_id"], month] is not None
                yield Charge(
                    row["campaign_id"],
                    whose[row["campaign_id"]],
                    month,
                    self._spent(row) if is_known else None,
                    None if is_known else "missing_rate",
                )


def charged(row: Row, amount: Decimal, until: date) -> Decimal:
    """What of a line is charged before a day, by the day, to the cent."""
    days = (row["period_to"] - row["period_from"]).days
    return cents(Fraction(amount) * (until - row["period_from"]).days / days)


def shares(born: list[tuple[date, str]], seen_on: date) -> dict[date, Fraction]:
    """ABM's share of the new business created in each quarter, by the day."""
    by_quarter: dict[date, Counter[str]] = {}
    for day, side in born:
        if day <= seen_on and side != "unknown":
            by_quarter.setdefault(quarter(day), Counter())[side] += 1
    return {first: Fraction(count["abm"], count.total()) for first, count in by_quarter.items()}
