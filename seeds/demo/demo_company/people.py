"""The vendor's users, and the contacts at its accounts."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from demo_company import words
from demo_company.accounts import Account
from demo_company.clock import day_in, office_moment, paris, paris_day, synced, working_day
from demo_company.ids import record_ids
from demo_company.settings import (
    CONTACTS_IN_PROGRAMME,
    CONTACTS_PER_ACCOUNT,
    FIRST_DAY,
    LAST_DAY,
    SDR_JOINED,
    SDR_LEFT,
)
from demo_company.table import Row

FREE_MAIL_SHARE = 0.06
NO_MAIL_SHARE = 0.02
OPT_OUT_SHARE = 0.04
FIRST_CONTACTS = date(2021, 1, 4)
WITHOUT_ACCOUNT = 11
RESENT_AFTER = paris(date(2025, 6, 1), 0)
MERGED = 17
DELETED = 12

# Who left and who came: the programme's bad patch of spring 2025 lies between.
LEFT = {"sdr2": SDR_LEFT}
JOINED = {"sdr3": SDR_JOINED}
HIRED = date(2022, 9, 1)
ROLES = ("Executive", "Sales", "Sales Development", "Marketing", "Operations")


@dataclass
class Contact:
    """A person at an account as the CRM holds them."""

    account: Account | None
    first_name: str
    last_name: str
    title: str
    department: str
    email: str
    source: str
    created_at: datetime
    modified_at: datetime
    opted_out: bool = False
    merged_into: "Contact | None" = None
    is_deleted: bool = False
    buying_role: str = ""
    seniority: str = ""
    decides: bool = False
    id: str = ""


def make_user_ids() -> dict[str, str]:
    """Id of each user by key."""
    return dict(zip(words.USERS, record_ids("user"), strict=False))


def user_rows(user_ids: dict[str, str]) -> list[Row]:
    """The raw table."""
    roles = dict(zip(ROLES, record_ids("role"), strict=False))
    return [_user_row(key, user_ids, roles) for key in words.USERS]


def _user_row(key: str, user_ids: dict[str, str], roles: dict[str, str]) -> Row:
    first, last, title, department, manager = words.USERS[key]
    created_at = paris(JOINED.get(key, HIRED), 9)
    modified_at = paris(LEFT[key], 18, 4) if key in LEFT else created_at + timedelta(days=90)
    return {
        "id": user_ids[key],
        "name": f"{first} {last}",
        "first_name": first,
        "last_name": last,
        "email": f"{words.slug(first)}.{words.slug(last)}@{words.VENDOR_DOMAIN}",
        "title": title,
        "department": department,
        "user_role_id": roles[department],
        "manager_id": user_ids[manager] if manager else None,
        "user_type": "Standard",
        "is_active": key not in LEFT,
        "created_date": created_at,
        "last_modified_date": modified_at,
        "system_modstamp": modified_at,
        "_fivetran_synced": synced(modified_at),
        "_fivetran_deleted": False,
    }


def make_contacts(rng: Random, live: list[Account]) -> list[Contact]:
    """All contacts in id order."""
    contacts = [contact for account in live for contact in _staff(rng, account)]
    contacts += [_contact(rng, None, rng.choice(words.LAST_NAMES)) for _ in range(WITHOUT_ACCOUNT)]
    known = [contact for contact in contacts if contact.email and contact.account]
    chosen = rng.sample(known, MERGED + DELETED)
    for contact in chosen[MERGED:]:
        contact.is_deleted = True
    duplicates = [_duplicate(rng, contact) for contact in chosen[:MERGED]]
    contacts += [*duplicates, _duplicate(rng, duplicates[0])]
    contacts.sort(key=lambda contact: (contact.created_at, contact.email, contact.title))
    for contact, new_id in zip(contacts, record_ids("contact"), strict=False):
        contact.id = new_id
    return contacts


def _staff(rng: Random, account: Account) -> list[Contact]:
    """The people known at an account, all of different families."""
    mean = CONTACTS_PER_ACCOUNT[account.size] * (CONTACTS_IN_PROGRAMME if account.stays else 1)
    count = max(2, round(mean + rng.uniform(-1.5, 1.5)))
    return [_contact(rng, account, last) for last in rng.sample(words.LAST_NAMES, count)]


def _contact(rng: Random, account: Account | None, last: str) -> Contact:
    man, woman, department, _ = rng.choices(words.TITLES, [title[-1] for title in words.TITLES])[0]
    gender = rng.choice("mf")
    first = rng.choice(words.FIRST_NAMES[gender])
    known_from = paris_day(account.created_at) if account else FIRST_DAY
    start = max(known_from + timedelta(days=1), FIRST_CONTACTS)
    created_at = office_moment(rng, working_day(rng, _early_day(rng, start)))
    modified_on = day_in(rng, max(paris_day(created_at), FIRST_DAY), LAST_DAY)
    return Contact(
        account=account,
        first_name=first,
        last_name=last,
        title=man if gender == "m" else woman,
        department=department,
        email=_email(rng, first, last, account),
        source=rng.choice(words.CONTACT_SOURCES),
        created_at=created_at,
        modified_at=max(created_at, office_moment(rng, modified_on)),
        opted_out=rng.random() < OPT_OUT_SHARE,
    )


def _early_day(rng: Random, start: date) -> date:
    """A day before the story's last month, the earlier of two: most contacts are known early."""
    after = LAST_DAY - timedelta(days=30)
    return min(day_in(rng, start, after), day_in(rng, start, after))


def _email(rng: Random, first: str, last: str, account: Account | None) -> str:
    draw = rng.random()
    name = f"{words.slug(first)}.{words.slug(last)}"
    if draw < NO_MAIL_SHARE:
        return ""
    if draw < NO_MAIL_SHARE + FREE_MAIL_SHARE or account is None:
        return f"{name}.fictif{rng.randrange(100, 1000)}@{rng.choice(words.FREE_MAIL)}"
    return f"{name}@{account.domain}"


def _duplicate(rng: Random, survivor: Contact) -> Contact:
    """The same person typed in twice, merged into the survivor later."""
    day = day_in(rng, FIRST_DAY + timedelta(days=30), LAST_DAY - timedelta(days=30))
    merged_at = office_moment(rng, working_day(rng, day))
    merged_at = max(merged_at, survivor.created_at + timedelta(days=9))
    if survivor.merged_into:
        merged_at = min(merged_at, survivor.modified_at - timedelta(days=20))
    return Contact(
        account=survivor.account,
        first_name=words.slug(survivor.first_name).capitalize(),
        last_name=survivor.last_name.upper(),
        title=survivor.title,
        department="",
        email=survivor.email,
        source="Trade Show",
        created_at=min(survivor.created_at, merged_at) - timedelta(days=rng.randrange(5, 90)),
        modified_at=merged_at,
        merged_into=survivor,
        is_deleted=True,
    )


def contact_rows(contacts: list[Contact], user_ids: dict[str, str]) -> tuple[list[Row], str]:
    """The raw table, and the id of the row that the loader sent again five days later."""
    rows = [_contact_row(contact, user_ids) for contact in contacts]
    place = next(n for n, contact in enumerate(contacts) if contact.modified_at > RESENT_AFTER)
    later = contacts[place].modified_at + timedelta(days=5)
    rows.insert(place + 1, rows[place] | {"_fivetran_synced": synced(later)})
    return rows, contacts[place].id


def _contact_row(contact: Contact, user_ids: dict[str, str]) -> Row:
    owner = contact.account.owner if contact.account else "ops"
    return {
        "id": contact.id,
        "account_id": contact.account.id if contact.account else None,
        "name": f"{contact.first_name} {contact.last_name}",
        "first_name": contact.first_name,
        "last_name": contact.last_name,
        "email": contact.email,
        "title": contact.title,
        "department": contact.department,
        "lead_source": contact.source,
        "buying_role_c": contact.buying_role,
        "is_decision_maker_c": contact.decides,
        "seniority_c": contact.seniority,
        "owner_id": user_ids[owner],
        "master_record_id": contact.merged_into.id if contact.merged_into else None,
        "has_opted_out_of_email": contact.opted_out,
        "is_deleted": contact.is_deleted,
        "created_date": contact.created_at,
        "last_modified_date": contact.modified_at,
        "system_modstamp": contact.modified_at,
        "_fivetran_synced": synced(contact.modified_at),
    }
