"""Acquisition cost and the programme's return in plain Python, from rules.md, line by line.

It shares no code with the product.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

from tests.compiled import Tables
from tests.ledger_oracle import Charge, Ledger, cents, quarter, quarters_later, shares
from tests.revenue_companies import AS_OF
from tests.revenue_oracle import CENT, DAY, END, MARGIN, Books, Line, Row, in_euros, months_before

PARIS = ZoneInfo("Europe/Paris")
AFTER = datetime.combine(AS_OF + DAY, time(), PARIS)
HORIZON = 18
QUARTER = Fraction("91.3125")
SIDES = ("abm", "non_abm")


def local(at: datetime) -> date:
    return at.astimezone(PARIS).date()


@dataclass(frozen=True)
class Part:
    """What a line or a customer is in a KPI: for the whole, or for one side."""

    kpi_id: str
    entity: str
    anchor: date
    seen_on: date
    abm: str
    numerator: Decimal | None
    denominator: Decimal | None
    outcome: str | None = None
    reason: str | None = None


def half_of(durations: list[tuple[int, bool]]) -> int | None:
    """The smallest time by which half have closed (Kaplan-Meier); an event comes before a censoring."""
    left = Fraction(1)
    for spent in sorted({spent for spent, is_event in durations if is_event}):
        at_risk = sum(one >= spent for one, _ in durations)
        left *= 1 - Fraction(sum(one == (spent, True) for one in durations), at_risk)
        if left <= Fraction(1, 2):
            return spent
    return None


class Company(Books):
    """A company whose accounts come and go, and whose days are those of Paris."""

    def __init__(self, tables: Tables) -> None:
        super().__init__(tables, bool(tables["invoices"]))
        self.tables = tables
        self.survivor[None] = None
        self.deals = [
            row
            for row in tables["opportunities"]
            if row["created_at"] < AFTER and not (row["deleted_at"] and row["deleted_at"] < AFTER)
        ]

    def membership(self, account: str | None, day: date) -> str:
        """The surviving account's, by the row that began last."""
        if account is None or not self.programme:
            return "unknown"
        rows = [
            row
            for row in self.programme
            if self.survivor[row["account_id"]] == account
            and row["valid_from"] <= day < (row["valid_to"] or END)
        ]
        if not rows:
            return "non_abm"
        return "unknown" if max(rows, key=lambda row: row["valid_from"])["tier"] == "unknown" else "abm"

    @staticmethod
    def created_on(deal: Row) -> date:
        return local(deal["created_at"])

    @staticmethod
    def closed_on(deal: Row) -> date | None:
        closed_on: date | None = local(deal["closed_at"]) if deal["closed_at"] else deal["close_date"]
        return closed_on if deal["is_closed"] else None

    def cycle(self, side: str, seen_on: date) -> int | None:
        """K19a of the trailing twelve months, in quarters, half a quarter up."""
        durations = []
        for deal in self.deals:
            created = local(deal["created_at"])
            if not months_before(seen_on + DAY, 12) <= created <= seen_on or deal["type"] == "renewal":
                continue
            if side not in ("all", self.at_creation(deal)):
                continue
            closed_on = self.closed_on(deal)
            if closed_on and closed_on <= seen_on:
                if closed_on >= created:
                    durations.append(((closed_on - created).days, True))
            elif closed_on or not deal["is_closed"]:
                durations.append(((seen_on - created).days, False))
        median = half_of(durations)
        return None if median is None else int(median / QUARTER + Fraction(1, 2))

    def shares(self, seen_on: date) -> dict[date, Fraction]:
        return shares(
            [
                (local(deal["created_at"]), self.at_creation(deal))
                for deal in self.deals
                if (deal["type"] or "new_business") == "new_business"
            ],
            seen_on,
        )

    def first_wins(self, seen_on: date) -> Iterator[tuple[str, date, str, str | None]]:
        """A customer's name, the day it was won, its membership, and why it is none."""
        won = [
            (closed_on or END, deal["created_at"], deal["opportunity_id"], deal)
            for deal, closed_on in self.won(seen_on)
            if (deal["type"] or "new_business") == "new_business"
        ]
        seen: set[str] = set()
        for closed_on, created_at, deal_id, deal in sorted(won, key=lambda one: one[:3]):
            account = self.survivor[deal["account_id"]]
            day = local(created_at) if closed_on == END else closed_on
            if account is None:
                yield deal_id, day, "unknown", "no_account"
            elif account not in seen:
                seen.add(account)
                lacks = "closed_without_date" if closed_on == END else None
                yield account, day, self.at_creation(deal), lacks

    def by_quarter(self, charges: list[Charge]) -> dict[tuple[str, str, date, str | None], Decimal | None]:
        """Lines by quarter: those of one line and quarter that count, and those that do not."""
        sums: dict[tuple[str, str, date, str | None], Decimal | None] = {}
        for charge in charges:
            key = charge.line, charge.side, quarter(charge.month), charge.reason
            before = sums.get(key, Decimal(0))
            sums[key] = None if charge.amount is None or before is None else before + charge.amount
        return sums

    def acquisition(self, seen_on: date) -> Iterator[Part]:
        """K36: the whole, and each side by its own cycle."""
        # each line's days of the programme's horizon and its others are divided and rounded apart
        ledger = Ledger(self.tables, seen_on)
        start, end = self.programme_days() or (END, END)
        spans = ledger.costs(start, end), ledger.costs(date.min, start) + ledger.costs(end)
        lines = [line for charges in spans for line in self.by_quarter(charges).items()]
        share = self.shares(seen_on)
        customers = list(self.first_wins(seen_on))
        for side in ("all", *SIDES):
            mine: list[tuple[str, date, Decimal | None, str | None]] = []
            for (line, whose, first, reason), amount in lines:
                if side in ("all", whose):
                    mine.append((line, first, amount, reason))
                elif whose == "shared":
                    mine.append((line, first, *divided(amount, share.get(first), side, reason)))
            told = [first for _, first, _, reason in mine if reason is None]
            cycle = self.cycle(side, seen_on)
            for kpi_id, lag in (("K36a", cycle), ("K36b", 0)):
                for line, first, amount, reason in mine:
                    anchor = quarters_later(first, lag or 0)
                    if anchor <= seen_on:
                        lacks = reason or ("no_cycle" if lag is None else None)
                        yield Part(kpi_id, line, anchor, seen_on, side, amount, Decimal(0), None, lacks)
                for name, day, whose, reason in customers:
                    if side not in ("all", whose):
                        continue
                    anchor = quarter(day)
                    paid = quarters_later(anchor, -(lag or 0))
                    lacks = reason or ("no_cycle" if lag is None else None)
                    if not lacks and not (told and min(told) <= paid <= max(told)):
                        lacks = "no_costs"
                    yield Part(kpi_id, name, anchor, seen_on, side, Decimal(0), Decimal(1), None, lacks)

    def programme_days(self) -> tuple[date, date] | None:
        """The first day of the programme's horizon, and the one after its last."""
        if not self.programme:
            return None
        start = min(row["valid_from"] for row in self.programme)
        return start, months_before(start, -HORIZON)

    def roi(self, seen_on: date) -> Iterator[Part]:
        """K39: each euro that ABM cost or brought within its horizon."""
        days = self.programme_days()
        if days is None or days[0] > seen_on:
            return
        start, end = days
        outcome = "pending" if seen_on + DAY < end else None
        ledger, share = Ledger(self.tables, seen_on), self.shares(seen_on)

        def parts(
            entity: str, brought: tuple[Decimal | None, Decimal | None], cost: bool, reason: str | None
        ) -> Iterator[Part]:
            for kpi_id, amount in zip(("K39a", "K39b"), brought, strict=True):
                above, below = (amount, Decimal(0)) if not cost else (-amount if amount else amount, amount)
                yield Part(kpi_id, entity, seen_on, seen_on, "abm", above, below, outcome, reason)

        for is_cost, charges in ((True, ledger.costs(start, end)), (False, ledger.benefits(start, end))):
            for (line, whose, first, reason), amount in self.by_quarter(charges).items():
                if whose == "non_abm":
                    continue
                borne = (amount, reason)
                if whose == "shared":
                    borne = divided(amount, share.get(first), "abm", reason)
                yield from parts(line, (borne[0], borne[0]), is_cost, borne[1])
        for name, whose, day, amount, rate, reason in self.revenue(seen_on):
            if start <= day < end and whose != "non_abm":
                margin = None if amount is None else (amount * rate).quantize(CENT, ROUND_HALF_UP)
                lacks = "unknown_membership" if whose == "unknown" else reason
                yield from parts(name, (margin, amount), False, lacks)

    def revenue(self, seen_on: date) -> Iterator[tuple[str, str, date, Decimal | None, Decimal, str | None]]:
        """What was invoiced, or won where nothing was: its name, side, day, amount, margin and problem."""
        if not self.has_invoices:
            for deal in self.deals:
                day = self.closed_on(deal)
                if deal["is_won"] and day and day <= seen_on and local(deal["created_at"]) <= seen_on:
                    amount = in_euros(deal["amount"], deal["currency"], day)
                    reason = "missing_amount" if deal["amount"] is None else "missing_rate"
                    yield (
                        *(deal["opportunity_id"], self.at_creation(deal), day, amount, MARGIN),
                        reason if amount is None else None,
                    )
            return
        for row in self.invoices:
            day = row["issued_on"]
            if day > seen_on:
                continue
            net = -abs(row["amount_net"]) if row["kind"] == "credit_note" else row["amount_net"]
            amount = in_euros(net, row["currency"], day)
            rate = MARGIN if row["gross_margin_rate"] is None else row["gross_margin_rate"]
            yield (
                row["invoice_id"],
                self.whose(row),
                day,
                amount,
                rate,
                "missing_rate" if amount is None else None,
            )

    def customers(self, seen_on: date) -> list[Line]:
        """Their lives and margins, as tests/revenue_oracle.py counts them."""
        return self._customers(seen_on)

    def payback(self, seen_on: date) -> Iterator[Part]:
        """K38: the margin a month of those whose first contract began in the last twelve months."""
        first = months_before(seen_on + DAY, 12)
        for line in self.customers(seen_on):
            if line.kpi_id == "K34" and line.stratum == "margin":
                began = min(one["starts_on"] for one in self.contracts[line.entity_id])
                if began >= first:
                    margin = None if line.numerator is None else line.numerator / 12
                    yield Part(
                        "K38", line.entity_id, seen_on, seen_on, line.abm, Decimal(1), margin, None,
                        line.reason,
                    )  # fmt: skip


def divided(
    amount: Decimal | None, share: Fraction | None, side: str, reason: str | None
) -> tuple[Decimal | None, str | None]:
    """A side's part of what is shared: ABM's to the cent, the rest the rest."""
    if reason or amount is None:
        return amount, reason
    if share is None:
        return amount, "shared_unallocated"
    abm = cents(Fraction(amount) * share)
    return (abm if side == "abm" else amount - abm), None
