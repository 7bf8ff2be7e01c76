"""Finance's books: projects, subscriptions and orders over the counter, as they were invoiced."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from demo_company import settings as s
from demo_company.accounts import Account
from demo_company.clock import paris, synced
from demo_company.company import Company, account_of
from demo_company.contracts import CENT, YEAR, Contract, euros
from demo_company.deals import Deal
from demo_company.history import WON
from demo_company.table import Row, numbered

TYPES = {"new_business": "new", "expansion": "expansion", "renewal": "renewal"}
TWO_INVOICES_FROM = 20_000
AT_SIGNATURE = Decimal("0.6")
PAID_AFTER = timedelta(days=50)
STARTS_WITHIN = timedelta(days=30)  # of the deal; a contract that begins later follows another
CREDIT_NOTES, CREDITED, CREDITED_AFTER = 9, Decimal("0.15"), timedelta(days=35)
WITHOUT_TYPE, WITHOUT_MARGIN, DRAFTS, CANCELLED = 12, 20, 3, 4


@dataclass(frozen=True)
class Customer:
    """Who is invoiced, for which deal if for one, in which currency."""

    account: Account
    deal: Deal | None = None
    currency: str = "EUR"


class Books:
    """Writes invoices."""

    def __init__(self, rng: Random) -> None:
        """Start with none."""
        self.rng = rng
        self.rows: list[Row] = []

    def bill(self, customer: Customer, day: date, kind: str, amount: Decimal) -> None:
        """One invoice, unless it lies outside the story."""
        if not s.FIRST_DAY <= day <= s.LAST_DAY:
            return
        self.rows.append(
            {
                "account_id": customer.account.id,
                "opportunity_id": customer.deal.id if customer.deal else None,
                "issued_on": day,
                "kind": "invoice",
                "status": "paid" if day + PAID_AFTER < s.LAST_DAY else "issued",
                "revenue_type": kind,
                "amount_net": amount,
                "currency": customer.currency,
                "gross_margin_rate": f"{self.rng.uniform(*s.GROSS_MARGIN):.3f}",
                "ingested_at": synced(paris(day, 16)),
            }
        )

    def project(self, deal: Deal) -> None:
        """Licences and services; of large deals a part when it is delivered. A renewal is one invoice."""
        customer = Customer(account_of(deal), deal, "USD" if deal.in_dollars else "EUR")
        kind, amount = TYPES[deal.type], Decimal(deal.steps[-1].amount or 0)
        day = deal.close_date + timedelta(days=self.rng.randrange(4, 22))
        if deal.type != "renewal":
            amount = (amount * Decimal(1 - s.RECURRING_SHARE)).quantize(CENT)
        if amount < TWO_INVOICES_FROM:
            self.bill(customer, day, kind, amount)
            return
        start = (amount * AT_SIGNATURE).quantize(CENT)
        self.bill(customer, day, kind, start)
        self.bill(customer, day + timedelta(days=self.rng.randrange(60, 120)), kind, amount - start)

    def subscription(self, contract: Contract, renewed: set[tuple[str, int]]) -> None:
        """A year in advance; not where a renewal was invoiced that year."""
        deal = contract.deal
        for number, day in enumerate(_anniversaries(contract)):
            first = number == 0 and deal is not None
            begins = (
                deal if first and deal and deal.close_date >= contract.starts_on - STARTS_WITHIN else None
            )
            kind = TYPES[begins.type] if begins else "renewal"
            if kind != "renewal" or (contract.account.id, day.year) not in renewed:
                customer = Customer(contract.account, deal if first else None, contract.currency)
                self.bill(customer, day, kind, euros(contract.yearly))

    def counter_orders(self, company: Company) -> None:
        """Orders by phone and through resellers, which never were an opportunity."""
        buyers = [account for account in company.live if not account.stays]
        for start in s.month_starts():
            for account in self.rng.sample(buyers, s.COUNTER_ORDERS_A_MONTH):
                day = start + timedelta(days=self.rng.randrange(28))
                amount = euros(s.COUNTER_ORDER * self.rng.lognormvariate(0, s.VALUE_SPREAD))
                if account.created_at.date() < day:
                    self.bill(Customer(account), day, "new", amount)


def _anniversaries(contract: Contract) -> Iterator[date]:
    """The days on which a year of it begins; those before the story were another book's."""
    day = contract.starts_on
    while day <= contract.last_day:
        if day >= s.FIRST_DAY:
            yield day
        day += YEAR


def invoice_rows(rng: Random, company: Company, contracts: list[Contract]) -> list[Row]:
    """All invoices and credit notes."""
    books = Books(rng)
    for deal in company.worked:
        if deal.stage == WON and deal.steps[-1].amount:
            books.project(deal)
    renewals = [deal for deal in company.worked if deal.type == "renewal" and deal.stage == WON]
    renewed = {(account_of(deal).id, deal.close_date.year) for deal in renewals}
    for contract in contracts:
        books.subscription(contract, renewed)
    books.counter_orders(company)
    books.rows.sort(key=lambda row: (str(row["issued_on"]), str(row["account_id"]), str(row["amount_net"])))
    ids = [f"F{str(row['issued_on'])[:4]}-{n:04}" for n, row in enumerate(books.rows, start=1)]
    rows = numbered("invoice_id", ids, books.rows)
    _credit(rng, rows)
    return _soiled(rng, rows)


def _credit(rng: Random, rows: list[Row]) -> None:
    """Part of a project is given back some weeks later."""
    projects = [row for row in rows if row["opportunity_id"] and row["status"] == "paid"]
    for number, row in enumerate(rng.sample(projects, CREDIT_NOTES), start=1):
        part = (Decimal(str(row["amount_net"])) * CREDITED).quantize(CENT)
        day = min(date.fromisoformat(str(row["issued_on"])) + CREDITED_AFTER, s.LAST_DAY)
        note: Row = {"invoice_id": f"AV-{number:03}", "kind": "credit_note", "status": "issued"}
        note |= {"issued_on": day, "amount_net": part, "ingested_at": synced(paris(day, 16))}
        rows.append(row | note)


def _soiled(rng: Random, rows: list[Row]) -> list[Row]:
    """Drafts, cancelled ones, empty types and margins; one twice, two that are quarantined."""
    plain = [row for row in rows if row["kind"] == "invoice" and not row["opportunity_id"]]
    for row in rng.sample(plain, WITHOUT_TYPE):
        row["revenue_type"] = None
    for row in rng.sample(rows, WITHOUT_MARGIN):
        row["gross_margin_rate"] = None
    worded, stranger, *void = rng.sample(plain, 2 + DRAFTS + CANCELLED)
    for row in void:
        row["status"] = "cancelled"
    for row in void[:DRAFTS]:
        row["status"] = "draft"
    worded["amount_net"] = "à compléter"
    stranger["account_id"] = "C-00417"
    return [*rows, dict(rows[60])]
