"""HubSpot's contacts: the CRM's, synced, and subscribers whom the CRM does not know."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from demo_company import words
from demo_company.clock import END, day_in, office_moment, synced, working_day
from demo_company.company import Company
from demo_company.people import Contact
from demo_company.settings import FIRST_DAY, LAST_DAY
from demo_company.table import Row

FIRST_ID, ID_STEP = 5101, 50
SUBSCRIBERS = 34
FREE_MAIL_SHARE = 0.4


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
    ids = (str(FIRST_ID + n * ID_STEP) for n in range(len(drafts)))
    return [Subscriber(**(vars(draft) | {"id": new_id})) for draft, new_id in zip(drafts, ids, strict=True)]


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


def subscriber_rows(subscribers: list[Subscriber]) -> list[Row]:
    """The raw table."""
    return [
        {
            "id": one.id,
            "property_email": one.email,
            "property_firstname": one.first_name,
            "property_lastname": one.last_name,
            "property_jobtitle": one.title,
            "property_salesforcecontactid": one.contact.id if one.contact else None,
            "property_createdate": one.created_at,
            "property_lastmodifieddate": one.modified_at,
            "is_deleted": False,
            "_fivetran_synced": synced(one.modified_at),
        }
        for one in subscribers
    ]
