"""What sales does all day: calls, mails, meetings and to-dos, drafted here and written by activities."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random

from demo_company import settings as s
from demo_company.accounts import Account
from demo_company.clock import END, in_office, later, paris, paris_day
from demo_company.company import Company, account_of
from demo_company.deals import Deal
from demo_company.draws import Decks
from demo_company.interest import Attention
from demo_company.people import Contact
from demo_company.qualification import Episode
from demo_company.signals import Signal

CALL, EMAIL, MEETING, MESSAGE, TODO, CADENCE = "Call", "Email", "Meeting", "LinkedIn", "", "Cadence"
REACHES_OUT = (CALL, CALL, EMAIL, EMAIL, MESSAGE)
SUBJECTS = {
    CALL: ("Appel de suivi", "Appel de découverte", "Point téléphonique"),
    EMAIL: ("Suite à notre échange", "Proposition de rendez-vous", "Documents promis"),
    MESSAGE: ("Message LinkedIn",),
    CADENCE: ("Séquence de prospection",),
    MEETING: ("Rendez-vous", "Démonstration", "Atelier de cadrage", "Point projet"),
    TODO: (
        "Préparer la proposition",
        "Relancer l'acheteur",
        "Envoyer les références",
        "Mettre à jour le chiffrage",
    ),
}
# Days between two approaches, by tier; accounts outside the programme are tried now and then
EVERY = {1: (10, 19), 2: (24, 44), 3: (34, 60), None: (110, 380)}
GAP_SKIPS, CADENCE_SHARE = 0.6, 0.2
DEAL_TOUCHES, DEAL_MEETING, DEAL_TODO = (1, 2, 2), 0.5, 0.55
INBOUND_CALLS = 0.04
# Tier 1 accounts that nobody has called for a while at the end
LEFT_ALONE, LEFT_ALONE_FROM = 2, date(2025, 12, 12)
STILL_TO_COME = 12


@dataclass(frozen=True)
class Activity:
    """One thing done or to do; `due` and `done_at` matter for to-dos, `at` is when it was written or held."""

    kind: str
    at: datetime
    user: str
    account: Account
    person: Contact | None = None
    deal: Deal | None = None
    subject: str = ""
    due: date | None = None
    done_at: datetime | None = None
    inbound: bool = False


class SalesTeam:
    """Draws the activities of everybody."""

    def __init__(self, rng: Random, company: Company, attention: Attention) -> None:
        """Start with an empty diary."""
        self.rng = rng
        self.decks = Decks(rng)
        self.company = company
        self.attention = attention
        self.out: list[Activity] = []
        tier_1 = [a for a in company.programme if a.tier_on(s.LAST_DAY) == 1]
        # from when on nobody calls an account
        self.silent_from = {a.id: paris(LEFT_ALONE_FROM, 0) for a in rng.sample(tier_1, LEFT_ALONE)}

    def work(self, signals: list[Signal], episodes: list[Episode]) -> list[Activity]:
        """All activities in time order."""
        for signal in signals:
            if signal.contact.account and signal.answered_at is None:
                self.silent_from.setdefault(signal.contact.account.id, signal.at)
        for signal in signals:
            self._answer(signal)
        for episode in episodes:
            self._qualify(episode)
        for deal in self.company.worked:
            self._pursue(deal)
        for account in self.company.live:
            self._prospect(account)
        self._look_ahead()
        self.out.sort(key=lambda one: (one.at, one.account.id, one.kind, one.subject))
        return self.out

    def _answer(self, signal: Signal) -> None:
        account = signal.contact.account
        if account and signal.answered_at:
            kind = self.rng.choice((CALL, CALL, EMAIL))
            user = self._prospector(account, paris_day(signal.answered_at))
            self._add(Activity(kind, signal.answered_at, user, account, signal.contact), answers=True)

    def _qualify(self, episode: Episode) -> None:
        """A call once the account is accepted, the meeting that makes it sales-qualified."""
        account = episode.account
        if episode.accepted_at:
            at = in_office(self.rng, episode.accepted_at + timedelta(hours=self.rng.randrange(2, 30)))
            self._add(Activity(CALL, at, self._prospector(account, paris_day(at)), account))
        if episode.sqa_at:
            held = in_office(self.rng, episode.sqa_at - timedelta(hours=self.rng.randrange(2, 30)))
            self._add(Activity(MEETING, held, account.owner, account))

    def _pursue(self, deal: Deal) -> None:
        account = account_of(deal)
        ends = deal.steps[-1].at if deal.is_closed else END
        span = ends - deal.created_at
        for _ in range(self.rng.choice(DEAL_TOUCHES)):
            at = in_office(self.rng, deal.created_at + span * self.rng.random())
            self._add(Activity(self.rng.choice((CALL, EMAIL)), at, deal.owner, account, deal=deal))
        if self.rng.random() < DEAL_MEETING:
            at = in_office(self.rng, deal.created_at + span * self.rng.uniform(0.1, 0.9))
            self._add(Activity(MEETING, at, deal.owner, account, deal=deal))
        if self.rng.random() < DEAL_TODO:
            self._to_do(deal, in_office(self.rng, deal.created_at + span * self.rng.uniform(0, 0.8)))

    def _to_do(self, deal: Deal, at: datetime) -> None:
        """Written down, due some days on; most are done by then, some late, some never."""
        due = paris_day(later(self.rng, at, 2, 15))
        draw = self.decks.uniform("to do")
        done_at: datetime | None = None
        if draw < s.TASKS_IN_TIME:
            done_at = in_office(self.rng, at + (paris(due, 12) - at) * self.rng.uniform(0.3, 0.95))
            done_at = min(done_at, paris(due, 17, 40))
        elif draw < s.TASKS_IN_TIME + s.TASKS_LATE:
            done_at = later(self.rng, paris(due, 12), 1, 12)
        if done_at and done_at >= END:
            done_at = None
        account = account_of(deal)
        self._add(Activity(TODO, at, deal.owner, account, deal=deal, due=due, done_at=done_at))

    def _prospect(self, account: Account) -> None:
        at = later(self.rng, max(account.created_at, paris(s.FIRST_DAY, 9)), 3, 120)
        while at < END:
            day = paris_day(at)
            missing = s.in_sdr_gap(day) and self.rng.random() < GAP_SKIPS
            if not (missing or self.attention.is_quiet(account, at)):
                kind = CADENCE if self.rng.random() < CADENCE_SHARE else self.rng.choice(REACHES_OUT)
                inbound = kind == CALL and self.rng.random() < INBOUND_CALLS
                self._add(Activity(kind, at, self._prospector(account, day), account, inbound=inbound))
            at = later(self.rng, at, *EVERY[account.tier_on(day)])

    def _look_ahead(self) -> None:
        """Meetings that are in the diary for January."""
        open_deals = [deal for deal in self.company.worked if not deal.is_closed]
        for deal in self.rng.sample(open_deals, STILL_TO_COME):
            at = later(self.rng, END, 5, 30)
            self._add(Activity(MEETING, at, deal.owner, account_of(deal), deal=deal), planned=True)

    def _prospector(self, account: Account, day: date) -> str:
        return self.company.sdr_of(account, day) if account.stays else account.owner

    def _add(self, one: Activity, answers: bool = False, planned: bool = False) -> None:
        """Write it down with a person and a subject, unless it lies outside the story or was not to be."""
        account, at = one.account, one.at
        alone = self.silent_from.get(account.id, END) <= at < END
        held_back = (alone or self.attention.is_quiet(account, at)) and one.kind != TODO and not answers
        if (at >= END and not planned) or held_back or paris_day(at) < s.FIRST_DAY:
            return
        person = one.person
        if person is None:
            staff = self.company.people_at(account, at)
            person = self.rng.choice(staff) if staff else None
        subject = "Réponse à votre demande" if answers else self.rng.choice(SUBJECTS[one.kind])
        self.out.append(replace(one, person=person, subject=subject))
