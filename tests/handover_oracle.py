"""What sales made of the accounts they were sent, and who answered a survey, in plain Python.

It shares no code with the product.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from tests.alignment_oracle import due_day, local_day, midnight_after, satisfaction
from tests.compiled import Tables
from tests.revenue_companies import AS_OF, Row


@dataclass(frozen=True)
class Handover:
    """An MQA as K40 sees it on a day."""

    account: str
    anchor: date
    seen_on: date
    part: int
    reason: str | None


@dataclass(frozen=True)
class Episode:
    """An account's story from its MQA to the end: an SQA, a deal, or a first no."""

    entered: date
    sent: date | None
    accepted: date | None
    is_decided: bool


def episode(story: list[tuple[datetime, str]]) -> Episode:
    """The first event is the MQA; a no that comes first is the last word, getting further is a yes."""
    (entered, _), *later = story
    sent, accepted, is_rejected = None, None, False
    for at, status in later:
        if status == "sent_to_sales":
            sent = sent or local_day(at)
        elif status != "rejected":
            accepted = accepted or local_day(at)
        is_rejected = status == "rejected" and accepted is None
        if is_rejected or status in ("sqa", "deal"):
            break
    return Episode(local_day(entered), sent, accepted, is_rejected or accepted is not None)


def handovers(tables: Tables, seen_on: date) -> Iterator[Handover]:
    stories: dict[str, list[tuple[datetime, str]]] = {}
    told = [(row["account_id"], row["changed_at"], row["status"]) for row in tables["account_statuses"]]
    told += [(row["account_id"], row["created_at"], "deal") for row in tables["opportunities"]]
    for account, at, status in sorted(told, key=lambda one: one[1]):
        if account and at < midnight_after(AS_OF):
            stories.setdefault(account, []).append((at, status))
    for account, story in stories.items():
        one = episode(story)
        anchor = one.sent or one.entered
        if anchor > seen_on:
            continue
        if one.sent is None:
            yield Handover(account, anchor, seen_on, 0, "sending_unknown" if one.is_decided else "not_sent")
            continue
        due = due_day(one.sent)
        in_time = one.accepted is not None and one.accepted <= due
        yield Handover(account, anchor, seen_on, int(in_time), "too_young" if due > seen_on else None)


def judged(tables: Tables) -> dict[date, dict[str, Fraction | None]]:
    """K47 of each wave that has begun; who answers twice is one, and what is still to come is no answer."""
    once: dict[tuple[date, str, str], Row] = {}
    for row in sorted(tables["survey_responses"], key=lambda row: row["answered_at"]):
        who = row["wave_on"], row["respondent_side"], row["respondent_id"]
        if row["wave_on"] <= AS_OF:
            has_come = row["score"] is not None and row["answered_at"] < midnight_after(AS_OF)
            once[who] = row if has_come else once.get(who, row | {"score": None})
    waves: dict[date, dict[str, Fraction | None]] = {}
    for wave, told in satisfaction({"survey_responses": list(once.values())}).items():
        asked = [row["score"] is not None for (on, *_), row in once.items() if on == wave]
        mutual, weaker, gap = told or (None, None, None)
        rate = Fraction(sum(asked), len(asked))
        waves[wave] = {"K47": mutual, "K47b": weaker, "K47c": gap, "K47d": rate}
    return waves
