"""Tasks in time and priority accounts left alone in plain Python, from rules.md, day by day.

It shares no code with the product.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tests.compiled import Tables
from tests.revenue_companies import AS_OF, Row

PARIS = ZoneInfo("Europe/Paris")
DAY = timedelta(days=1)
DAYS, ALONE = 35, 14
END = date(9999, 12, 31)
TOUCHES = ("call", "meeting", "email", "message")


def after(day: date) -> datetime:
    """The instant at which a day is over."""
    return datetime.combine(day + DAY, time(), PARIS)


def local(at: datetime) -> date:
    return at.astimezone(PARIS).date()


@dataclass(frozen=True)
class Fact:
    """A task due, or a priority account on a day."""

    kpi_id: str
    entity: str
    day: date
    abm: str
    tier: str | None
    owner: str
    team: str
    part: int
    reason: str | None = None


class Work:
    """What one company's people owe and did, as of the last day."""

    def __init__(self, tables: Tables) -> None:
        self.accounts = {row["account_id"]: row for row in tables["accounts"]}
        self.people = {row["person_id"]: row for row in tables["people"]}
        self.users = {row["user_id"]: row for row in tables["users"]}
        self.programme = tables["program_accounts"]
        self.activities = self._once([row for row in tables["sales_activities"] if self.is_there(row)])
        self.touches = [row for row in self.activities if self.is_touch(row)]

    @staticmethod
    def is_there(row: Row) -> bool:
        """What is dated later is not there yet, but a task that is only done later was."""
        done = row.get("completed_at")
        is_open = row["type"] == "task" and done is not None and done >= after(AS_OF)
        return bool(row["occurred_at"] < after(AS_OF) or is_open)

    def _once(self, activities: list[Row]) -> list[Row]:
        """Of the same person, type, second, subject and user the first to land stays."""
        kept: dict[object, Row] = {}
        for row in sorted(activities, key=lambda row: (str(row.get("ingested_at")), row["activity_id"])):
            same = (row["person_id"], row["type"], row["occurred_at"], row["subject"], row["user_id"])
            kept.setdefault(same if row["person_id"] else row["activity_id"], row)
        return list(kept.values())

    def merged(self, account: str | None) -> str | None:
        """Whom an account is now: not another one that is still to come, nor before it is merged."""
        into = account and self.accounts[account]["merged_into_account_id"]
        if not account or not into:
            return account
        instants = self.accounts[into]["created_at"], self.accounts[account]["deleted_at"]
        return account if any(at and at >= after(AS_OF) for at in instants) else str(into)

    def survivor(self, account: str | None) -> str | None:
        """One that is deleted matches nothing."""
        survivor = self.merged(account)
        return survivor if survivor and self.is_live(survivor, AS_OF) else None

    def is_live(self, account: str, day: date) -> bool:
        row = self.accounts[account]
        created, deleted = row["created_at"], row["deleted_at"]
        return not (created and created >= after(day)) and not (deleted and deleted < after(day))

    def account_of(self, activity: Row) -> str | None:
        """Its own, else that of its person."""
        person = self.people.get(activity["person_id"], {})
        return self.survivor(activity["account_id"]) or self.survivor(person.get("account_id"))

    def whose_task(self, task: Row) -> str | None:
        """Of the account it names, whatever became of it; else where its person is."""
        person = self.people.get(task["person_id"], {})
        return (
            self.merged(task["account_id"]) if task["account_id"] else self.survivor(person.get("account_id"))
        )

    def membership(self, account: str | None, day: date) -> tuple[str, str | None]:
        if account is None:
            return "unknown", "unknown"
        rows = [
            row
            for row in self.programme
            if self.merged(row["account_id"]) == account
            and row["valid_from"] <= day < (row["valid_to"] or END)
        ]
        if not rows:
            return "non_abm", None
        # of two that begin together the better tier, as where accounts share a domain (T16)
        tier = min(rows, key=lambda row: (END - row["valid_from"], row["tier"]))["tier"]
        return ("unknown", "unknown") if tier == "unknown" else ("abm", tier)

    def is_touch(self, row: Row) -> bool:
        user = self.users.get(row["user_id"])
        return (
            row["type"] in TOUCHES
            and row.get("direction") != "inbound"
            and not row.get("is_automated")
            and row["is_completed"] is not False
            and (user is None or user["role"] in ("sales", "sdr", None))
        )

    def _whose(self, user: str | None) -> tuple[str, str]:
        return user or "unknown", (user and self.users[user]["team"]) or "unknown"

    def tasks(self) -> Iterator[Fact]:
        """K51: each task on the local day it was due."""
        for row in self.activities:
            if row["type"] != "task" or row.get("is_automated"):
                continue
            if row["due_at"] is None or row["due_at"] >= after(AS_OF):
                continue
            due, done = local(row["due_at"]), row.get("completed_at")
            is_undated = row["is_completed"] is True and done is None
            in_time = done is not None and done < after(AS_OF) and local(done) <= due
            yield Fact(
                "K51",
                row["activity_id"],
                due,
                *self.membership(self.whose_task(row), due),
                *self._whose(row["user_id"]),
                int(in_time),
                "completion_undated" if is_undated else None,
            )

    def alone(self, *, is_known: bool) -> Iterator[Fact]:
        """K52: each account that is of the first tier on a day, and whether sales had turned to it."""
        touched: dict[str | None, set[date]] = {}
        for row in self.touches:
            touched.setdefault(self.account_of(row), set()).add(local(row["occurred_at"]))
        for day in (AS_OF - n * DAY for n in range(DAYS)):
            for account, row in self.accounts.items():
                abm, tier = self.membership(account, day)
                if self.merged(account) != account or tier != "1" or not self.is_live(account, day):
                    continue
                recent = {day - n * DAY for n in range(ALONE)}
                yield Fact(
                    "K52",
                    account,
                    day,
                    abm,
                    tier,
                    *self._whose(row["owner_id"]),
                    int(not recent & touched.get(account, set())),
                    None if is_known else "no_interactions",
                )
