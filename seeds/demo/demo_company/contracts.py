"""Finance's list of contracts: subscriptions that run, end or are cancelled."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from demo_company import settings as s
from demo_company.accounts import Account
from demo_company.clock import day_in
from demo_company.company import Company, account_of
from demo_company.deals import Deal
from demo_company.draws import Decks
from demo_company.history import WON
from demo_company.table import Row

YEAR = timedelta(days=365)
SHORT_ID = 15  # finance takes its ids from a report
INDEXED = 1.03
CENT = Decimal("0.01")
SHORTEST_STAY, AFTER_DEALS = timedelta(days=100), timedelta(days=40)
CHURN_FROM, CHURN_TO = date(2024, 3, 1), date(2025, 11, 10)


@dataclass
class Contract:
    """A subscription of a customer."""

    account: Account
    deal: Deal | None
    starts_on: date
    ends_on: date | None
    yearly: float
    currency: str
    cancelled_on: date | None = None

    @property
    def last_day(self) -> date:
        """The last day it runs, or the story's."""
        return min(day for day in (self.ends_on, self.cancelled_on, s.LAST_DAY) if day)


def make_contracts(rng: Random, company: Company) -> list[Contract]:
    """All contracts by customer; some customers leave."""
    decks = Decks(rng)
    contracts: list[Contract] = []
    won = [deal for deal in company.worked if deal.stage == WON and deal.steps[-1].amount]
    for account in company.live:
        since = account.customer_since
        mine = [deal for deal in won if deal.account is account and deal.type != "renewal"]
        chain: list[Contract] = []
        if since and since < s.FIRST_DAY:
            value = decks.log_normal(s.YEARLY_VALUE[account.size], s.VALUE_SPREAD, "old")
            chain.append(Contract(account, None, since, None, value * s.RECURRING_SHARE, "EUR"))
        for deal in mine:
            chain += _of_deal(rng, deal)
        contracts += chain
    _churn(rng, company, contracts)
    return contracts


def _of_deal(rng: Random, deal: Deal) -> list[Contract]:
    """The contract of a won deal and those that follow it, each on the day after."""
    yearly = (deal.steps[-1].amount or 0) * 12 / (deal.months or 12) * s.RECURRING_SHARE
    starts_on = deal.close_date + timedelta(days=rng.randrange(3, 25))
    months, source, out = deal.months or 12, deal, []
    currency = "USD" if deal.in_dollars else "EUR"
    while starts_on <= s.LAST_DAY:
        ends_on = starts_on + months * YEAR / 12 - timedelta(days=1)
        out.append(Contract(account_of(deal), source, starts_on, ends_on, yearly, currency))
        starts_on, months, yearly = ends_on + timedelta(days=1), 12, yearly * INDEXED
    return out


def _churn(rng: Random, company: Company, contracts: list[Contract]) -> None:
    """Customers that leave."""
    for is_member, count in s.CHURNING.items():
        could = [
            (account, first)
            for account in company.live
            if bool(account.stays) == is_member
            and (first := _could_leave_from(company, account, contracts))
            and first < CHURN_TO
        ]
        for account, first in rng.sample(could, count):
            day = day_in(rng, first, CHURN_TO + timedelta(days=1))
            for one in [contract for contract in contracts if contract.account is account]:
                if one.starts_on > day:
                    contracts.remove(one)
                elif one.ends_on is None or one.ends_on > day:
                    one.cancelled_on = day


def _could_leave_from(company: Company, account: Account, contracts: list[Contract]) -> date | None:
    """Not before it was a customer for some months, and all its deals are over."""
    begun = [contract.starts_on for contract in contracts if contract.account is account]
    if not begun:
        return None
    dealt = [deal.steps[-1].at.date() + AFTER_DEALS for deal in company.worked if deal.account is account]
    return max([CHURN_FROM, min(begun) + SHORTEST_STAY, *dealt])


def contract_rows(contracts: list[Contract]) -> list[Row]:
    """Finance's list of contracts; one row twice, one without a beginning."""
    contracts.sort(key=lambda one: (one.starts_on, one.account.id, one.yearly))
    rows: list[Row] = []
    for number, one in enumerate(contracts, start=1):
        rows.append(
            {
                "contract_id": f"CT-{number:04}",
                "account_id": one.account.id[:SHORT_ID],
                "opportunity_id": one.deal.id[:SHORT_ID] if one.deal else None,
                "starts_on": one.starts_on,
                "ends_on": one.ends_on,
                "cancelled_on": one.cancelled_on,
                "annual_value": euros(one.yearly),
                "currency": one.currency,
            }
        )
    return [*rows, dict(rows[20]), rows[21] | {"contract_id": "CT-9001", "starts_on": None}]


def euros(amount: float) -> Decimal:
    """To the cent."""
    return Decimal(amount).quantize(CENT)
