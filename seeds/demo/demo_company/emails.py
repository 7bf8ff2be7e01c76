"""Marketing e-mails: who was sent what, and what their mailbox did with it.

Not every open or click is a person: privacy relays open each mail, and the gateways of two accounts
follow each link within seconds of delivery.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from demo_company.clock import END, paris, synced
from demo_company.company import Company
from demo_company.hubspot_people import Subscriber
from demo_company.interest import Attention
from demo_company.table import Row

SITE = "https://www.orvane.example"
NEWSLETTERS = (
    (date(2024, 1, 16), "Newsletter 1er trimestre 2024", "/blog/tendances-maintenance-2024"),
    (date(2024, 4, 16), "Newsletter 2e trimestre 2024", "/cas-clients/laiterie"),
    (date(2024, 7, 9), "Newsletter 3e trimestre 2024", "/blog/pieces-de-rechange"),
    (date(2024, 10, 15), "Newsletter 4e trimestre 2024", "/cas-clients/fonderie"),
    (date(2025, 1, 14), "Newsletter 1er trimestre 2025", "/blog/maintenance-predictive"),
    (date(2025, 4, 15), "Newsletter 2e trimestre 2025", "/cas-clients/transports"),
    (date(2025, 7, 8), "Newsletter 3e trimestre 2025", "/blog/disponibilite-atelier"),
    (date(2025, 10, 14), "Newsletter 4e trimestre 2025", "/cas-clients/hydro"),
)
PROGRAMME_MAILS = (
    (date(2024, 3, 12), "ABM - Votre atelier en 2024", "/ressources/diagnostic-atelier"),
    (date(2024, 5, 14), "ABM - Le coût d'un arrêt", "/ressources/calculateur-arret"),
    (date(2024, 6, 18), "ABM - Invitation atelier prédictif", "/evenements/atelier-predictif"),
    (date(2024, 9, 17), "ABM - Vos pairs en parlent", "/cas-clients/fonderie"),
    (date(2024, 11, 19), "ABM - Feuille de route maintenance", "/ressources/guide-maintenance"),
    (date(2025, 2, 11), "ABM - Le coût d'un arrêt, un an après", "/ressources/calculateur-arret"),
    (date(2025, 5, 20), "ABM - Diagnostic de site", "/ressources/diagnostic-atelier"),
    (date(2025, 9, 16), "ABM - Retour d'expérience énergie", "/cas-clients/hydro"),
    (date(2025, 11, 4), "ABM - Feuille de route 2026", "/ressources/guide-maintenance"),
)
FIRST_CAMPAIGN, CAMPAIGN_STEP = 214_500_301, 1117
READERS, MEMBERS_SENT = 100, 100  # of a newsletter and of a programme mail, at most

BOUNCED, OPENS, OPENS_MORE, CLICKS, READS_AGAIN, LEAVES = 0.03, 0.16, 0.42, 0.38, 0.22, 0.004
RELAY_SHARE = 0.22
GATEWAYS = 2
SEEN_THROUGH = 0.5  # of the clicks of gateways, what HubSpot sets aside itself
RELAY = "Mozilla/5.0"
GATEWAY = "Mozilla/5.0 (compatible; MailSecurityScanner/2.1)"
AGENTS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/124.0",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari/605.1",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X)",
    "Mozilla/5.0 (Windows NT 10.0) Outlook/16.0",
)
OUTAGE = (date(2025, 11, 4), date(2025, 11, 8))
OUTAGE_ENDED = date(2025, 11, 13)


@dataclass
class Mailings:
    """The raw tables of e-mail."""

    campaigns: list[Row] = field(default_factory=list)
    events: list[Row] = field(default_factory=list)
    opens: list[Row] = field(default_factory=list)
    clicks: list[Row] = field(default_factory=list)


class Mailing:
    """One e-mail campaign, sent to one subscriber after the other."""

    def __init__(self, rng: Random, out: Mailings, campaign_id: str, link: str) -> None:
        """Write into `out`."""
        self.rng, self.out, self.campaign_id, self.link = rng, out, campaign_id, link

    def send(self, to: Subscriber, at: datetime, attention: float, by_gateway: bool) -> None:
        """Everything that follows from sending one mail."""
        rng = self.rng
        self._event("SENT", to, at)
        at += timedelta(seconds=rng.randrange(2, 40))
        if rng.random() < BOUNCED:
            self._event("BOUNCE", to, at)
            return
        self._event("DELIVERED", to, at)
        if by_gateway:
            self._click(to, at + timedelta(seconds=rng.randrange(2, 9)), GATEWAY)
        if mailbox_of(to.email) < RELAY_SHARE:
            self._open(to, at + timedelta(seconds=rng.randrange(20, 110)), RELAY)
        if rng.random() < OPENS + OPENS_MORE * attention:
            self._read(to, at + timedelta(minutes=rng.randrange(4, 60 * 50)), attention)

    def _read(self, to: Subscriber, at: datetime, attention: float) -> None:
        agent = AGENTS[int(mailbox_of(to.email) * 1000) % len(AGENTS)]
        self._open(to, at, agent)
        if self.rng.random() < CLICKS * attention:
            self._click(to, at + timedelta(seconds=self.rng.randrange(8, 200)), agent)
        elif self.rng.random() < LEAVES:
            self._event("STATUSCHANGE", to, at + timedelta(seconds=self.rng.randrange(8, 60)))
        if self.rng.random() < READS_AGAIN:
            self._open(to, at + timedelta(hours=self.rng.randrange(5, 90)), agent)

    def _open(self, to: Subscriber, at: datetime, agent: str) -> None:
        row = self._event("OPEN", to, at)
        if row:
            seconds = self.rng.randrange(1, 45) * 1000
            detail: Row = {"id": row["id"], "user_agent": agent, "duration": seconds}
            self.out.opens.append(detail | {"_fivetran_synced": row["_fivetran_synced"]})

    def _click(self, to: Subscriber, at: datetime, agent: str) -> None:
        row = self._event("CLICK", to, at, filtered=agent == GATEWAY and self.rng.random() < SEEN_THROUGH)
        if row:
            detail: Row = {"id": row["id"], "user_agent": agent, "url": SITE + self.link}
            self.out.clicks.append(detail | {"_fivetran_synced": row["_fivetran_synced"]})

    def _event(self, kind: str, to: Subscriber, at: datetime, filtered: bool = False) -> Row | None:
        if at >= END:
            return None
        row: Row = {
            "id": str(UUID(int=self.rng.getrandbits(128), version=4)),
            "type": kind,
            "created": at,
            "recipient": to.email,
            "email_campaign_id": self.campaign_id,
            "filtered_event": filtered,
            "_fivetran_synced": _landed(at),
        }
        self.out.events.append(row)
        return row


def mailbox_of(text: str) -> float:
    """A number in [0, 1) that belongs to the text: a person keeps their mailbox."""
    return sum(ord(letter) * (n + 7) for n, letter in enumerate(text)) % 997 / 997


def make_mailings(rng: Random, company: Company, readers: list[Subscriber], attention: Attention) -> Mailings:
    """All e-mail campaigns, what came of them, and what the loader did wrong."""
    out = Mailings()
    gateways = [account.domain for account in company.live if account.stays][:GATEWAYS]
    regulars = rng.sample([one for one in readers if not one.opted_out], READERS * 2)
    plan = sorted((*NEWSLETTERS, *PROGRAMME_MAILS))
    for number, (day, name, link) in enumerate(plan):
        campaign_id = str(FIRST_CAMPAIGN + number * CAMPAIGN_STEP)
        at = paris(day, 9, 30)
        title, _, _ = name.partition(" -")
        out.campaigns.append(
            {
                "id": campaign_id,
                "name": name,
                "subject": name.removeprefix("ABM - "),
                "type": "BATCH_EMAIL",
                "_fivetran_synced": synced(at),
            }
        )
        mailing = Mailing(rng, out, campaign_id, link)
        chosen = _members(rng, company, readers, at) if title == "ABM" else _regulars(regulars, at)
        for one in chosen:
            seen = attention.of(one.contact, at) if one.contact else 0.2
            mailing.send(one, at, seen, one.email.endswith(tuple(gateways)))
    out.events.sort(key=lambda row: (str(row["created"]), str(row["id"])))
    _soil(rng, out)
    return out


def _regulars(regulars: list[Subscriber], at: datetime) -> list[Subscriber]:
    return [one for one in regulars if one.created_at < at][:READERS]


def _members(rng: Random, company: Company, readers: list[Subscriber], at: datetime) -> list[Subscriber]:
    members = company.members_on(at)
    fit = [
        one
        for one in readers
        if one.contact and one.contact.account in members and one.created_at < at and not one.opted_out
    ]
    return rng.sample(fit, min(len(fit), MEMBERS_SENT))


def _landed(at: datetime) -> datetime:
    """HubSpot's sync stood still for some days of November 2025."""
    first, after = OUTAGE
    if paris(first, 12) <= at < paris(after, 0):
        return paris(OUTAGE_ENDED, 8, 17)
    return synced(at)


def _soil(rng: Random, out: Mailings) -> None:
    """A row landed twice, and three clicks sent again under new ids."""
    clicks = [row for row in out.events if row["type"] == "CLICK" and not row["filtered_event"]]
    out.events.append(dict(clicks[10]))
    for row in clicks[20:23]:
        out.events.append(row | {"id": str(UUID(int=rng.getrandbits(128), version=4))})
