"""Salesforce's leads: people before they are contacts, and some who never become one."""

from datetime import datetime, timedelta
from random import Random

from demo_company import words
from demo_company.clock import END, day_in, later, office_moment, paris, synced, working_day
from demo_company.company import Company
from demo_company.ids import record_ids
from demo_company.people import Contact
from demo_company.settings import FIRST_DAY, LAST_DAY
from demo_company.table import Row, numbered

CONVERTED, OPEN = 60, 60
AT_ACCOUNTS_SHARE, FREE_MAIL_SHARE = 0.4, 0.2
DUPLICATES, DELETED, MERGED = 4, 4, 2
STATUSES = ("New", "New", "Working", "Nurturing", "Unqualified")
STRANGE_COMPANIES = ("Ateliers Pernaud", "Groupe Valsère", "SARL Quintrie", "Ets Doranche", "Usinage du Lac")


def lead_rows(rng: Random, company: Company) -> tuple[list[Row], dict[str, list[str]]]:
    """The raw table, and which rows are odd."""
    known = [c for c in company.known if c.account and c.email and c.created_at > paris(FIRST_DAY, 0)]
    drafts = [_converted(rng, company, contact) for contact in rng.sample(known, CONVERTED)]
    drafts += [_open(rng, company) for _ in range(OPEN)]
    waiting = [row for row in drafts if not row["is_converted"]]
    drafts += [_again(rng, row) for row in rng.sample(waiting, DUPLICATES)]
    drafts.sort(key=lambda row: (str(row["created_date"]), str(row["email"])))
    rows = numbered("id", record_ids("lead"), drafts)
    waiting = [row for row in rows if not row["is_converted"]]
    gone = rng.sample(waiting, DELETED + MERGED)
    for row in gone:
        row["is_deleted"] = True
    for row in gone[DELETED:]:
        row["master_record_id"] = next(other["id"] for other in waiting if other not in gone)
    undated = next(row for row in waiting if row not in gone)
    undated["created_date"] = "32/01/2025"
    return rows, {
        "lead deleted": [str(row["id"]) for row in gone[:DELETED]],
        "lead merged": [str(row["id"]) for row in gone[DELETED:]],
        "lead created on a day that does not exist": [str(undated["id"])],
    }


def _converted(rng: Random, company: Company, contact: Contact) -> Row:
    came_at = contact.created_at - timedelta(days=rng.randrange(1, 40), minutes=rng.randrange(300))
    row = _row(company, (contact.first_name, contact.last_name), contact.email, came_at, contact.created_at)
    account = contact.account
    return row | {
        "title": contact.title,
        "company": account.name if account else "",
        "website": f"www.{account.domain}" if account else None,
        "status": "Qualified",
        "is_converted": True,
        "converted_date": contact.created_at.date(),
        "converted_contact_id": contact.id,
        "converted_account_id": account.id if account else None,
    }


def _open(rng: Random, company: Company) -> Row:
    first, last = rng.choice(words.FIRST_NAMES[rng.choice("mf")]), rng.choice(words.LAST_NAMES)
    name = f"{words.slug(first)}.{words.slug(last)}"
    at = office_moment(rng, working_day(rng, day_in(rng, FIRST_DAY, LAST_DAY - timedelta(days=5))))
    if rng.random() < AT_ACCOUNTS_SHARE:
        account = rng.choice(company.live)
        employer, domain = account.name, account.domain
    else:
        employer = rng.choice(STRANGE_COMPANIES)
        domain = f"{words.slug(employer)}.example"
    host = rng.choice(words.FREE_MAIL) if rng.random() < FREE_MAIL_SHARE else domain
    changed_at = min(later(rng, at, 0, 30), END - timedelta(hours=7))
    row = _row(company, (first, last), f"{name}.lead@{host}", at, max(at, changed_at))
    return row | {"company": employer, "website": f"www.{domain}", "status": rng.choice(STATUSES)}


def _row(
    company: Company, name: tuple[str, str], email: str, created_at: datetime, changed_at: datetime
) -> Row:
    return {
        "email": email,
        "name": " ".join(name),
        "first_name": name[0],
        "last_name": name[1],
        "title": None,
        "company": "",
        "website": None,
        "status": "",
        "lead_source": "Web",
        "owner_id": company.user_ids["ops"],
        "is_converted": False,
        "converted_date": None,
        "converted_contact_id": None,
        "converted_account_id": None,
        "master_record_id": None,
        "is_deleted": False,
        "created_date": created_at,
        "last_modified_date": changed_at,
        "system_modstamp": changed_at,
        "_fivetran_synced": synced(changed_at),
    }


def _again(rng: Random, row: Row) -> Row:
    """The same person filled in a form once more."""
    at = row["created_date"]
    if not isinstance(at, datetime):
        raise TypeError(at)
    again = min(at + timedelta(days=rng.randrange(1, 60)), END - timedelta(hours=8))
    stamps = ("created_date", "last_modified_date", "system_modstamp")
    return row | dict.fromkeys(stamps, again) | {"_fivetran_synced": synced(again)}
