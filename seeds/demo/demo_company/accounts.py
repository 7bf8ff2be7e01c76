"""Accounts, their groups and merges, and the ABM programme's membership."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from random import Random

from demo_company import words
from demo_company.clock import day_in, office_moment, paris_day, synced, working_day
from demo_company.ids import record_ids
from demo_company.settings import (
    DOLLAR_SHARE_ELSEWHERE,
    EMPLOYEES,
    FIRST_DAY,
    LAST_DAY,
    OTHER_ACCOUNT_SIZES,
    PROGRAMME_PLAN,
    WAVES,
)
from demo_company.table import Row

CUSTOMER_SHARE = 0.32
NEW_ACCOUNT_SHARE = 0.22
NO_INDUSTRY_SHARE = 0.03
FIRST_ACCOUNTS = date(2019, 3, 1)
LAST_ACCOUNTS = date(2025, 6, 1)

# Places in the plan (0-39 programme accounts, 40- all others) with a story of their own
LEAVES = {4: date(2025, 7, 1), 15: date(2024, 12, 1), 20: date(2025, 4, 1), 27: date(2025, 4, 1)}
TIER_CHANGES = {
    5: (date(2025, 3, 1), 2),
    10: (date(2025, 1, 1), 1),
    26: (date(2024, 10, 1), 2),
    29: (date(2025, 7, 1), 2),
}
CHILDREN = {3: (94, 95, 96), 11: (97, 98), 18: (41, 42), 144: (99, 100, 101)}
PARENT_CYCLE = (70, 71)
# Survivor -> days on which an account was merged into it; the first is in the programme's file
# under the merged account's id; two days are a chain, the first merged account into the second
MERGES = {
    12: (date(2025, 2, 11),),
    50: (date(2024, 5, 22),),
    120: (date(2025, 10, 7),),
    110: (date(2024, 9, 17), date(2025, 5, 14)),
}
DELETED_ON = (date(2024, 7, 3), date(2025, 9, 25))


@dataclass
class Membership:
    """One stay in the programme at one tier, [valid_from, valid_to)."""

    tier: int
    valid_from: date
    valid_to: date | None = None


@dataclass
class Account:
    """An account as the CRM holds it."""

    name: str
    size: str
    country: str
    industry: str
    owner: str
    created_at: datetime
    modified_at: datetime
    employees: int | None = None
    in_dollars: bool = False
    customer_since: date | None = None
    stays: list[Membership] = field(default_factory=list)
    parent: "Account | None" = None
    merged_into: "Account | None" = None
    is_deleted: bool = False
    id: str = ""

    @property
    def country_code(self) -> str:
        """ISO code of the country."""
        return words.COUNTRIES[self.country][0]

    @property
    def domain(self) -> str:
        """E-mail domain, safe because `.example` is reserved."""
        return f"{words.slug(self.name.split()[0])}.example"

    def tier_on(self, day: date) -> int | None:
        """Tier of the programme that day, None outside it."""
        for stay in self.stays:
            if stay.valid_from <= day and (stay.valid_to is None or day < stay.valid_to):
                return stay.tier
        return None


def make_accounts(rng: Random) -> tuple[list[Account], list[Account]]:
    """All accounts in id order, and the survivors by place in the plan (programme first)."""
    plan = [(tier, WAVES[wave], size) for (tier, wave), row in PROGRAMME_PLAN.items() for size in row]
    names = _names(rng)
    live = [_account(rng, next(names), size, place) for place, (*_, size) in enumerate(plan)]
    for place, size in enumerate(OTHER_ACCOUNT_SIZES, start=len(plan)):
        live.append(_account(rng, next(names), size, place))
    for place, (tier, joined, _) in enumerate(plan):
        live[place].stays = _stays(place, tier, joined)
        live[place].created_at = _created(rng, FIRST_ACCOUNTS, FIRST_DAY)
    _group(live)
    gone = [merged for place in MERGES for merged in _merged(rng, live[place], MERGES[place])]
    gone += [_deleted(rng, _account(rng, next(names), "S", 0), day) for day in DELETED_ON]
    everyone = sorted(live + gone, key=lambda account: (account.created_at, account.name))
    for account, new_id in zip(everyone, record_ids("account"), strict=False):
        account.id = new_id
    return everyone, live


def _names(rng: Random) -> Iterator[tuple[str, str, str]]:
    """Name, country and industry of ever new companies; no first word comes twice."""
    countries, industries = list(words.COUNTRIES), list(words.INDUSTRIES)
    stems = {
        code: [first + last for first in words.STARTS[code] for last in words.ENDS[code]]
        for code, _ in words.COUNTRIES.values()
    }
    for some in stems.values():
        rng.shuffle(some)
    while True:
        country = rng.choices(countries, [weight for _, weight in words.COUNTRIES.values()])[0]
        industry = rng.choices(industries, words.INDUSTRY_WEIGHTS)[0]
        code = words.COUNTRIES[country][0]
        french, other = words.INDUSTRIES[industry]
        trade = rng.choice(french if code in words.FRENCH_SPEAKING else other)
        yield f"{stems[code].pop()} {trade}{words.LEGAL_FORM[code]}", country, industry


def _account(rng: Random, named: tuple[str, str, str], size: str, place: int) -> Account:
    name, country, industry = named
    is_new = rng.random() < NEW_ACCOUNT_SHARE
    span = (FIRST_DAY, LAST_ACCOUNTS) if is_new else (FIRST_ACCOUNTS, FIRST_DAY)
    created_at = _created(rng, *span)
    low, high = EMPLOYEES[size]
    account = Account(
        name=name,
        size=size,
        country=country,
        industry="" if rng.random() < NO_INDUSTRY_SHARE else industry,
        owner=list(words.OWNERS)[place % len(words.OWNERS)],
        created_at=created_at,
        modified_at=_modified(rng, created_at),
        employees=int(low * (high / low) ** rng.random()) if low else None,
        in_dollars=country == "United States" or rng.random() < DOLLAR_SHARE_ELSEWHERE,
    )
    if not is_new and rng.random() < CUSTOMER_SHARE:
        account.customer_since = paris_day(created_at)
    return account


def _created(rng: Random, first: date, after: date) -> datetime:
    return office_moment(rng, working_day(rng, day_in(rng, first, after)))


def _modified(rng: Random, created_at: datetime) -> datetime:
    day = max(paris_day(created_at), FIRST_DAY) + timedelta(days=1)
    return office_moment(rng, day_in(rng, day, LAST_DAY + timedelta(days=1)))


def _stays(place: int, tier: int, joined: date) -> list[Membership]:
    """Stays in the programme: most have one, some change tier, some end."""
    if place in TIER_CHANGES:
        day, new_tier = TIER_CHANGES[place]
        return [Membership(tier, joined, day), Membership(new_tier, day)]
    return [Membership(tier, joined, LEAVES.get(place))]


def _group(live: list[Account]) -> None:
    """Parents and children, and two accounts that are each other's parent."""
    for parent, children in CHILDREN.items():
        for child in children:
            live[child].parent = live[parent]
    one, other = PARENT_CYCLE
    live[one].parent, live[other].parent = live[other], live[one]


def _merged(rng: Random, survivor: Account, days: tuple[date, ...]) -> list[Account]:
    """Duplicates of the survivor, each merged into the next, the last one into the survivor."""
    into, out = survivor, []
    for number, day in enumerate(reversed(days)):
        duplicate = replace(
            survivor,
            name=(survivor.name.upper(), f"{survivor.name} Groupe")[number],
            created_at=_created(rng, FIRST_ACCOUNTS, FIRST_DAY),
            modified_at=office_moment(rng, day),
            stays=[],
            parent=None,
            merged_into=into,
            is_deleted=True,
        )
        out.append(duplicate)
        into = duplicate
    return out


def _deleted(rng: Random, account: Account, day: date) -> Account:
    created_at = _created(rng, FIRST_ACCOUNTS, FIRST_DAY)
    moment = office_moment(rng, day)
    return replace(account, created_at=created_at, modified_at=moment, is_deleted=True)


def account_rows(accounts: list[Account], user_ids: dict[str, str]) -> list[Row]:
    """The raw table."""
    return [_account_row(account, user_ids) for account in accounts]


def _account_row(account: Account, user_ids: dict[str, str]) -> Row:
    revenue = account.employees * (150 + len(account.name)) * 1000 if account.employees else None
    return {
        "id": account.id,
        "name": account.name,
        "parent_id": account.parent.id if account.parent else None,
        "type": "Customer" if account.customer_since else "Prospect",
        "website": f"https://www.{account.domain}",
        "industry": account.industry,
        "number_of_employees": account.employees,
        "annual_revenue": revenue,
        "billing_country": account.country,
        "billing_country_code": account.country_code,
        "owner_id": user_ids[account.owner],
        "master_record_id": account.merged_into.id if account.merged_into else None,
        "is_deleted": account.is_deleted,
        "created_date": account.created_at,
        "last_modified_date": account.modified_at,
        "system_modstamp": account.modified_at,
        "_fivetran_synced": synced(account.modified_at),
    }


def programme_rows(live: list[Account], accounts: list[Account]) -> list[Row]:
    """The programme's file; where it was never updated, a merged-away account's id stands in it."""
    written = {a.merged_into.id: a.id for a in accounts if a.merged_into and a.merged_into.stays}
    rows: list[Row] = []
    for account in live:
        for stay in account.stays:
            rows.append(
                {
                    "account_id": written.get(account.id, account.id),
                    "tier": stay.tier,
                    "valid_from": stay.valid_from,
                    "valid_to": stay.valid_to,
                }
            )
    return sorted(rows, key=lambda row: (str(row["valid_from"]), str(row["tier"]), str(row["account_id"])))
