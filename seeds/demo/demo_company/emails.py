"""Marketing e-mails: who was sent what, and what their mailbox did with it.

Not every open or click is a person: privacy relays open each mail, and the gateways of two accounts
follow each link within seconds of delivery.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from demo_company.clock import END, in_office, paris, synced
from demo_company.content import SITE
from demo_company.hubspot_people import Subscriber
from demo_company.table import Row

MAILS = (
    (date(2024, 1, 16), "Newsletter janvier 2024", "/blog/tendances-maintenance"),
    (date(2024, 3, 12), "ABM - Votre atelier en 2024", "/ressources/diagnostic-atelier"),
    (date(2024, 4, 16), "ABM - Le coût d'un arrêt", "/ressources/calculateur-arret"),
    (date(2024, 5, 21), "ABM - Vos pairs : la laiterie", "/cas-clients/laiterie"),
    (date(2024, 6, 18), "Newsletter juin 2024", "/blog/pieces-de-rechange"),
    (date(2024, 7, 2), "ABM - Disponibilité : où en êtes-vous ?", "/blog/disponibilite-atelier"),
    (date(2024, 9, 17), "ABM - Vos pairs : la fonderie", "/cas-clients/fonderie"),
    (date(2024, 10, 22), "ABM - Feuille de route maintenance", "/ressources/guide-maintenance"),
    (date(2024, 11, 12), "Newsletter novembre 2024", "/blog/tendances-maintenance"),
    (date(2024, 12, 3), "ABM - Comparer les offres", "/offres/comparatif"),
    (date(2025, 1, 14), "ABM - Votre atelier en 2025", "/ressources/diagnostic-atelier"),
    (date(2025, 2, 18), "ABM - Le coût d'un arrêt, un an après", "/ressources/calculateur-arret"),
    (date(2025, 3, 11), "Newsletter mars 2025", "/blog/maintenance-predictive"),
    (date(2025, 4, 8), "ABM - Vos pairs : les transports", "/cas-clients/transports"),
    (date(2025, 5, 20), "ABM - Diagnostic de site", "/ressources/diagnostic-atelier"),
    (date(2025, 7, 8), "ABM - Pour le responsable maintenance", "/cas-clients/hydro"),
    (date(2025, 9, 9), "ABM - Pour l'acheteur", "/ressources/cahier-des-charges"),
    (date(2025, 10, 14), "ABM - Pour la direction", "/ressources/calculateur-arret"),
    (date(2025, 10, 28), "Newsletter octobre 2025", "/blog/disponibilite-atelier"),
    (date(2025, 11, 18), "ABM - Feuille de route 2026", "/ressources/guide-maintenance"),
)
FIRST_CAMPAIGN, CAMPAIGN_STEP = 214_500_301, 1117
PROGRAMME = "ABM"

BOUNCED, OPENS, CLICKS_TOO, READS_AGAIN, LEAVES = 0.03, 0.19, 0.42, 0.05, 0.03
RELAY_SHARE = 0.22
GATEWAYS_KNOWN = 0.5  # of their clicks, those that HubSpot takes for a robot's
RELAY = "Mozilla/5.0"
GATEWAY = "Mozilla/5.0 (compatible; MailSecurityScanner/2.1)"
AGENTS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/124.0",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X) Safari/605.1",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4)",
    "Mozilla/5.0 (Windows NT 10.0) Outlook/16.0",
)
OUTAGE = (date(2025, 11, 18), date(2025, 11, 21))
OUTAGE_ENDED = date(2025, 11, 26)


@dataclass(frozen=True)
class Mail:
    """One e-mail campaign."""

    id: str
    name: str
    path: str
    at: datetime

    @property
    def is_abm(self) -> bool:
        """Written for the programme's accounts."""
        return self.name.startswith(PROGRAMME)


@dataclass
class Outbox:
    """The raw tables of e-mail, and who read what, for the website and the spreadsheets."""

    events: list[Row] = field(default_factory=list)
    opens: list[Row] = field(default_factory=list)
    clicks: list[Row] = field(default_factory=list)
    delivered: list[tuple[Mail, Subscriber, datetime]] = field(default_factory=list)
    clicked: list[tuple[Mail, Subscriber, datetime]] = field(default_factory=list)


def make_mails() -> list[Mail]:
    """All e-mail campaigns."""
    return [
        Mail(str(FIRST_CAMPAIGN + n * CAMPAIGN_STEP), name, path, paris(day, 9, 30))
        for n, (day, name, path) in enumerate(MAILS)
    ]


def mail_rows(mails: list[Mail]) -> list[Row]:
    """HubSpot's e-mail campaigns."""
    return [
        {
            "id": mail.id,
            "name": mail.name,
            "subject": mail.name.removeprefix("ABM - "),
            "type": "BATCH_EMAIL",
            "_fivetran_synced": synced(mail.at),
        }
        for mail in mails
    ]


class Postman:
    """Sends mails, and writes down what became of them."""

    def __init__(self, rng: Random, out: Outbox) -> None:
        """Write into `out`."""
        self.rng, self.out = rng, out

    def send(self, mail: Mail, to: Subscriber, answers_at: datetime | None, by_gateway: bool) -> None:
        """Everything that follows from sending one mail; `answers_at` if its reader clicks."""
        rng = self.rng
        at = mail.at + timedelta(seconds=rng.randrange(1, 90))
        self._event("SENT", mail, to, at)
        at += timedelta(seconds=rng.randrange(2, 40))
        if not answers_at and rng.random() < BOUNCED:
            self._event("BOUNCE", mail, to, at)
            return
        self._event("DELIVERED", mail, to, at)
        self.out.delivered.append((mail, to, at))
        if by_gateway:
            self._click(mail, to, at + timedelta(seconds=rng.randrange(1, 3)), GATEWAY)
        if mailbox_of(to.email) < RELAY_SHARE:
            self._open(mail, to, at + timedelta(seconds=rng.randrange(20, 110)), RELAY)
        if answers_at:
            self._read(mail, to, max(answers_at, at + timedelta(minutes=3)), clicks=True)
        elif rng.random() < OPENS:
            self._read(mail, to, in_office(rng, at + timedelta(hours=rng.randrange(1, 90))), clicks=False)

    def _read(self, mail: Mail, to: Subscriber, at: datetime, clicks: bool) -> None:
        rng = self.rng
        agent = AGENTS[int(mailbox_of(to.email) * 1000) % len(AGENTS)]
        self._open(mail, to, at, agent)
        clicked_at = at + timedelta(seconds=rng.randrange(8, 200))
        if clicks and clicked_at < END:
            self._click(mail, to, clicked_at, agent)
            self.out.clicked.append((mail, to, clicked_at))
        elif rng.random() < LEAVES:
            self._event("STATUSCHANGE", mail, to, at + timedelta(seconds=rng.randrange(8, 60)))
        if rng.random() < READS_AGAIN:
            self._open(mail, to, at + timedelta(hours=rng.randrange(5, 90)), agent)

    def _open(self, mail: Mail, to: Subscriber, at: datetime, agent: str) -> None:
        row = self._event("OPEN", mail, to, at)
        if row:
            seconds = self.rng.randrange(1, 45) * 1000
            detail: Row = {"id": row["id"], "user_agent": agent, "duration": seconds}
            self.out.opens.append(detail | {"_fivetran_synced": row["_fivetran_synced"]})

    def _click(self, mail: Mail, to: Subscriber, at: datetime, agent: str) -> None:
        row = self._event(
            "CLICK", mail, to, at, filtered=agent == GATEWAY and self.rng.random() < GATEWAYS_KNOWN
        )
        if row:
            detail: Row = {"id": row["id"], "user_agent": agent, "url": SITE + mail.path}
            self.out.clicks.append(detail | {"_fivetran_synced": row["_fivetran_synced"]})

    def _event(
        self, kind: str, mail: Mail, to: Subscriber, at: datetime, filtered: bool = False
    ) -> Row | None:
        if at >= END:
            return None
        row: Row = {
            "id": new_uuid(self.rng),
            "type": kind,
            "created": at,
            "recipient": to.email,
            "email_campaign_id": mail.id,
            "filtered_event": filtered,
            "_fivetran_synced": _landed(at),
        }
        self.out.events.append(row)
        return row


def mailbox_of(text: str) -> float:
    """A number in [0, 1) that belongs to the text: a person keeps their mailbox."""
    return sum(ord(letter) * (n + 7) for n, letter in enumerate(text)) % 997 / 997


def new_uuid(rng: Random) -> str:
    """An id as HubSpot's and Google's events have."""
    return str(UUID(int=rng.getrandbits(128), version=4))


def _landed(at: datetime) -> datetime:
    """HubSpot's sync stood still for some days of November 2025."""
    first, after = OUTAGE
    if paris(first, 12) <= at < paris(after, 0):
        return paris(OUTAGE_ENDED, 8, 17)
    return synced(at)
