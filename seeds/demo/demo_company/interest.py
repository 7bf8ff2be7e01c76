"""When an account is interested, and in what: what web, mail, form and event tables then show."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random

from demo_company.accounts import Account
from demo_company.clock import END, day_in, later, office_moment, paris, paris_day, working_day
from demo_company.company import FUNNEL_TYPES, Company, account_of
from demo_company.deals import Deal
from demo_company.draws import Decks
from demo_company.people import Contact
from demo_company.qualification import Episode
from demo_company.settings import FIRST_DAY, LAST_DAY, MARKETED, MARKETED_EARLY, MARKETING_FIRST

LOOKS_BACK, LOOKS_ON = timedelta(days=91), timedelta(days=12)
FIRST_TOUCH = (24, 82)  # days before a deal
EPISODE_BEFORE, EPISODE_AFTER = timedelta(days=38), timedelta(days=6)
EPISODE_STRENGTH = {"opportunity": 1.0, "sqa": 0.7, "accepted": 0.4, "rejected": 0.3, "silent": 0.3}
DEAL_STRENGTH = {True: 1.0, False: 0.4}
PASSING_SHARE, PASSING_DAYS, PASSING_STRENGTH = 0.06, timedelta(days=20), 0.15
GROUP = (2, 5)


@dataclass(frozen=True)
class Interest:
    """A stretch of time, [starts_at, ends_at), in which some people of an account look around."""

    account: Account
    starts_at: datetime
    ends_at: datetime
    strength: float
    people: list[Contact] = field(default_factory=list)
    deal: Deal | None = None

    def moment(self, rng: Random) -> datetime:
        """A working moment in it; the later the likelier."""
        share = max(rng.random(), rng.random())
        day = paris_day(self.starts_at + (self.ends_at - self.starts_at) * share)
        return max(office_moment(rng, working_day(rng, day)), self.starts_at)


@dataclass(frozen=True)
class Attention:
    """All interests, and the stretches in which sales leaves an account to marketing."""

    interests: list[Interest]
    quiet: dict[str, list[tuple[datetime, datetime]]]

    def is_quiet(self, account: Account, at: datetime) -> bool:
        """Sales does not reach out to the account then: marketing is first at its next deal."""
        return any(first <= at < after for first, after in self.quiet.get(account.id, []))


def make_interests(rng: Random, company: Company, episodes: list[Episode]) -> Attention:
    """Interest that marketing woke before deals and qualifications, and some that came to nothing."""
    decks = Decks(rng)
    out: list[Interest] = []
    quiet: dict[str, list[tuple[datetime, datetime]]] = {}
    for deal in company.worked:
        early = MARKETED_EARLY if deal.created_at.year == FIRST_DAY.year else 1
        share = MARKETED[deal.is_abm] * early
        if deal.type not in FUNNEL_TYPES or decks.uniform("marketed", deal.is_abm, early) >= share:
            continue
        account, created_at = account_of(deal), deal.created_at
        starts_at = later(rng, created_at - timedelta(days=rng.randrange(*FIRST_TOUCH)), 0, 1)
        span = (starts_at, created_at + LOOKS_ON)
        out.append(_group(rng, company, Interest(account, *span, DEAL_STRENGTH[deal.is_abm], deal=deal)))
        if decks.uniform("first", deal.is_abm) < MARKETING_FIRST[deal.is_abm]:
            quiet.setdefault(account.id, []).append((created_at - LOOKS_BACK, starts_at + timedelta(hours=3)))
    for episode in episodes:
        if episode.mqa_at:
            span = (episode.mqa_at - EPISODE_BEFORE, episode.mqa_at + EPISODE_AFTER)
            strength = EPISODE_STRENGTH[episode.outcome]
            out.append(_group(rng, company, Interest(episode.account, *span, strength)))
    for account in company.live:
        if not account.stays and rng.random() < PASSING_SHARE:
            start = paris(day_in(rng, FIRST_DAY, LAST_DAY - PASSING_DAYS), 9)
            span = (start, start + PASSING_DAYS)
            out.append(_group(rng, company, Interest(account, *span, PASSING_STRENGTH)))
    first = paris(FIRST_DAY, 0)
    out = [one for one in out if one.people and one.starts_at >= first and one.starts_at < END]
    out.sort(key=lambda one: (one.starts_at, one.account.id))
    return Attention(out, quiet)


def _group(rng: Random, company: Company, interest: Interest) -> Interest:
    """Who of the account it is that looks around."""
    staff = [c for c in company.people_at(interest.account, interest.starts_at) if c.email]
    count = min(len(staff), rng.randrange(*GROUP))
    return replace(interest, people=rng.sample(staff, count))
