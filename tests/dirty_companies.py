"""Companies made of one number each, damaged at random, with an account of every row and every cent.

The account is the generator's own: it knows what it broke, and follows references and keys in plain Python.
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from tests.damage import CLEAN, PARQUET, Quarantined, Row, write_company
from tests.damaged_files import joined, parsed_text
from tests.damaged_rows import QUARANTINED

# each table after those it needs; a reference that must lead somewhere is checked
TABLES = (
    "users", "accounts", "people", "person_employers", "program_accounts", "account_statuses", "campaigns",
    "opportunities", "opportunity_history", "opportunity_people", "sales_activities", "campaign_members",
    "content_assets", "interactions", "ad_engagements", "program_changes", "invoices", "contracts", "costs",
    "benefits", "survey_responses", "fx_rates", "erasure_requests",
)  # fmt: skip
NEEDS = {
    "person_employers": {"person_id": "people", "account_id": "accounts"},
    "program_accounts": {"account_id": "accounts"},
    "account_statuses": {"account_id": "accounts"},
    "opportunity_history": {"opportunity_id": "opportunities"},
    "opportunity_people": {"opportunity_id": "opportunities", "person_id": "people"},
    "campaign_members": {"campaign_id": "campaigns", "person_id": "people"},
    "ad_engagements": {"campaign_id": "campaigns"},
    "program_changes": {"campaign_id": "campaigns"},
    "invoices": {"account_id": "accounts"},
    "contracts": {"account_id": "accounts"},
}
KEYS: dict[str, tuple[str, ...]] = {
    "users": ("user_id",),
    "accounts": ("account_id",),
    "people": ("person_id",),
    "person_employers": ("person_id", "account_id", "valid_from"),
    "program_accounts": ("account_id", "tier", "valid_from"),
    "account_statuses": ("account_id", "changed_at", "status"),
    "campaigns": ("campaign_id",),
    "opportunities": ("opportunity_id",),
    "opportunity_history": ("history_id",),
    "opportunity_people": ("opportunity_id", "person_id", "role"),
    "sales_activities": ("activity_id",),
    "campaign_members": ("campaign_id", "person_id", "status", "changed_at"),
    "content_assets": ("asset_id",),
    "interactions": ("interaction_id",),
    "ad_engagements": ("day", "campaign_id", "account_id"),
    "program_changes": ("changed_on", "label"),
    "invoices": ("invoice_id",),
    "contracts": ("contract_id",),
    "costs": ("cost_id",),
    "benefits": ("benefit_id",),
    "survey_responses": ("response_id",),
    "fx_rates": ("currency", "rate_on"),
    "erasure_requests": ("person_id", "email", "requested_at"),
}
MONEY = {
    "opportunities": "amount",
    "opportunity_history": "amount",
    "campaigns": "budget",
    "ad_engagements": "spend",
    "invoices": "amount_net",
    "contracts": "annual_value",
    "costs": "amount",
    "benefits": "amount",
}
REFERENCES = {
    "account_id": "accounts", "person_id": "people", "opportunity_id": "opportunities",
    "campaign_id": "campaigns",
}  # fmt: skip
OPTIONAL = {
    "people": ("account_id",),
    "opportunities": ("account_id", "campaign_id"),
    "costs": ("campaign_id",),
}
SIMPLE: dict[str, Row] = {
    "opportunities": {
        "type": "new_business",
        "created_at": "2025-03-01",
        "is_closed": "false",
        "is_won": "false",
        "stage": "proposal",
    },
    "opportunity_history": {"changed_at": "2025-03-02", "stage": "proposal"},
}
DAMAGE: dict[str, list[Quarantined]] = defaultdict(list)
for _damage in QUARANTINED:
    DAMAGE[_damage.table].append(_damage)
ENCODINGS: tuple[Callable[[str], bytes], ...] = (
    str.encode,
    lambda text: text.encode("utf-8-sig"),
    lambda text: text.encode("utf-16"),
    lambda text: text.replace("\n", "\r\n").encode(),
    lambda text: text.replace("\n", "\r").encode(),
    lambda text: joined(parsed_text(text), "\t").encode(),
    lambda text: joined(_turned(parsed_text(text))).encode(),
)


def _turned(rows: list[list[str]]) -> list[list[str]]:
    """Columns from the last to the first, but in rows that are cut or too long."""
    return [row[::-1] if len(row) == len(rows[0]) else row for row in rows]


@dataclass
class Made:
    """A row as it is written, and what the generator knows of it."""

    cells: Row
    money: Decimal | None = None
    is_broken: bool = False
    fate: str = ""


@dataclass
class Company:
    """Tables on disk, and what must become of their rows."""

    rows: dict[str, list[Made]]
    lines: dict[str, list[str]]
    fates: dict[str, Counter[str]] = field(default_factory=dict)
    money: dict[tuple[str, str | None, str], Decimal] = field(default_factory=dict)
    quarantined: set[tuple[str, int]] = field(default_factory=set)


def company(seed: int, folder: Path) -> Company:
    """Write the company's files; the account of its rows."""
    draw = random.Random(seed)
    made: dict[str, list[Made]] = {}
    for table in TABLES:
        made[table] = [_row(draw, table, n, made) for n in range(draw.randint(4, 9))]
        _damage_some(draw, table, made[table])
        _repeat_some(draw, table, made[table])
        draw.shuffle(made[table])
    found = Company(made, {table: _lines(draw, table) for table in TABLES})
    _account(found)
    write_company(folder, {table: [one.cells for one in rows] for table, rows in made.items()}, found.lines)
    for table in TABLES:
        if table not in PARQUET:
            path = folder / f"{table}.csv"
            path.write_bytes(draw.choice(ENCODINGS)(path.read_bytes().decode()))
    return found


def _row(draw: random.Random, table: str, n: int, made: dict[str, list[Made]]) -> Made:
    cells = dict(SIMPLE.get(table) or CLEAN[table][0])
    for column in (*NEEDS.get(table, ()), *OPTIONAL.get(table, ())):
        others = made[REFERENCES[column]]
        cells[column] = draw.choice(others).cells.get(column) if draw.random() < 0.95 else "nowhere"
    key = KEYS[table]
    if len(key) == 1:
        cells[key[0]] = f"{table}-{n}"
    for column in ("changed_at", "valid_from", "day", "changed_on", "rate_on", "requested_at"):
        if column in key:
            # days of its own, so that keys of several columns differ
            cells[column] = f"2025-01-{n + 1:02}"
    if table == "opportunities" and draw.random() < 0.5:
        cells |= {"is_closed": "true", "is_won": "true", "close_date": "2025-04-01", "stage": "closed_won"}
    if table == "people":
        cells["email"] = f"Person{n}@alpha.example"
        cells["merged_into_person_id"] = f"people-{draw.randrange(9)}" if draw.random() < 0.2 else ""
    elif table == "erasure_requests":
        asks = f"{draw.randrange(12)}"
        cells |= draw.choice(({"person_id": f"people-{asks}"}, {"email": f" person{asks}@ALPHA.example"}))
    row = Made(cells)
    if table in MONEY:
        row.money = Decimal(draw.randint(0, 9_999_999)) / 100
        if table not in ("opportunity_history", "benefits") or draw.random() < 0.5:
            cells["currency"] = draw.choice(("EUR", "USD", " usd "))
        cells[MONEY[table]] = (
            float(row.money) if table in PARQUET else _spelled(draw, row.money, cells.get("currency"))
        )
        if table == "benefits":
            cells["currency"] = "EUR"
    return row


def _spelled(draw: random.Random, amount: Decimal, currency: str | None) -> str:
    plain = f"{amount:.2f}"
    code = (currency or "").strip().upper()
    spellings = [
        plain,
        plain.replace(".", ","),
        f"{amount:,.2f}".replace(",", " "),
        f"{amount:,.2f}".replace(",", "\u202f").replace(".", ","),
        f"+{plain}",
        f"{amount * 100:.0f}e-2",
    ]
    if code:
        spellings += [f"{plain} {code}", f"{code}\u00a0{plain}", f"{plain} {'€' if code == 'EUR' else '$'}"]
    return draw.choice(spellings)


def _damage_some(draw: random.Random, table: str, rows: list[Made]) -> None:
    for row in rows:
        if draw.random() < 0.2:
            damage = draw.choice([one for one in DAMAGE[table] if not one.line] or [None])
            if damage is None:
                continue
            row.cells |= {
                name: row.cells.get(name) if cell == "{n}" else cell for name, cell in damage.changes.items()
            }
            if table == "erasure_requests":
                # no id beside an address that is missing
                row.cells.pop("person_id", None)
            # what only a missing reference breaks is found by following it
            row.is_broken = not damage.reason.startswith(("is in no accepted row", "is of a row"))
            if table in MONEY and MONEY[table] in damage.changes:
                row.money = as_number(damage.changes[MONEY[table]])
            elif table in MONEY and "currency" in damage.changes:
                # no currency beside an amount whose own is broken
                row.cells[MONEY[table]] = str(row.money)


def _repeat_some(draw: random.Random, table: str, rows: list[Made]) -> None:
    for row in list(rows):
        if draw.random() < 0.15:
            rows.append(Made(dict(row.cells), row.money, row.is_broken))


def _lines(draw: random.Random, table: str) -> list[str]:
    return [damage.line for damage in DAMAGE[table] if damage.line and draw.random() < 0.3]


def as_number(text: object) -> Decimal | None:
    """The amount that a damaged text still is, if any."""
    plain = f"{text:.0f}" if isinstance(text, float) else str(text)
    return Decimal(plain) if re.fullmatch(r"-?\d+(\.\d+)?", plain) else None


def _erased(found: Company) -> tuple[set[str], set[str]]:
    """Ids and addresses of who asked, over merges and shared addresses; a broken request asks too."""

    def cell(row: Made, column: str) -> str:
        return str(row.cells.get(column) or "").strip()

    def address(row: Made) -> str:
        return cell(row, "email").lower()

    people = found.rows["people"]
    ids = {cell(row, "person_id") for row in found.rows["erasure_requests"]}
    addresses = {address(row) for row in found.rows["erasure_requests"]}
    # a request for nobody's id links nobody
    ids &= {cell(row, "person_id") for row in people}
    links = [(cell(row, "person_id"), cell(row, "merged_into_person_id")) for row in people]
    links += [(cell(row, "person_id"), address(row)) for row in people if "@" in address(row)]
    links = [link for link in links if all(link)]
    reached = ids | {one for one in addresses if "@" in one}
    while more := {one for link in links if reached & set(link) for one in link} - reached:
        reached |= more
    addresses = {one for one in reached if "@" in one}
    ids = reached - addresses
    return ids - {""}, {one for one in addresses if "@" in one}


def _account(found: Company) -> None:
    erased_ids, erased_addresses = _erased(found)
    accepted: dict[str, set[object]] = {}
    for table in TABLES:
        fates: Counter[str] = Counter()
        seen = set()
        accepted[table] = set()
        for place, row in enumerate(found.rows[table]):
            key = tuple(row.cells.get(column) for column in KEYS[table])
            # an id that cannot be seen is none, and its row's children have none either
            is_broken = row.is_broken or any(
                not str(row.cells.get(column) or "").strip("\u200b\u00a0") for column in NEEDS.get(table, {})
            )
            if is_broken:
                fate = "quarantined"
            elif key in seen:
                fate = "duplicate"
            elif any(
                row.cells.get(column) not in accepted[other] for column, other in NEEDS.get(table, {}).items()
            ):
                fate = "quarantined"
            else:
                fate = "accepted"
                accepted[table].add(row.cells.get(KEYS[table][0]))
                if table == "people" and (
                    row.cells["person_id"] in erased_ids
                    or str(row.cells.get("email")).strip().lower() in erased_addresses
                ):
                    fate = "erased"
            if not is_broken:
                seen.add(key)
            row.fate = fate
            fates[fate] += 1
            if fate == "quarantined":
                found.quarantined.add((table, place + (1 if table in PARQUET else 2)))
            if table in MONEY and row.money is not None:
                currency = str(row.cells.get("currency") or "").strip().upper() or None
                at = (table, currency, fate)
                found.money[at] = found.money.get(at, Decimal(0)) + row.money
        for place, _ in enumerate(found.lines[table], start=len(found.rows[table])):
            fates["quarantined"] += 1
            found.quarantined.add((table, place + 2))
        found.fates[table] = fates
