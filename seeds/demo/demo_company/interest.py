"""When an account is interested, and how much: what web, mail, form and event tables then show."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from demo_company.accounts import Account
from demo_company.clock import END, day_in, office_moment, paris, working_day
from demo_company.company import Company, account_of
from demo_company.people import Contact
from demo_company.settings import FIRST_DAY, LAST_DAY

BEFORE_DEAL, AFTER_DEAL = timedelta(days=70), timedelta(days=25)
STRENGTH = {
    ("new_business", True): 1.0,
    ("new_business", False): 0.5,
    ("expansion", True): 0.5,
    ("expansion", False): 0.25,
}
WELCOME_DAYS, WELCOME_STRENGTH = timedelta(days=90), 0.6
PASSING_SHARE, PASSING_DAYS, PASSING_STRENGTH = 0.45, timedelta(days=40), 0.3
FORGETTING = 0.08  # how much of the strongest interest is left outside every window


@dataclass(frozen=True)
class Interest:
    """A stretch of time, [starts_at, ends_at), in which people of an account look around."""

    account: Account
    starts_at: datetime
    ends_at: datetime
    strength: float
    leads_to: str | None = None

    def moment(self, rng: Random) -> datetime:
        """A working moment in it; the later the likelier."""
        share = max(rng.random(), rng.random())
        day = (self.starts_at + (self.ends_at - self.starts_at) * share).date()
        return office_moment(rng, working_day(rng, day))


def make_interests(rng: Random, company: Company) -> list[Interest]:
    """Interest that led to deals, that the programme woke, and that came to nothing."""
    out = []
    for deal in company.worked:
        strength = STRENGTH.get((deal.type, deal.is_abm))
        if strength:
            span = (deal.created_at - BEFORE_DEAL, deal.created_at + AFTER_DEAL)
            out.append(Interest(account_of(deal), *span, strength, leads_to=deal.id))
    for account in company.live:
        if account.stays:
            start = paris(account.stays[0].valid_from + timedelta(days=7), 9)
            out.append(Interest(account, start, start + WELCOME_DAYS, WELCOME_STRENGTH))
        elif rng.random() < PASSING_SHARE:
            start = paris(day_in(rng, FIRST_DAY, LAST_DAY - PASSING_DAYS), 9)
            out.append(Interest(account, start, start + PASSING_DAYS, PASSING_STRENGTH))
    first = paris(FIRST_DAY, 0)
    return [interest for interest in out if interest.ends_at > first and interest.starts_at < END]


class Attention:
    """How likely somebody looks at what they are sent, by the interests of their account."""

    def __init__(self, interests: list[Interest]) -> None:
        """Sort the interests by account."""
        self._by_account: dict[str, list[Interest]] = {}
        for interest in interests:
            self._by_account.setdefault(interest.account.id, []).append(interest)

    def of(self, contact: Contact, at: datetime) -> float:
        """Between `FORGETTING` and 1."""
        some = self._by_account.get(contact.account.id if contact.account else "", [])
        strengths = [i.strength for i in some if i.starts_at <= at < i.ends_at]
        return max([FORGETTING, *strengths])
