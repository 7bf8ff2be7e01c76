"""Marketing-qualified accounts: when marketing hands an account over, and what sales makes of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from demo_company import settings as s
from demo_company.accounts import Account
from demo_company.clock import END, business_days_on, in_office, later, office_moment, paris, paris_day
from demo_company.company import Company
from demo_company.deals import Deal
from demo_company.draws import Decks

EXPIRES, COOLS = timedelta(days=90), timedelta(days=90)
DECISION_DAYS = 5
REFUSED = ("silent", "rejected")
SPARE = 0.04  # by how much an outcome may outrun its share
FAR = timedelta(days=75)  # a deal further off is another story


@dataclass
class Episode:
    """One time that an account was handed over; without `mqa_at` sales qualified it on its own."""

    account: Account
    outcome: str
    mqa_at: datetime | None = None
    sent_at: datetime | None = None
    accepted_at: datetime | None = None
    rejected_at: datetime | None = None
    sqa_at: datetime | None = None
    deal: Deal | None = None

    @property
    def starts_at(self) -> datetime:
        """When it was qualified first."""
        return self.mqa_at or self.sqa_at or END

    @property
    def ends_at(self) -> datetime:
        """When a new one may begin to cool."""
        if self.rejected_at or self.sqa_at:
            return self.rejected_at or self.sqa_at or END
        return self.deal.created_at if self.deal else self.starts_at + EXPIRES


class Desk:
    """Where marketing hands accounts over, account by account."""

    def __init__(self, rng: Random, company: Company) -> None:
        """Start with nothing handed over."""
        self.rng = rng
        self.decks = Decks(rng)
        self.company = company
        self.episodes: list[Episode] = []
        self.counts = dict.fromkeys(s.MQA_OUTCOMES, 0)

    def work(self) -> list[Episode]:
        """All episodes in time order."""
        for account in self.company.programme:
            self._walk(account)
            self._without_mqa(account)
        others = [d.account for d in self.company.worked if d.account and not d.account.stays]
        for account in self.rng.sample(list({a.id: a for a in others}.values()), s.OTHER_MQA_ACCOUNTS):
            self._once(account)
        self.episodes.sort(key=lambda episode: (episode.starts_at, episode.account.id))
        return self.episodes

    def _walk(self, account: Account) -> None:
        stay = account.stays[0]
        at = later(self.rng, paris(stay.valid_from, 9), 12, 50)
        left = account.stays[-1].valid_to
        end = paris(left, 0) if left else END
        while at < end:
            episode = self._next(account, at)
            if episode is None:
                at += timedelta(days=9)
                continue
            if episode.starts_at < end:
                self.counts[episode.outcome] += 1
                self.episodes.append(episode)
            at = later(self.rng, episode.ends_at + COOLS, 12, 75)

    def _once(self, account: Account) -> None:
        day = s.FIRST_DAY + timedelta(days=self.rng.randrange(90, 640))
        at = max(office_moment(self.rng, day), account.created_at + timedelta(days=20))
        episode = self._next(account, in_office(self.rng, at))
        if episode:
            self.episodes.append(episode)

    def _next(self, account: Account, at: datetime) -> Episode | None:
        """The outcome that is most wanting, of those that the account's deals leave room for."""
        created = [deal for deal in self.company.funnel_deals_of(account) if deal.created_at > at]
        total = sum(self.counts.values()) + 1
        wanting = sorted(s.MQA_OUTCOMES, key=lambda name: self.counts[name] / total - s.MQA_OUTCOMES[name])
        if paris_day(at) >= s.PROGRAMME_CHANGE:
            # sales is asked first now
            wanting.sort(key=lambda name: name in REFUSED)
        for outcome in wanting:
            spare = 0 if outcome in REFUSED else SPARE
            if self.counts[outcome] / total > s.MQA_OUTCOMES[outcome] + spare:
                continue
            if outcome == "opportunity":
                if created and timedelta(days=7) < created[0].created_at - at < FAR:
                    return self._to_deal(account, at, created[0])
                continue
            episode = self._without_deal(account, at, outcome)
            until = episode.ends_at if outcome == "rejected" else episode.ends_at + timedelta(days=1)
            until += EXPIRES if outcome == "sqa" else timedelta(0)
            if not created or created[0].created_at > until:
                return episode
        return None

    def _to_deal(self, account: Account, at: datetime, deal: Deal) -> Episode:
        room = (deal.created_at - at).days
        mqa_at = later(
            self.rng, deal.created_at - timedelta(days=min(room, self.rng.randrange(14, 50))), 0, 1
        )
        episode = Episode(account, "opportunity", max(mqa_at, at), deal=deal)
        self._decide(episode, in_time=self._accepts_in_time(episode.starts_at))
        after = (episode.accepted_at or episode.starts_at) + timedelta(hours=2)
        if self.rng.random() > s.STRAIGHT_TO_DEAL and after < deal.created_at:
            episode.sqa_at = in_office(
                self.rng, after + (deal.created_at - after) * self.rng.uniform(0.3, 0.9)
            )
            episode.sqa_at = min(episode.sqa_at, deal.created_at - timedelta(minutes=40))
        if episode.accepted_at and episode.accepted_at > (episode.sqa_at or deal.created_at):
            episode.accepted_at = None
        return episode

    def _without_deal(self, account: Account, at: datetime, outcome: str) -> Episode:
        episode = Episode(account, outcome, at)
        if outcome == "silent":
            episode.sent_at = in_office(self.rng, at + timedelta(hours=self.rng.randrange(1, 20)))
            return episode
        self._decide(episode, self._accepts_in_time(at), rejects=outcome == "rejected")
        if outcome == "sqa" and episode.accepted_at:
            episode.sqa_at = later(self.rng, episode.accepted_at, 6, 40)
        return episode

    def _accepts_in_time(self, at: datetime) -> bool:
        in_gap = s.in_sdr_gap(paris_day(at))
        share = s.ACCEPTED_IN_TIME_IN_GAP if in_gap else s.ACCEPTED_IN_TIME
        return self.decks.uniform("in time", in_gap) < share

    def _decide(self, episode: Episode, in_time: bool, rejects: bool = False) -> None:
        """Sales takes the account or hands it back, within the working days it has or after."""
        sent_at = in_office(self.rng, episode.starts_at + timedelta(hours=self.rng.randrange(1, 20)))
        days = self.rng.randrange(0, DECISION_DAYS) if in_time else self.rng.randrange(6, 13)
        day = business_days_on(paris_day(sent_at), days)
        at = (
            office_moment(self.rng, day) if days else sent_at + timedelta(minutes=self.rng.randrange(20, 200))
        )
        episode.sent_at = sent_at
        if rejects:
            episode.rejected_at = at
        else:
            episode.accepted_at = at

    def _without_mqa(self, account: Account) -> None:
        """Deals that sales qualified without marketing."""
        mine = [episode for episode in self.episodes if episode.account is account]
        for deal in self.company.funnel_deals_of(account):
            sqa_at = later(self.rng, deal.created_at - timedelta(days=self.rng.randrange(4, 26)), 0, 1)
            busy = any(_meets(e, sqa_at) for e in mine)
            wanted = self.decks.uniform("alone") < s.SQA_WITHOUT_MQA
            if deal.is_abm and not busy and wanted and sqa_at < deal.created_at:
                episode = Episode(account, "opportunity", sqa_at=sqa_at, deal=deal)
                mine.append(episode)
                self.episodes.append(episode)


def _meets(episode: Episode, sqa_at: datetime) -> bool:
    """In the middle of the episode, or so near its own qualification that it says the same again."""
    said = episode.sqa_at or episode.ends_at
    return episode.starts_at <= sqa_at <= episode.ends_at or abs(said - sqa_at) < EXPIRES
