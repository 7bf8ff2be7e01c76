"""HubSpot's contacts and companies: the CRM's, synced, and subscribers whom the CRM does not know."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from demo_company import words
from demo_company.clock import END, day_in, office_moment, synced, working_day
from demo_company.company import Company
from demo_company.people import Contact
from demo_company.settings import FIRST_DAY, LAST_DAY
from demo_company.table import Row

FIRST_ID, ID_STEP = 5101, 50
FIRST_COMPANY, COMPANY_STEP = 88_020_101, 37
SUBSCRIBERS, MERGED = 34, 5
FREE_MAIL_SHARE, SAYS_ROLE_SHARE = 0.4, 0.35
ROLE_WORDS = {
    "Economic Buyer": "DECISION_MAKER",
    "Champion": "CHAMPION",
    "Technical Buyer": "TECHNICAL_EVALUATOR",
    "User Buyer": "END_USER",
    "Procurement": "LEGAL_AND_COMPLIANCE",
}


@dataclass(frozen=True)
class Subscriber:
    """Somebody in HubSpot, and the CRM's contact it is synced with, if it is."""

    id: str
    email: str
    first_name: str
    last_name: str
    title: str
    created_at: datetime
    modified_at: datetime
    opted_out: bool
    contact: Contact | None
    merged_into: str = ""


def make_subscribers(rng: Random, company: Company) -> list[Subscriber]:
    """Everybody with an e-mail address, in the order HubSpot came to know them."""
    drafts = [
        Subscriber(
            "", c.email, c.first_name, c.last_name, c.title, c.created_at, c.modified_at, c.opted_out, c
        )
        for c in company.known
        if c.email
    ]
    drafts += [_only_in_hubspot(rng, company) for _ in range(SUBSCRIBERS)]
    drafts.sort(key=lambda one: (one.created_at, one.email))
    return [replace(one, id=str(FIRST_ID + n * ID_STEP)) for n, one in enumerate(drafts)]


def _only_in_hubspot(rng: Random, company: Company) -> Subscriber:
    first, last = rng.choice(words.FIRST_NAMES[rng.choice("mf")]), rng.choice(words.LAST_NAMES)
    name = f"{words.slug(first)}.{words.slug(last)}"
    if rng.random() < FREE_MAIL_SHARE:
        email = f"{name}.fictif{rng.randrange(100, 1000)}@{rng.choice(words.FREE_MAIL)}"
    else:
        # a colleague the CRM has not heard of
        email = f"{name}.{rng.randrange(2, 9)}@{rng.choice(company.live).domain}"
    created_at = office_moment(rng, working_day(rng, day_in(rng, FIRST_DAY, LAST_DAY - timedelta(days=40))))
    modified_at = min(created_at + timedelta(days=rng.randrange(1, 40)), END - timedelta(hours=9))
    return Subscriber("", email, first, last, "", created_at, modified_at, False, None)


def with_merged(rng: Random, subscribers: list[Subscriber]) -> list[Subscriber]:
    """And records that were typed in under a second address, since merged."""
    old = rng.sample(
        [one for one in subscribers if one.contact and one.created_at.year < LAST_DAY.year], MERGED
    )
    last = int(subscribers[-1].id)
    gone = [
        replace(one, id=str(last + n * ID_STEP), email=f"info.{one.email}", contact=None, merged_into=one.id)
        for n, one in enumerate(old, start=1)
    ]
    return [*subscribers, *gone]


def subscriber_rows(rng: Random, everyone: list[Subscriber]) -> list[Row]:
    """HubSpot's contacts; merged ones are flagged as deleted."""
    rows: list[Row] = []
    for one in everyone:
        role = one.contact.buying_role if one.contact and rng.random() < SAYS_ROLE_SHARE else ""
        rows.append(
            {
                "id": one.id,
                "property_email": one.email,
                "property_firstname": one.first_name,
                "property_lastname": one.last_name,
                "property_jobtitle": one.title,
                "property_hs_buying_role": ROLE_WORDS.get(role),
                "property_salesforcecontactid": one.contact.id if one.contact else None,
                "property_createdate": one.created_at,
                "property_lastmodifieddate": one.modified_at,
                "is_deleted": bool(one.merged_into),
                "_fivetran_synced": synced(one.modified_at),
            }
        )
    return rows


def merge_rows(everyone: list[Subscriber]) -> list[Row]:
    """HubSpot's list of merges."""
    return [
        {
            "vid_to_merge": one.id,
            "canonical_vid": one.merged_into,
            "timestamp": one.modified_at,
            "_fivetran_synced": synced(one.modified_at),
        }
        for one in everyone
        if one.merged_into
    ]


def company_rows(company: Company) -> list[Row]:
    """HubSpot's companies, the accounts of the CRM; a few lost their link to it."""
    rows: list[Row] = []
    for number, account in enumerate(company.live):
        rows.append(
            {
                "id": str(FIRST_COMPANY + number * COMPANY_STEP),
                "property_name": account.name,
                "property_domain": account.domain,
                "property_website": f"https://www.{account.domain}",
                "property_country": account.country_code,
                "property_createdate": account.created_at,
                "property_hs_lastmodifieddate": account.modified_at,
                "property_salesforceaccountid": None if number % 31 == 0 else account.id,
                "is_deleted": False,
                "_fivetran_synced": synced(account.modified_at),
            }
        )
    return rows
