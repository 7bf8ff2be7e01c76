"""Revenue and customers in plain Python, from the rules and the words of input_layer.md, day by day.

It shares no code with the product, and takes no short cut: whether a customer is there is asked of every day.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from tests.compiled import Tables
from tests.revenue_companies import AS_OF, RATES

Row = dict[str, Any]
Revenue = tuple[str, str, str, date, Decimal | None, str | None]
"""Id, type, membership, day, amount, and why it does not count."""
CENT = Decimal("0.01")
DAY = timedelta(days=1)
GRACE = 30
MARGIN = Decimal("0.6")
NEW = {"new_business": "new", "expansion": "expansion", "renewal": "renewal"}
END = date(9999, 12, 31)


def months_before(day: date, months: int) -> date:
    """The same day of an earlier month, its last where it has none."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def in_euros(amount: Decimal | None, currency: str | None, day: date) -> Decimal | None:
    """At the last rate of the day or of the seven before it."""
    if amount is None or currency in (None, "EUR"):
        return None if amount is None else Decimal(amount)
    known = [day - n * DAY for n in range(8) if day - n * DAY in RATES] if currency == "USD" else []
    if not known:
        return None
    return (Decimal(amount) * RATES[known[0]]).quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True)
class Line:
    """One row of evidence."""

    kpi_id: str
    entity_type: str
    entity_id: str
    anchor: date
    seen_on: date
    abm: str
    numerator: Decimal | None
    denominator: Decimal | None
    stratum: str | None
    reason: str | None


@dataclass(frozen=True)
class Customer:
    """One customer on the day it is seen from."""

    account: str
    seen_on: date
    abm: str

    def line(
        self,
        kpi_id: str,
        parts: tuple[Decimal | int | None, Decimal | int | None],
        reason: str | None = None,
        stratum: str | None = None,
    ) -> Line:
        if kpi_id == "K35" and reason is None and self.abm == "unknown":
            reason = "unknown_membership"
        numerator, denominator = (None if part is None else Decimal(part) for part in parts)
        entity = "customer_life" if stratum == "churn" else "customer"
        return Line(
            kpi_id, entity, self.account, self.seen_on, self.seen_on, self.abm, numerator, denominator,
            stratum, reason,
        )  # fmt: skip


class Books:
    """One company."""

    def __init__(self, tables: Tables, has_invoices: bool) -> None:
        self.has_invoices = has_invoices
        self.survivor = {
            row["account_id"]: row["merged_into_account_id"] or row["account_id"]
            for row in tables["accounts"]
        }
        self.programme = tables["program_accounts"]
        self.deals = [
            row
            for row in tables["opportunities"]
            if row["created_at"].date() <= AS_OF and not row["deleted_at"]
        ]
        self.invoices = self._typed(tables["invoices"]) if has_invoices else []
        self.contracts: dict[str, list[Row]] = {}
        for row in tables["contracts"]:
            if row["starts_on"] <= AS_OF:
                self.contracts.setdefault(self.survivor[row["account_id"]], []).append(row)

    def membership(self, account: str, day: date) -> str:
        for row in self.programme:
            if row["account_id"] == account and row["valid_from"] <= day < (row["valid_to"] or END):
                return "unknown" if row["tier"] == "unknown" else "abm"
        return "non_abm"

    def at_creation(self, deal: Row) -> str:
        return self.membership(self.survivor[deal["account_id"]], self.created_on(deal))

    def _typed(self, invoices: list[Row]) -> list[Row]:
        counting = [
            {**row, "account": self.survivor[row["account_id"]]}
            for row in invoices
            if row["status"] not in ("draft", "cancelled") and row["issued_on"] <= AS_OF
        ]
        counting.sort(key=lambda row: (row["issued_on"], row["kind"] == "credit_note", row["invoice_id"]))
        told: list[Row] = []
        for row in counting:
            before = [one for one in told if one["account"] == row["account"] and one["kind"] == "invoice"]
            last: list[Row] = []
            if row["kind"] == "invoice":
                kind = row["revenue_type"] or ("renewal" if before else "new")
            else:
                of_deal = [
                    one
                    for one in before
                    if row["opportunity_id"] and one["opportunity_id"] == row["opportunity_id"]
                ]
                last = (of_deal or before)[-1:]
                kind = row["revenue_type"] or (last[0]["type"] if last else "renewal")
            told.append({**row, "type": kind, "given_back": last[0] if last else None})
        return told

    def whose(self, invoice: Row) -> str:
        """Its deal's, else its account's of the day; what is given back is whose it was."""
        first = invoice["given_back"] or invoice
        named = invoice["opportunity_id"] or first["opportunity_id"]
        for deal in self.deals:
            if deal["opportunity_id"] == named:
                return self.at_creation(deal)
        return self.membership(invoice["account"], first["issued_on"])

    @staticmethod
    def created_on(deal: Row) -> date:
        created_on: date = deal["created_at"].date()
        return created_on

    @staticmethod
    def closed_on(deal: Row) -> date | None:
        closed_on: date | None = deal["closed_at"].date() if deal["closed_at"] else deal["close_date"]
        return closed_on

    def won(self, seen_on: date) -> list[tuple[Row, date | None]]:
        """Deals won by a day, with the day they closed."""
        return [
            (deal, self.closed_on(deal))
            for deal in self.deals
            if deal["is_closed"]
            and deal["is_won"]
            and self.created_on(deal) <= seen_on
            and (self.closed_on(deal) or seen_on) <= seen_on
        ]

    def evidence(self, seen_on: date) -> list[Line]:
        lines = [*self._revenue(seen_on), *self._customers(seen_on)]
        first = months_before(seen_on + DAY, 12)
        return [line for line in lines if seen_on in (AS_OF, line.anchor) or first <= line.anchor <= seen_on]

    def _revenue(self, seen_on: date) -> list[Line]:
        booked: list[Revenue] = []
        for deal, closed_on in self.won(seen_on):
            amount = in_euros(deal["amount"], deal["currency"], closed_on or seen_on)
            reason = None
            if closed_on is None:
                reason = "closed_without_date"
            elif deal["amount"] is None:
                reason = "missing_amount"
            elif amount is None:
                reason = "missing_rate"
            booked.append(
                (
                    deal["opportunity_id"],
                    NEW[deal["type"] or "new_business"],
                    self.at_creation(deal),
                    closed_on or deal["created_at"].date(),
                    amount,
                    reason,
                )
            )
        lines = [self._sum("K29b", "opportunity", seen_on, row) for row in booked]
        revenue = booked
        if self.has_invoices:
            revenue = []
            for invoice in self.invoices:
                if invoice["issued_on"] > seen_on:
                    continue
                net = (
                    -abs(invoice["amount_net"]) if invoice["kind"] == "credit_note" else invoice["amount_net"]
                )
                amount = in_euros(net, invoice["currency"], invoice["issued_on"])
                revenue.append(
                    (
                        invoice["invoice_id"],
                        invoice["type"],
                        self.whose(invoice),
                        invoice["issued_on"],
                        amount,
                        "missing_rate" if amount is None else None,
                    )
                )
        for row in revenue:
            lines.append(self._sum("K29a", "revenue", seen_on, row))
            of_types = {"K30a": ("new",), "K30b": ("new", "expansion"), "K31": tuple(NEW.values())}
            lines += [
                self._share(kpi_id, seen_on, row) for kpi_id, types in of_types.items() if row[1] in types
            ]
        return lines

    @staticmethod
    def _sum(kpi_id: str, entity: str, seen_on: date, row: Revenue) -> Line:
        name, _, abm, day, amount, reason = row
        is_abm = abm == "abm"
        return Line(
            kpi_id, entity, name, day, seen_on, abm, amount if is_abm else Decimal(0), Decimal(int(is_abm)),
            None, reason if is_abm else None,
        )  # fmt: skip

    @staticmethod
    def _share(kpi_id: str, seen_on: date, row: Revenue) -> Line:
        name, _, abm, day, amount, reason = row
        return Line(
            kpi_id, "revenue", name, day, seen_on, abm, amount if abm == "abm" else Decimal(0), amount,
            None, "unknown_membership" if abm == "unknown" else reason,
        )  # fmt: skip

    @staticmethod
    def _runs(contract: Row, day: date) -> bool:
        ends = [one for one in (contract["ends_on"], contract["cancelled_on"]) if one]
        return bool(contract["starts_on"] <= day <= min(ends, default=END))

    def _worth(self, contracts: list[Row], day: date) -> tuple[Decimal | None, str | None, bool]:
        """What those that run on the day are worth a year, why that is unknown, and whether any does."""
        running = [one for one in contracts if self._runs(one, day)]
        total, problems = Decimal(0), set()
        for one in running:
            value = in_euros(one["annual_value"], one["currency"], one["starts_on"])
            if value is None:
                problems.add("missing_amount" if one["annual_value"] is None else "missing_rate")
            total += value or 0
        problem = max(problems) if problems else None
        return (None if problem else total), problem, bool(running)

    def _customers(self, seen_on: date) -> list[Line]:
        first = months_before(seen_on + DAY, 24)
        won = self.won(seen_on)
        lines = []
        for account, all_contracts in self.contracts.items():
            contracts = [one for one in all_contracts if one["starts_on"] <= seen_on]
            if not contracts:
                continue
            churns, days = self._lived(contracts, first, seen_on)
            if not churns and not days:
                continue
            news = [
                (closed_on or END, deal["created_at"], deal["opportunity_id"], deal)
                for deal, closed_on in won
                if (deal["type"] or "new_business") == "new_business"
                and self.survivor[deal["account_id"]] == account
            ]
            abm = (
                self.at_creation(min(news)[3])
                if news
                else self.membership(account, min(one["starts_on"] for one in all_contracts))
            )
            expansions = [
                deal
                for deal, closed_on in won
                if deal["type"] == "expansion" and closed_on and closed_on >= first
                and self.survivor[deal["account_id"]] == account and (deal["amount"] or 0) >= 0
            ]  # fmt: skip
            years = Decimal(days) / Decimal("365.25")
            now, problem, is_running = self._worth(contracts, seen_on)
            before, problem_before, was_running = self._worth(contracts, months_before(seen_on, 12))

            owns = Customer(account, seen_on, abm)
            lines.append(owns.line("K32a", (churns, years)))
            lines.append(owns.line("K33", (int(bool(expansions)), years)))
            if was_running:
                reason = problem_before or problem
                known = [one for one in (now, before) if one is not None]
                lines.append(owns.line("K32b", (min(known, default=None), before), reason))
                lines.append(owns.line("K32c", (now, before), reason))
            for kpi_id in ("K34", "K35"):
                lines.append(owns.line(kpi_id, (churns, years), stratum="churn"))
                if is_running:
                    margin = None if now is None else (now * MARGIN).quantize(CENT, ROUND_HALF_UP)
                    lines.append(owns.line(kpi_id, (margin, 1), problem, "margin"))
        return lines

    def _lived(self, contracts: list[Row], first: date, seen_on: date) -> tuple[int, int]:
        """Times lost and days there, from `first` to the day, asked day by day."""
        start = min(one["starts_on"] for one in contracts)
        runs = {}
        day = start
        while day <= seen_on:
            runs[day] = any(self._runs(one, day) for one in contracts)
            day += DAY
        churns = days = 0
        day = start
        while day <= seen_on:
            if runs[day]:
                days += day >= first
                day += DAY
                continue
            back = day
            while back <= seen_on and not runs[back]:
                back += DAY
            if back <= seen_on and (back - day).days <= GRACE:
                days += max(0, (back - max(day, first)).days)
            elif (seen_on - day).days >= GRACE and day >= first:
                churns += 1
            day = back
        return churns, days
