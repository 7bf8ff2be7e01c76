"""Requests that ask for a salesperson, and when one answered."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from demo_company import settings as s
from demo_company.clock import END, in_office, paris, paris_day
from demo_company.company import Company
from demo_company.draws import Decks
from demo_company.interest import Attention, Interest
from demo_company.people import Contact
from demo_company.settings import in_sdr_gap

AT_LEAST = timedelta(minutes=25)
FAST_FROM = date(2025, 7, 1)
# Requests of the last days that nobody has answered yet, by hours before the end
OPEN_HOURS = (171, 98, 76, 31, 9)
FREE_OF_ANSWERS = timedelta(days=4)


@dataclass(frozen=True)
class Signal:
    """A person asks; `answered_at` is None while nobody has called back."""

    contact: Contact
    kind: str
    at: datetime
    answered_at: datetime | None


def make_signals(rng: Random, company: Company, attention: Attention) -> list[Signal]:
    """All requests in time order."""
    decks = Decks(rng)
    out = []
    for interest in attention.interests:
        if decks.uniform("asks") < s.SIGNAL_SHARE * (0.1 + interest.strength):
            at = _moment(rng, interest)
            if at < END - FREE_OF_ANSWERS:
                out.append(_signal(rng, decks, interest, at))
    tiered = [account for account in company.programme if account.tier_on(s.LAST_DAY) in (2, 3)]
    for account, hours in zip(rng.sample(tiered, len(OPEN_HOURS)), OPEN_HOURS, strict=True):
        at = END - timedelta(hours=hours, minutes=rng.randrange(60))
        staff = [c for c in company.people_at(account, at) if c.email]
        out.append(Signal(rng.choice(staff), _kind(rng), at, None))
    out.sort(key=lambda signal: (signal.at, signal.contact.id))
    return out


def _moment(rng: Random, interest: Interest) -> datetime:
    """Late in the interest, before its deal."""
    until = interest.deal.created_at if interest.deal else interest.ends_at
    at = in_office(rng, interest.starts_at + (until - interest.starts_at) * rng.uniform(0.35, 0.97))
    return max(at, interest.starts_at + timedelta(minutes=20))


def _signal(rng: Random, decks: Decks, interest: Interest, at: datetime) -> Signal:
    day = paris_day(at)
    first = interest.account.tier_on(day) == 1
    when = "gap" if in_sdr_gap(day) else "after" if day >= FAST_FROM else "before"
    key = "after, tier 1" if when == "after" and first else when
    hours = decks.log_normal(s.ANSWER_HOURS[key], s.ANSWER_SPREAD, key)
    answered_at = in_office(rng, at + max(timedelta(hours=hours), AT_LEAST))
    if key == "after, tier 1" and answered_at - at > timedelta(hours=50):
        # at the weekend somebody is on call for these accounts
        answered_at = at + timedelta(hours=rng.uniform(3, 30))
    person = rng.choice(interest.people)
    return Signal(person, _kind(rng), at, answered_at if answered_at < paris(s.LAST_DAY, 17) else None)


def _kind(rng: Random) -> str:
    return rng.choices(list(s.SIGNAL_KINDS), list(s.SIGNAL_KINDS.values()))[0]
