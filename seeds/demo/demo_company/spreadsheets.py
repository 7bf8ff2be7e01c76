"""Marketing's spreadsheets: what was offered and delivered, who called, who changed jobs, what changed."""

from datetime import date, datetime, timedelta
from itertools import count
from random import Random

from demo_company.campaigns import Campaign
from demo_company.clock import END, paris, paris_day, synced
from demo_company.company import Company
from demo_company.content import BY_PATH
from demo_company.emails import Outbox
from demo_company.settings import PROGRAMME_CHANGE
from demo_company.signals import Signal
from demo_company.table import Row, numbered

MOVERS = 6
ERASED_ON = (date(2025, 5, 12), date(2025, 10, 6))


def interaction_rows(
    rng: Random, campaigns: list[Campaign], mailings: Outbox, signals: list[Signal]
) -> list[Row]:
    """Content offered by mail, parcels delivered, and requests by phone or by post."""
    drafts: list[Row] = []
    for mail, reader, at in mailings.delivered:
        asset = BY_PATH[mail.path]
        if mail.is_abm and reader.contact and asset.stage != "tofu":
            row = _row("content_offered", "outbound", reader.contact.id, at)
            drafts.append(row | {"campaign_id": mail.id, "asset_id": asset.id})
    for campaign in campaigns:
        for contact, at in campaign.mailed:
            if at < END:
                row = _row("direct_mail_delivered", "outbound", contact.id, at)
                drafts.append(row | {"campaign_id": campaign.id})
    drafts += [_row("rfp_request", "inbound", s.contact.id, s.at) for s in signals if s.kind == "rfp_request"]
    drafts.sort(key=lambda row: (str(row["occurred_at"]), str(row["person_id"]), str(row["type"])))
    rows = numbered("interaction_id", (f"I{n:05}" for n in count(1)), drafts)
    by_mail = rng.choice(rows[:200])
    by_mail |= {"person_id": None, "email": "service.achats@laposte.net"}
    bad = rows[30] | {"interaction_id": "I90001", "occurred_at": "mi-mars"}
    return [*rows, dict(rows[12]), bad]


def _row(kind: str, direction: str, person_id: str, at: datetime) -> Row:
    return {
        "occurred_at": at,
        "type": kind,
        "direction": direction,
        "person_id": person_id,
        "email": None,
        "campaign_id": None,
        "asset_id": None,
        "ingested_at": synced(at),
    }


def employer_rows(rng: Random, company: Company) -> list[Row]:
    """People who changed jobs, from one account to another; one row names an account that is none."""
    fit = [
        c
        for c in company.known
        if c.account and not c.account.stays and c.created_at < paris(date(2024, 9, 1), 0)
    ]
    rows: list[Row] = []
    for contact in rng.sample(fit, MOVERS):
        moved_on = date(2025, rng.randrange(1, 11), 1)
        old = rng.choice(
            [account for account in company.live if account is not contact.account and not account.stays]
        )
        now = contact.account
        start = paris_day(contact.created_at) - timedelta(days=400)
        rows += [
            {"person_id": contact.id, "account_id": old.id, "valid_from": start, "valid_to": moved_on},
            {
                "person_id": contact.id,
                "account_id": now.id if now else None,
                "valid_from": moved_on,
                "valid_to": None,
            },
        ]
    return [*rows, rows[0] | {"account_id": "Groupe Valsère"}]


def change_rows() -> list[Row]:
    """Changes of the programme whose effect is measured."""
    label = "Contenus par rôle d'achat, relance sous 48 heures"
    return [{"changed_on": PROGRAMME_CHANGE, "label": label, "campaign_id": None}]


def erasure_rows(rng: Random, company: Company) -> list[Row]:
    """Two people asked to be forgotten, one by id and one by address."""
    one, other = rng.sample([c for c in company.known if c.email and c.account and not c.account.stays], 2)
    first, second = (paris(day, 11) for day in ERASED_ON)
    return [
        {"person_id": one.id, "email": None, "requested_at": first},
        {"person_id": None, "email": other.email, "requested_at": second},
    ]
