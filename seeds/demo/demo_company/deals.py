"""Opportunities: who gets one, what it is worth, and how it ends."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from demo_company import settings as s
from demo_company import words
from demo_company.accounts import Account
from demo_company.clock import END, office_moment, paris_day, working_day
from demo_company.draws import Decks
from demo_company.history import CLOSED, WON, Course, Step, live_through, rounded

LEAD_SOURCES = {
    True: ("Outbound", "Webinar", "Trade Show", "Web", "Partner Referral"),
    False: ("Web", "Outbound", "Trade Show", "Partner Referral", "Customer Referral"),
}
TIER_DEALS = {1: 1.25, 2: 1.0, 3: 0.85}
SIZE_DEALS = {"S": 0.95, "M": 1.0, "L": 1.25, "U": 1.2}
OTHER_OWNER_SHARE = 0.1
CROWDING = 1.5  # how fast an account that had deals becomes unlikely to get another
CUSTOMER_NEW_BUSINESS = 0.5
MEMBER_LATER_BUSINESS = 1.3
SHORTEST_DAYS = 4
DAYS_IN_YEAR_MONTHS = 12


@dataclass
class Deal:
    """An opportunity, its history, and what the CRM holds of it."""

    account: Account | None
    type: str
    is_abm: bool
    owner: str
    opener: str
    product: str
    in_dollars: bool
    source: str
    months: int | None
    forecast: date
    steps: list[Step] = field(default_factory=list)
    has_type: bool = True
    deleted_at: datetime | None = None
    id: str = ""

    @property
    def created_at(self) -> datetime:
        """When the deal was typed in."""
        return self.steps[0].at

    @property
    def stage(self) -> str:
        """The stage it is in on the story's last day."""
        return self.steps[-1].stage

    @property
    def is_closed(self) -> bool:
        """Won or lost by the story's last day."""
        return self.stage in CLOSED

    @property
    def close_date(self) -> date:
        """The Paris day it closed, or the day the owner forecasts."""
        return paris_day(self.steps[-1].at) if self.is_closed else self.forecast

    @property
    def label(self) -> str:
        """Name in the CRM."""
        company = self.account.name if self.account else "À rattacher"
        ending = {"expansion": " - extension", "renewal": " - renouvellement"}.get(self.type, "")
        return f"{company} - {self.product}{ending}"


class SalesFloor:
    """The sales team's two years, month by month."""

    def __init__(self, rng: Random, accounts: list[Account]) -> None:
        """Start with the live accounts and no deal."""
        self.rng = rng
        self.decks = Decks(rng)
        self.accounts = accounts
        self.deals: list[Deal] = []
        self.had: Counter[tuple[str, str]] = Counter()

    def work(self) -> list[Deal]:
        """All deals of all months, in the order of their creation."""
        starts = s.month_starts()
        for number, start in enumerate(starts):
            after = starts[number + 1] if number + 1 < len(starts) else s.LAST_DAY + timedelta(1)
            days = [day for day in s.days_between(start, after) if working_day(self.rng, day) == day]
            self._open(days, "new_business", True, s.ABM_DEALS_A_MONTH[number])
            self._open(days, "new_business", False, s.OTHER_DEALS_A_MONTH[number])
            self._open(days, "expansion", None, s.EXPANSIONS_A_MONTH[number])
            self._open(days, "renewal", None, s.RENEWALS_A_MONTH[number])
        self.deals.sort(key=lambda deal: deal.created_at)
        return self.deals

    def _open(self, days: list[date], kind: str, is_abm: bool | None, count: int) -> None:
        for _ in range(count):
            created_at = office_moment(self.rng, self.rng.choice(days))
            account = self._pick(kind, is_abm, paris_day(created_at))
            self.deals.append(self._deal(account, kind, created_at))

    def _pick(self, kind: str, is_abm: bool | None, day: date) -> Account:
        """An account that can have such a deal that day; the less it had, the likelier."""
        open_to = [a for a in self.accounts if self._can_have(a, kind, is_abm, day)]
        weights = [self._weight(account, kind, day) for account in open_to]
        account = self.rng.choices(open_to, weights)[0]
        self.had[account.name, kind] += 1
        return account

    def _can_have(self, account: Account, kind: str, is_abm: bool | None, day: date) -> bool:
        if paris_day(account.created_at) >= day:
            return False
        since = account.customer_since
        if kind != "new_business":
            return since is not None and since < day
        return (account.tier_on(day) is not None) == is_abm

    def _weight(self, account: Account, kind: str, day: date) -> float:
        tier = account.tier_on(day)
        weight: float = TIER_DEALS[tier] if tier else 1.0
        weight *= SIZE_DEALS[account.size] / (1 + self.had[account.name, kind]) ** CROWDING
        if kind == "new_business":
            return weight * (CUSTOMER_NEW_BUSINESS if account.customer_since else 1.0)
        return weight * (MEMBER_LATER_BUSINESS if tier else 1.0)

    def _deal(self, account: Account, kind: str, created_at: datetime) -> Deal:
        day = paris_day(created_at)
        tier = account.tier_on(day)
        owner = account.owner
        if self.rng.random() < OTHER_OWNER_SHARE:
            owner = self.rng.choice(list(words.OWNERS))
        months = self.rng.choices(list(s.CONTRACT_MONTHS), list(s.CONTRACT_MONTHS.values()))[0]
        deal = Deal(
            account=account,
            type=kind,
            is_abm=tier is not None,
            owner=owner,
            opener=self._opener(owner, kind, day),
            product=self.rng.choice(words.PRODUCTS),
            in_dollars=account.in_dollars,
            source=self.rng.choice(LEAD_SOURCES[tier is not None]),
            months=months or None,
            forecast=s.LAST_DAY + timedelta(days=self.rng.randrange(9, 150)),
        )
        course = self._course(deal, created_at, tier)
        deal.steps = [step for step in live_through(self.rng, course) if step.at < END]
        if deal.stage == WON and account.customer_since is None:
            account.customer_since = deal.close_date
        return deal

    def _opener(self, owner: str, kind: str, day: date) -> str:
        """Who types a deal in: its owner, or an SDR who works there that day."""
        if kind != "new_business":
            return owner
        second = "sdr2" if day <= s.SDR_LEFT else "sdr3" if day >= s.SDR_JOINED else "sdr1"
        return self.rng.choice((owner, owner, "sdr1", second))

    def _course(self, deal: Deal, created_at: datetime, tier: int | None) -> Course:
        """Draw the deal's worth, its days and its end."""
        size = deal.account.size if deal.account else "U"
        wins, slowness = words.OWNERS[deal.owner]
        is_abm, day = deal.is_abm, paris_day(created_at)
        chance = s.WIN_RATE[deal.type, is_abm] * s.SIZE_WIN.get((size, is_abm), 1.0) * wins
        is_won = self.decks.uniform("win", deal.type, is_abm) < chance
        days = s.TYPICAL_DAYS[is_abm] * s.SIZE_DAYS[size] * s.TYPE_DAYS[deal.type] * slowness
        if is_abm and day.year == s.FIRST_DAY.year:
            days *= s.EARLY_ABM_DAYS
        drawn = self.decks.log_normal(days, s.DAYS_SPREAD, "days", is_abm, deal.type)
        close_day = day + timedelta(days=max(SHORTEST_DAYS, round(drawn)))
        yearly = s.YEARLY_VALUE[size] * s.TYPE_VALUE[deal.type]
        if tier:
            yearly *= s.TIER_VALUE[tier] * s.ABM_VALUE_BY_HALF[s.half_year(day)]
        yearly = self.decks.log_normal(yearly, s.VALUE_SPREAD, "value", is_abm, size, is_won)
        euros = yearly * (deal.months or DAYS_IN_YEAR_MONTHS) / DAYS_IN_YEAR_MONTHS
        amount = rounded(euros * (s.DOLLARS_PER_EURO if deal.in_dollars else 1))
        growth = self.rng.gauss(s.GROWTH[is_abm, is_won], s.GROWTH_SPREAD)
        return Course(created_at, close_day, is_won, amount, rounded(amount * growth))
