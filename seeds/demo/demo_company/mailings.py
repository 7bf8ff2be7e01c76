"""Who is sent the marketing e-mails, and who answers them when."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from demo_company import settings as s
from demo_company.clock import awake, paris_day
from demo_company.company import Company
from demo_company.draws import Decks
from demo_company.emails import CLICKS_TOO, Mail, Outbox, Postman, new_uuid
from demo_company.hubspot_people import Subscriber

READERS = {1: 3, 2: 2, 3: 2}  # of a programme mail, at an account of a tier
NEWSLETTER_ACCOUNTS, NEWSLETTER_STRANGERS = 40, 9
GATEWAYS = 2


def make_mailings(rng: Random, company: Company, mails: list[Mail], readers: list[Subscriber]) -> Outbox:
    """All mails sent, what came of them, and what the loader did wrong."""
    out = Outbox()
    room = Mailroom(rng, Decks(rng), Postman(rng, out))
    by_account: dict[str, list[Subscriber]] = {}
    for one in readers:
        if not one.opted_out:
            account = one.contact.account if one.contact else None
            by_account.setdefault(account.id if account else "", []).append(one)
    gateways = [account.id for account in company.programme[:GATEWAYS]]
    for mail in mails:
        members = company.members_on(mail.at)
        others = [a for a in company.live if a not in members and a.id in by_account]
        for account in members if mail.is_abm else rng.sample(others, NEWSLETTER_ACCOUNTS):
            known = [one for one in by_account.get(account.id, []) if one.created_at < mail.at]
            count = READERS[account.tier_on(paris_day(mail.at)) or 3] if mail.is_abm else 1
            chosen = rng.sample(known, min(len(known), count))
            room.send(mail, chosen, account.id in gateways)
        if not mail.is_abm:
            strangers = [one for one in by_account.get("", []) if one.created_at < mail.at]
            for one in rng.sample(strangers, min(len(strangers), NEWSLETTER_STRANGERS)):
                room.postman.send(mail, one, None, False)
    out.events.sort(key=lambda row: (str(row["created"]), str(row["id"])))
    _soil(rng, out)
    return out


@dataclass(frozen=True)
class Mailroom:
    """Hands mails to the postman, account by account."""

    rng: Random
    decks: Decks
    postman: Postman

    def send(self, mail: Mail, chosen: list[Subscriber], by_gateway: bool) -> None:
        """Somebody of the account answers, or nobody; others then follow."""
        rng, decks = self.rng, self.decks
        changed = paris_day(mail.at) >= s.PROGRAMME_CHANGE
        share = s.MAIL_RESPONSE if mail.is_abm else s.NEWSLETTER_RESPONSE
        responds = decks.uniform("responds", mail.is_abm, changed) < share
        typical = s.MAIL_DAYS_AFTER if changed else s.MAIL_DAYS_BEFORE
        typical = typical if mail.is_abm else s.NEWSLETTER_DAYS
        days = decks.log_normal(typical, s.MAIL_DAYS_SPREAD, mail.is_abm, changed)
        first = mail.at + timedelta(days=days)
        for number, one in enumerate(chosen):
            answers_at: datetime | None = None
            if responds and (number == 0 or rng.random() < CLICKS_TOO):
                answers_at = awake(rng, first + timedelta(days=number * rng.uniform(0.2, 2)))
            self.postman.send(mail, one, answers_at, by_gateway)


def _soil(rng: Random, out: Outbox) -> None:
    """A row landed twice, and three clicks sent again under new ids."""
    clicks = [row for row in out.events if row["type"] == "CLICK" and not row["filtered_event"]]
    out.events.append(dict(clicks[10]))
    details = {row["id"]: row for row in out.clicks}
    for row in clicks[20:23]:
        again = new_uuid(rng)
        out.events.append(row | {"id": again})
        out.clicks.append(details[row["id"]] | {"id": again})
    bad = next(row for row in out.events if row["type"] == "OPEN")
    out.events.append(bad | {"id": new_uuid(rng), "created": "31-02-2024"})
