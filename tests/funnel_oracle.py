"""Stage visits, episodes and evidence of the funnel in plain Python, from rules.md.

It shares no code with the models: where they join, this walks through what happened, step by step.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from itertools import pairwise
from zoneinfo import ZoneInfo

from tests.compiled import Tables
from tests.funnel_companies import STAGES, Row

PARIS = ZoneInfo("Europe/Paris")
CLOSED = ("closed_won", "closed_lost")
FUNNEL = ("new_business", "expansion", None)
LIFE = COOLDOWN = REPEAT = WINDOW = 90


def day(instant: datetime) -> date:
    return instant.astimezone(PARIS).date()


def midnight(one: date) -> datetime:
    return datetime.combine(one, time(), PARIS)


@dataclass(frozen=True)
class Visit:
    stage: str
    entered: datetime
    left: datetime | None
    is_told: bool


@dataclass(frozen=True)
class Entry:
    """An entry into MQA or SQA, and the day on which the account got further."""

    name: str
    stage: str
    account: str
    entered: datetime
    reached: date | None
    following: datetime | None
    end: str


@dataclass(frozen=True)
class Deal:
    row: Row
    history: list[Row]
    as_of: date
    account: str | None

    @property
    def name(self) -> str:
        return str(self.row["opportunity_id"])

    @property
    def is_of_funnel(self) -> bool:
        return self.row["type"] in FUNNEL

    @cached_property
    def steps(self) -> list[Row]:
        """The history in order: by instant, by rank, by id."""
        return sorted(
            self.history, key=lambda row: (row["changed_at"], place(row["stage"]), row["history_id"])
        )

    @cached_property
    def closed_on(self) -> date | None:
        """The day of closing for good, whenever that is."""
        if not self.row["is_closed"]:
            return None
        return day(self.row["closed_at"]) if self.row["closed_at"] else self.row["close_date"]

    @cached_property
    def closed_at(self) -> datetime | None:
        """Its instant, where that has come by the as-of date."""
        if self.closed_on is None or self.closed_on > self.as_of:
            return None
        told = [
            row["changed_at"]
            for row in self.steps
            if canonical(row["stage"]) in CLOSED and day(row["changed_at"]) == self.closed_on
        ]
        at: datetime = self.row["closed_at"] or (max(told) if told else midnight(self.closed_on))
        created: datetime = self.row["created_at"]
        return max(at, created)

    @cached_property
    def visits(self) -> list[Visit]:
        created, until = self.row["created_at"], midnight(self.as_of + timedelta(days=1))
        at: dict[datetime, tuple[str, bool]] = {}
        # what comes after the day of the CRM's closing undoes nothing
        steps = [
            row for row in self.steps if self.closed_on is None or day(row["changed_at"]) <= self.closed_on
        ]
        last_open: str | None = None
        nowhere = "unmapped" if self.row["is_closed"] else canonical(self.row["stage"])
        for number, row in enumerate(steps):
            stage, instant = canonical(row["stage"]), row["changed_at"]
            last_open = last_open if stage in CLOSED else stage
            if instant >= until or (self.closed_at is not None and instant >= self.closed_at):
                continue
            # a closing that nothing undid is the CRM's, on whatever day that puts it
            is_last = stage in CLOSED and all(canonical(one["stage"]) == stage for one in steps[number:])
            told = (last_open or nowhere, last_open is not None) if is_last else (stage, True)
            at[max(instant, created)] = told
        if not at:
            at[created] = (nowhere, False)
        elif (first := min(at)) > created:
            begun = canonical(self.steps[0]["stage"])
            was_open = ("unmapped", False) if begun in CLOSED else (begun, True)
            at[created] = was_open if at[first][0] in CLOSED else at[first]
        if self.closed_at is not None:
            at[self.closed_at] = ("closed_won" if self.row["is_won"] else "closed_lost", False)
        walked: list[Visit] = []
        for instant in sorted(at):
            stage, is_told = at[instant]
            if walked and walked[-1].stage == stage:
                continue
            if walked:
                walked[-1] = Visit(walked[-1].stage, walked[-1].entered, instant, walked[-1].is_told)
            walked.append(Visit(stage, instant, None, is_told))
        return walked

    def stays(self, seen_on: date) -> Iterator[tuple[str, int, str, bool]]:
        """Stage, days by that day, outcome, and whether a history tells."""
        for stage in {visit.stage for visit in self.visits} - set(CLOSED):
            here = [visit for visit in self.visits if visit.stage == stage and day(visit.entered) <= seen_on]
            if not here:
                continue
            ends = [seen_on if visit.left is None else min(day(visit.left), seen_on) for visit in here]
            days = sum((end - day(visit.entered)).days for visit, end in zip(here, ends, strict=True))
            still = any(visit.left is None or day(visit.left) > seen_on for visit in here)
            yield stage, days, "censored" if still else "event", all(visit.is_told for visit in here)

    def state(self, seen_on: date) -> tuple[str, date | None]:
        """won, lost or open on that day, and since when; undated where nobody knows the day of closing."""
        if self.row["is_closed"] and self.closed_on is None:
            return "undated", None
        if self.closed_on is not None and self.closed_on <= seen_on:
            return ("won" if self.row["is_won"] else "lost"), self.closed_on
        # a closing in the history counts while it stood, if it was undone later
        runs: list[tuple[str, date]] = []
        for row in self.steps:
            stage = canonical(row["stage"])
            kind = stage if stage in CLOSED else "open"
            if not runs or runs[-1][0] != kind:
                runs.append((kind, day(row["changed_at"])))
        for (kind, since), (_, until) in pairwise(runs):
            undone = self.closed_on is None or until <= self.closed_on
            if kind != "open" and undone and since <= seen_on < until:
                return ("won" if kind == "closed_won" else "lost"), since
        return "open", None

    def problem(self, seen_on: date) -> str | None:
        how, since = self.state(seen_on)
        if how == "undated":
            return "closed_without_date"
        is_early = since is not None and since < day(self.row["created_at"])
        return "closed_before_created" if is_early else None

    def worth(self, seen_on: date) -> tuple[Decimal | None, float | None, bool]:
        """Amount and probability of an open deal on that day, and whether its stage is a known one."""
        known = [row for row in self.steps if day(row["changed_at"]) <= self.as_of]
        so_far = [row for row in known if day(row["changed_at"]) <= seen_on] or known[:1]
        has_amounts = any(row["amount"] is not None for row in known)
        row = so_far[-1] if so_far else None
        amount = row["amount"] if row and has_amounts else self.row["amount"]
        # where it was last open
        row = next((one for one in reversed(so_far) if canonical(one["stage"]) not in CLOSED), None)
        is_closed_later = self.closed_on is not None
        stage = row["stage"] if row else ("on hold" if is_closed_later else self.row["stage"])
        chances = (
            row["probability"] if row else None,
            # today's say how it ended
            None if is_closed_later else self.row["probability"],
            STAGES[row["stage"]][2] if row and row["stage"] in STAGES else None,
            STAGES[self.row["stage"]][2] if self.row["stage"] in STAGES and not is_closed_later else None,
        )
        chance = next((one for one in chances if one is not None), None)
        return None if amount is None else Decimal(str(amount)), chance, stage in STAGES


def canonical(stage: str) -> str:
    return STAGES[stage][0] if stage in STAGES else "unmapped"


def place(stage: str) -> int:
    return STAGES[stage][1] if stage in STAGES else 0


@dataclass(frozen=True)
class Funnel:
    """A company's deals and entries as of a day."""

    tables: Tables
    as_of: date

    def survivor(self, account: str) -> str:
        merged = {row["account_id"]: row["merged_into_account_id"] for row in self.tables["accounts"]}
        return merged[account] or account

    @cached_property
    def deals(self) -> list[Deal]:
        until = midnight(self.as_of + timedelta(days=1))
        history: dict[str, list[Row]] = {}
        for row in self.tables["opportunity_history"]:
            history.setdefault(row["opportunity_id"], []).append(row)
        return [
            Deal(
                row,
                history.get(row["opportunity_id"], []),
                self.as_of,
                self.survivor(row["account_id"]) if row["account_id"] else None,
            )
            for row in self.tables["opportunities"]
            if row["created_at"] < until and (row["deleted_at"] is None or row["deleted_at"] >= until)
        ]

    def membership(self, account: str | None, one: date) -> str:
        if account is None:
            return "unknown"
        for row in self.tables["program_accounts"]:
            ended = row["valid_to"] or date.max
            if self.survivor(row["account_id"]) == account and row["valid_from"] <= one < ended:
                return "unknown" if row["tier"] == "unknown" else "abm"
        return "non_abm"

    @cached_property
    def happened(self) -> dict[str, list[tuple[datetime, str]]]:
        """What happened at each account, by time; of one instant what leads further comes last."""
        found: dict[str, set[tuple[datetime, str]]] = {}
        until = midnight(self.as_of + timedelta(days=1))
        for row in self.tables["account_statuses"]:
            if row["changed_at"] < until:
                found.setdefault(self.survivor(row["account_id"]), set()).add(
                    (row["changed_at"], row["status"])
                )
        for deal in self.deals:
            if deal.account and deal.is_of_funnel:
                found.setdefault(deal.account, set()).add((deal.row["created_at"], "opportunity"))
        order = ("mqa", "accepted", "sqa", "opportunity", "rejected", "sent_to_sales")
        return {
            account: sorted(events, key=lambda event: (event[0], order.index(event[1])))
            for account, events in found.items()
        }

    @cached_property
    def episodes(self) -> list[Entry]:
        return [entry for account in sorted(self.happened) for entry in self._episodes(account)]

    def _episodes(self, account: str) -> list[Entry]:
        opened: datetime | None = None
        has_accepted = False
        ended_on: date | None = None
        done: list[tuple[datetime, date | None, str]] = []

        def end(on: date | None, how: str) -> None:
            nonlocal opened, ended_on
            assert opened is not None
            done.append((opened, on, how))
            opened, ended_on = None, on

        for at, what in self.happened[account]:
            if opened is not None and (day(at) - day(opened)).days > LIFE:
                end(day(opened) + timedelta(days=LIFE), "expired")
            if opened is None:
                cool = ended_on is None or (day(at) - ended_on).days >= COOLDOWN
                if what == "mqa" and cool:
                    opened, has_accepted = at, False
            elif what == "accepted":
                has_accepted = True
            elif what in ("sqa", "opportunity"):
                end(day(at), what)
            elif what == "rejected" and not has_accepted:
                end(day(at), "rejected")
        if opened is not None:
            last = day(opened) + timedelta(days=LIFE)
            end(last if last <= self.as_of else None, "expired" if last <= self.as_of else "open")
        starts = [start for start, _, _ in done]
        return [
            Entry(
                f"{account}:mqa:{day(start)}",
                "mqa",
                account,
                start,
                on if how in ("sqa", "opportunity") else None,
                starts[number + 1] if number + 1 < len(starts) else None,
                how,
            )
            for number, (start, on, how) in enumerate(done)
        ]

    @cached_property
    def sqa_entries(self) -> list[Entry]:
        found = []
        for account in sorted(self.happened):
            skipped = {
                self._first(account, entry)
                for entry in self.episodes
                if entry.account == account and entry.end == "opportunity"
            }
            last: date | None = None
            for at, what in self.happened[account]:
                is_entry = what == "sqa" or (what == "opportunity" and at in skipped)
                if not is_entry or (last is not None and (day(at) - last).days <= REPEAT):
                    continue
                last = day(at)
                later = [
                    when for when, kind in self.happened[account] if kind == "opportunity" and when >= at
                ]
                reached = day(min(later)) if later else None
                found.append(Entry(f"{account}:sqa:{day(at)}", "sqa", account, at, reached, None, ""))
        return found

    def _first(self, account: str, entry: Entry) -> datetime:
        """When the deal was created that ended the episode."""
        return min(at for at, what in self.happened[account] if what == "opportunity" and at >= entry.entered)

    def evidence(self, seen_on: date) -> Iterator[tuple[object, ...]]:
        """kpi_id, entity, anchor, abm, numerator, denominator, duration, outcome, reason."""
        for deal in self.deals:
            if deal.is_of_funnel and day(deal.row["created_at"]) <= seen_on:
                yield from self._of_deal(deal, seen_on)
        for entry in self.episodes + self.sqa_entries:
            if day(entry.entered) <= seen_on:
                yield from self._of_entry(entry, seen_on)

    def _of_deal(self, deal: Deal, seen_on: date) -> Iterator[tuple[object, ...]]:
        at_creation = self.membership(deal.account, day(deal.row["created_at"]))
        for stage, days, outcome, is_told in deal.stays(seen_on):
            reason = deal.problem(seen_on) or (None if is_told else "no_history")
            yield "K22", f"{deal.name}:{stage}", seen_on, at_creation, None, None, days, outcome, reason
        if deal.state(seen_on)[0] != "open":
            return
        amount, chance, is_mapped = deal.worth(seen_on)
        now = self.membership(deal.account, seen_on)
        is_abm = now == "abm"
        lacks = "missing_amount" if is_abm and amount is None else None
        whole = amount if is_abm else Decimal(0)
        yield "K18a", deal.name, seen_on, now, whole, int(is_abm), None, None, lacks
        unweighed = lacks or ("missing_probability" if is_abm and chance is None else None)
        part = whole * Decimal(str(chance)) if whole is not None and chance is not None else None
        part = part if is_abm else Decimal(0)
        part = None if part is None else part.quantize(Decimal("0.000001"), ROUND_HALF_UP)
        yield "K18b", deal.name, seen_on, now, part, int(is_abm), None, None, unweighed
        yield (
            "K21", deal.name, seen_on, at_creation, 1, 1, None, None, None if is_mapped else "unmapped_stage"
        )  # fmt: skip

    def _of_entry(self, entry: Entry, seen_on: date) -> Iterator[tuple[object, ...]]:
        kpi = "K23" if entry.stage == "mqa" else "K24"
        start = day(entry.entered)
        abm = self.membership(entry.account, start)
        reached = entry.reached if entry.reached is not None and entry.reached <= seen_on else None
        in_time = reached is not None and (reached - start).days <= WINDOW
        young = "too_young" if (seen_on - start).days < WINDOW else None
        yield f"{kpi}a", entry.name, start, abm, int(in_time), 1, None, None, young
        fate = "censored" if reached is None else "event"
        yield f"{kpi}b", entry.name, start, abm, None, None, ((reached or seen_on) - start).days, fate, None
        ever = any(
            other.reached is not None and other.reached <= seen_on
            for other in (self.episodes if entry.stage == "mqa" else self.sqa_entries)
            if other.account == entry.account
            and entry.entered <= other.entered
            and day(other.entered) <= seen_on
        ) or (
            # an SQA comes of an MQA before it, in time or not
            entry.stage == "mqa"
            and any(
                other.account == entry.account
                and entry.entered <= other.entered
                and day(other.entered) <= seen_on
                for other in self.sqa_entries
            )
        )
        yield (
            f"{kpi}c", entry.account, start, abm, int(ever), 1, None, "event" if ever else "censored", None
        )  # fmt: skip
        if entry.stage == "mqa":
            won = min(self._wins(entry, seen_on), default=None)
            fate = "censored" if won is None else "event"
            reason = None if won else min(self._undated_wins(entry, seen_on), default=None)
            yield "K26a", entry.name, start, abm, None, None, ((won or seen_on) - start).days, fate, reason

    def _followed(self, entry: Entry) -> Iterator[Deal]:
        """Deals that were created from this entry on and before the next one."""
        for deal in self.deals:
            created = deal.row["created_at"]
            is_its = entry.entered <= created and (entry.following is None or created < entry.following)
            if deal.account == entry.account and deal.is_of_funnel and is_its:
                yield deal

    def _wins(self, entry: Entry, seen_on: date) -> Iterator[date]:
        """Days on which these were won."""
        for deal in self._followed(entry):
            how, since = deal.state(seen_on)
            if how == "won" and since is not None and deal.problem(seen_on) is None:
                yield since

    def _undated_wins(self, entry: Entry, seen_on: date) -> Iterator[str]:
        """Why nobody knows when these were won."""
        for deal in self._followed(entry):
            problem, how = deal.problem(seen_on), deal.state(seen_on)[0]
            is_won = how == "won" or (how == "undated" and deal.row["is_won"])
            if is_won and problem and day(deal.row["created_at"]) <= seen_on:
                yield problem
