"""Who and whose an interaction is, in plain Python, from rules.md; it shares no code with the models."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.companies import PUBLIC
from tests.compiled import Tables

PARIS = ZoneInfo("Europe/Paris")
RANK = {"salesforce": 0, "hubspot": 2, "files": 3}
Row = dict[str, Any]
Record = tuple[str, str]
"""Source and id."""
LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


def order(record: Record) -> tuple[int, str, str]:
    return RANK[record[0]], record[0], record[1]


def oldest_first(row: Row) -> datetime:
    return row["created_at"] or LONG_AGO


def address(text: str | None) -> str | None:
    return text.strip().lower() if text and text.find("@") > 0 else None


@dataclass
class Records:
    """Records of one kind, each led to the one that stands for it."""

    rows: dict[Record, Row]
    links: dict[Record, tuple[Record, str]] = field(default_factory=dict)

    def survivor(self, record: Record) -> Record:
        path = [record]
        while path[-1] in self.links:
            following = self.links[path[-1]][0]
            if following in path:
                return min(path[path.index(following) :], key=order)
            path.append(following)
        return path[-1]

    def meant(self, source: str, identifier: str | None) -> Record | None:
        """The surviving record that a source means by an id."""
        if identifier is None:
            return None
        if (source, identifier) in self.rows:
            return self.survivor((source, identifier))
        elsewhere = [record for record in self.rows if record[1] == identifier]
        return self.survivor(elsewhere[0]) if len(elsewhere) == 1 else None

    def is_in_circle(self, record: Record) -> bool:
        path = [record]
        while path[-1] in self.links:
            following = self.links[path[-1]][0]
            if following in path:
                return following == record
            path.append(following)
        return False

    def published(self, record: Record) -> str:
        same_id = [other for other in self.rows if other[1] == record[1]]
        return record[1] if record == min(same_id, key=order) else f"{record[0]}:{record[1]}"


class Oracle:
    """What the models should say of a company on a day."""

    def __init__(self, tables: Tables, as_of: date) -> None:
        self.as_of = as_of
        self.end = datetime.combine(as_of + timedelta(days=1), datetime.min.time(), PARIS).astimezone(UTC)
        self.tables = tables
        self.accounts = self._linked("account", tables["accounts"], self._account_is_merged, self._by_domain)
        self.people = self._linked("person", tables["people"], self._person_is_merged, self._by_email)
        self.spans = self._employer_spans()
        self.of_person = self._people_accounts()
        self.n_people: dict[Record, int] = defaultdict(int)
        for person in self.of_person:
            works = self.employer(person, as_of)
            if works and not self._has_left(person) and not self._is_erased(person):
                self.n_people[works[0]] += 1

    # records

    def _is_deleted(self, row: Row) -> bool:
        return row["deleted_at"] is not None and row["deleted_at"] < self.end

    def _exists(self, row: Row) -> bool:
        return row["created_at"] is None or row["created_at"] < self.end

    def _account_is_merged(self, row: Row) -> bool:
        return bool(row["merged_into_account_id"]) and (row["deleted_at"] is None or self._is_deleted(row))

    def _person_is_merged(self, row: Row) -> bool:
        since = row["converted_at"] or row["deleted_at"]
        return bool(row["merged_into_person_id"]) and (since is None or since < self.end)

    def _linked(
        self,
        kind: str,
        rows: Iterable[Row],
        is_merged: Callable[[Row], bool],
        alike: Callable[[Row, Row], tuple[Any, ...] | None],
    ) -> Records:
        records = Records({(row["source_system"], row[f"{kind}_id"]): row for row in rows})
        names = {
            record: {tuple(pair.split(":", 1)) for pair in (row["external_ids"] or "").split("|") if pair}
            | ({("salesforce", record[1])} if record[0] == "files" else set())
            for record, row in records.rows.items()
        }
        for record, row in records.rows.items():
            synced = [
                other
                for other, named in records.rows.items()
                if (other in names[record] or record in names[other])
                and RANK[other[0]] < RANK[record[0]]
                and self._exists(named)
                and (is_merged(named) or not self._is_deleted(named))
            ]
            similar = [
                (key, other)
                for other, named in records.rows.items()
                if RANK[other[0]] < RANK[record[0]]
                and self._exists(named)
                and not self._is_deleted(named)
                and not is_merged(named)
                and (key := alike(row, named)) is not None
            ]
            target = (record[0], row[f"merged_into_{kind}_id"])
            if is_merged(row) and target in records.rows and self._exists(records.rows[target]):
                records.links[record] = target, "merge"
            elif synced:
                records.links[record] = min(synced, key=order), "synced_id"
            elif similar:
                best = min(similar, key=lambda pair: (*pair[0], order(pair[1])))
                records.links[record] = best[1], "domain" if kind == "account" else "email"
        return records

    @staticmethod
    def domains(row: Row) -> set[str]:
        return {domain for domain in (row["email_domains"] or "").split("|") if domain} - set(PUBLIC)

    def _by_domain(self, row: Row, other: Row) -> tuple[Any, ...] | None:
        return (oldest_first(other),) if self.domains(row) & self.domains(other) else None

    @staticmethod
    def _by_email(row: Row, other: Row) -> tuple[Any, ...] | None:
        same = address(row["email"]) is not None and address(row["email"]) == address(other["email"])
        return (other["account_id"] is None, oldest_first(other)) if same else None

    # people and accounts on a day

    def _has_left(self, person: Record) -> bool:
        return (
            person in self._members(person)
            and self._is_deleted(self.people.rows[person])
            and not self.people.is_in_circle(person)
        )

    def _is_erased(self, person: Record) -> bool:
        alike, addresses = {person}, self._addresses(person)
        while more := {self.people.survivor(record) for record in self._with_address(addresses)} - alike:
            alike |= more
            addresses = {text for one in alike for text in self._addresses(one)}
        return any(
            row["requested_at"] < self.end
            and (
                address(row["email"]) in addresses
                or self.people.meant(row["source_system"], row["person_id"]) in alike
            )
            for row in self.tables["erasure_requests"]
        )

    def _addresses(self, person: Record) -> set[str]:
        texts = {address(self.people.rows[member]["email"]) for member in self._members(person)}
        return {text for text in texts if text is not None}

    def _with_address(self, addresses: set[str]) -> list[Record]:
        return [
            record
            for record, row in self.people.rows.items()
            if address(row["email"]) in addresses and self._exists(row)
        ]

    def is_matchable(self, account: Record | None) -> bool:
        if account is None:
            return False
        row = self.accounts.rows[account]
        return self._exists(row) and (not self._is_deleted(row) or self.accounts.is_in_circle(account))

    def _members(self, person: Record) -> list[Record]:
        members = [
            record
            for record, row in self.people.rows.items()
            if self.people.survivor(record) == person and self._exists(row)
        ]
        return sorted(members, key=lambda record: (record != person, order(record)))

    def _people_accounts(self) -> dict[Record, Record | None]:
        found: dict[Record, Record | None] = {}
        for person in {self.people.survivor(record) for record in self.people.rows}:
            members = self._members(person)
            if members:
                named = [
                    self.accounts.meant(record[0], self.people.rows[record]["account_id"])
                    for record in members
                ]
                known = [account for account in named if account]
                found[person] = next(filter(self.is_matchable, known), known[0] if known else None)
        return found

    def _employer_spans(self) -> dict[Record, list[tuple[date, date, Record]]]:
        spans: dict[Record, list[tuple[date, date, Record]]] = defaultdict(list)
        for row in self.tables["person_employers"]:
            person = self.people.meant(row["source_system"], row["person_id"])
            account = self.accounts.meant(row["source_system"], row["account_id"])
            if person and account and row["valid_from"] <= self.as_of:
                spans[person].append((row["valid_from"], row["valid_to"] or date.max, account))
        return spans

    def employer(self, person: Record | None, day: date) -> tuple[Record, str] | None:
        if person is None:
            return None
        if person in self.spans:
            then = [span for span in self.spans[person] if span[0] <= day < span[1]]
            if not then:
                return None
            latest = max(span[0] for span in then)
            account = min((span[2] for span in then if span[0] == latest), key=order)
            return (account, "employer") if self.is_matchable(account) else None
        account_of = self.of_person.get(person)
        return (account_of, "person") if account_of and self.is_matchable(account_of) else None

    def person_meant(self, source: str, identifier: str | None) -> Record | None:
        """Whom a row names by id; whose records are all made after the as-of date does not exist yet."""
        person = self.people.meant(source, identifier)
        return person if person and self._members(person) else None

    def person_of_address(self, text: str | None) -> Record | None:
        wanted = address(text)
        owners = {
            self.people.survivor(record)
            for record, row in self.people.rows.items()
            if wanted and address(row["email"]) == wanted and self._exists(row)
        }

        def preference(person: Record) -> tuple[Any, ...]:
            made = [self.people.rows[member]["created_at"] for member in self._members(person)]
            first = LONG_AGO if None in made else min(made)
            return (
                self._has_left(person),
                self.of_person[person] is None,
                first,
                order(person),
            )

        return min(owners, key=preference) if owners else None

    def tier(self, account: Record, day: date) -> str:
        rows = [
            (row["valid_from"], row["tier"])
            for row in self.tables["program_accounts"]
            if self.accounts.meant(row["source_system"], row["account_id"]) == account
            and row["valid_from"] <= day < (row["valid_to"] or date.max)
        ]
        if not rows:
            return "without"
        latest = max(rows)[0]
        return str(min(tier for since, tier in rows if since == latest))

    def owner_of_domain(self, domain: str | None, day: date) -> Record | None:
        owners = {
            self.accounts.survivor(record)
            for record, row in self.accounts.rows.items()
            if domain in self.domains(row)
        }
        alive = [account for account in owners if self.is_matchable(account)]

        def preference(account: Record) -> tuple[Any, ...]:
            return (
                self.tier(account, day),
                -self.n_people[account],
                oldest_first(self.accounts.rows[account]),
                self.accounts.published(account),
            )

        return min(alive, key=preference) if alive else None

    # interactions

    def identified(self, row: Row) -> tuple[Record | None, Record | None, str]:
        """Person, account and how the account was found."""
        source = row["source_system"]
        person = self.person_meant(source, row.get("person_id")) or self.person_of_address(row.get("email"))
        day = row["occurred_at"].astimezone(PARIS).date()
        explicit = self.accounts.meant(source, row.get("account_id"))
        if explicit and self.is_matchable(explicit):
            return person, explicit, "explicit"
        if works := self.employer(person, day):
            return person, *works
        written = address(row.get("email"))
        for domain in (written.split("@")[1] if written else None, self.domain(row)):
            if owner := self.owner_of_domain(domain, day):
                return person, owner, "domain"
        return person, *self.owner_by_person(person, day)

    def owner_by_person(self, person: Record | None, day: date) -> tuple[Record | None, str]:
        """The account of the person's own domain: their address's, else that of the web site they gave."""
        members = self._members(person) if person else []
        texts = [address(self.people.rows[member]["email"]) for member in members]
        sites = [self.people.rows[member]["company_domain"] for member in members]
        mail = next((text.split("@")[1] for text in texts if text), None)
        if owner := self.owner_of_domain(mail, day):
            return owner, "email_domain"
        if owner := self.owner_of_domain(next((site for site in sites if site), None), day):
            return owner, "company_domain"
        return None, "none"

    @staticmethod
    def domain(row: Row) -> str | None:
        page = str(row.get("domain") or "")
        return page.removeprefix("https://www.").split("/")[0] or None
