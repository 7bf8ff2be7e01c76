"""One deal's life: the stages it passes, when, and what its amount becomes."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from random import Random

from demo_company.clock import office_moment, paris_day, working_day
from demo_company.settings import BACK_SHARE, SKIP_SHARE

QUALIFICATION, PROPOSAL, NEGOTIATION = "Qualification", "Proposal", "Negotiation"
WON, LOST = "Closed Won", "Closed Lost"
CLOSED = (WON, LOST)
PROBABILITY = {QUALIFICATION: 20, PROPOSAL: 40, NEGOTIATION: 60, WON: 100, LOST: 0}
FORECAST = {
    QUALIFICATION: "Pipeline",
    PROPOSAL: "BestCase",
    NEGOTIATION: "Forecast",
    WON: "Closed",
    LOST: "Omitted",
}
# After how many stages a lost deal is lost
LOST_AFTER_WEIGHTS = (28, 40, 32)
AMOUNT_CHANGES_WEIGHTS = (8, 24, 38, 30)
ROUND_TO = 100
CLOSEST = timedelta(minutes=1)


@dataclass
class Step:
    """One row of the history: the stage and the amount from then on."""

    at: datetime
    stage: str
    amount: int | None
    id: str = ""


@dataclass(frozen=True)
class Course:
    """What a deal is heading for, were nothing to stop it."""

    created_at: datetime
    close_day: date
    is_won: bool
    amount: int
    final_amount: int


def live_through(rng: Random, course: Course) -> list[Step]:
    """Every step of a deal from creation to closing, in time order."""
    stages = _stages(rng, course.is_won)
    moments = _moments(rng, course, len(stages))
    steps = [Step(at, stage, course.amount) for at, stage in zip(moments, stages, strict=True)]
    return _with_amounts(rng, steps, course.amount, course.final_amount)


def _stages(rng: Random, is_won: bool) -> list[str]:
    reached = 3 if is_won else rng.choices((1, 2, 3), LOST_AFTER_WEIGHTS)[0]
    path = [QUALIFICATION, PROPOSAL, NEGOTIATION][:reached]
    if reached > 1 and rng.random() < SKIP_SHARE:
        del path[rng.randrange(reached)]
    if len(path) > 1 and rng.random() < BACK_SHARE:
        path += path[-2:]
    return [*path, WON if is_won else LOST]


def _moments(rng: Random, course: Course, count: int) -> list[datetime]:
    """When each stage is entered: the first at creation, the last on the closing day."""
    first = paris_day(course.created_at)
    days = (course.close_day - first).days
    shares = [rng.uniform(0.6, 1.4) for _ in range(count - 1)]
    moments, passed = [course.created_at], 0.0
    for share in shares:
        passed += share / sum(shares)
        day = working_day(rng, first + timedelta(days=round(days * passed)))
        at = office_moment(rng, day)
        moments.append(max(at, moments[-1] + timedelta(minutes=rng.randrange(4, 50))))
    return moments


def _with_amounts(rng: Random, steps: list[Step], start: int, end: int) -> list[Step]:
    """The steps and, between them, a row for each change of the amount on its way to the end."""
    changes = rng.choices((0, 1, 2, 3), AMOUNT_CHANGES_WEIGHTS)[0]
    span = steps[-1].at - steps[0].at
    moments = sorted(steps[0].at + span * rng.uniform(0.15, 0.95) for _ in range(changes))
    out = list(steps)
    for number, moment in enumerate(moments, start=1):
        at = office_moment(rng, working_day(rng, paris_day(moment)))
        stage = [step.stage for step in steps if step.at <= max(at, steps[0].at)][-1]
        share = number / changes * rng.uniform(0.8, 1.0)
        if all(abs(step.at - at) > CLOSEST for step in out) and steps[0].at < at < steps[-1].at:
            out.append(Step(at, stage, rounded(start + (end - start) * share)))
    out.sort(key=lambda step: step.at)
    return _carried(out, steps, end if changes else start)


def _carried(out: list[Step], stage_steps: list[Step], end: int) -> list[Step]:
    """A change of stage keeps the amount of the row before; the closing row has the final one."""
    kept = {id(step) for step in stage_steps}
    for before, step in pairwise(out):
        if id(step) in kept:
            step.amount = before.amount
    out[-1].amount = end
    return without_idle(out)


def without_idle(steps: list[Step]) -> list[Step]:
    """The steps less those that change neither the stage nor the amount."""
    changed = [b for a, b in pairwise(steps) if (a.stage, a.amount) != (b.stage, b.amount)]
    return [steps[0], *changed]


def rounded(amount: float) -> int:
    """To the hundred, as sales people type."""
    return max(ROUND_TO, round(amount / ROUND_TO) * ROUND_TO)
