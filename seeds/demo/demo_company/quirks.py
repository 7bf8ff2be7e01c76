"""Odd but true deals: what every CRM holds, in small measure. No deal has two oddities."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from itertools import pairwise
from random import Random

from demo_company import settings as s
from demo_company.accounts import Account
from demo_company.clock import END, office_moment, paris, paris_day, working_day
from demo_company.deals import Deal
from demo_company.history import CLOSED, LOST, NEGOTIATION, PROPOSAL, WON, Step, without_idle

WITHOUT_ACCOUNT = 10
WITHOUT_TYPE = 4
DELETED = 6
ZERO_AMOUNTS = 2
SEVERAL = 3
SAME_SECOND_AMOUNTS, SAME_SECOND_STAGES = 4, 2
REOPENED_TO: tuple[str | None, ...] = (WON, WON, WON, LOST, None)
REOPEN_FROM, REOPEN_TO = date(2024, 6, 1), date(2025, 8, 31)
STILL_OPEN_FROM, STILL_OPEN_TO = date(2025, 10, 10), date(2025, 11, 25)


class Oddities:
    """Picks deals for each oddity, never one twice, and remembers them by name of the oddity."""

    def __init__(self, rng: Random, deals: list[Deal]) -> None:
        """Start with every deal free."""
        self.rng = rng
        self.deals = deals
        self.picked: dict[str, list[Deal]] = {}
        self._used: set[int] = set()

    def pick(self, oddity: str, count: int, fits: Callable[[Deal], bool]) -> list[Deal]:
        """Some free deals that fit."""
        free = [deal for deal in self.deals if id(deal) not in self._used and fits(deal)]
        return self._take(oddity, self.rng.sample(free, count))

    def first(self, oddity: str, fits: Callable[[Deal], bool]) -> Deal:
        """The first free deal that fits."""
        found = next(deal for deal in self.deals if id(deal) not in self._used and fits(deal))
        return self._take(oddity, [found])[0]

    def _take(self, oddity: str, chosen: Iterable[Deal]) -> list[Deal]:
        taken = list(chosen)
        self._used.update(id(deal) for deal in taken)
        self.picked.setdefault(oddity, []).extend(taken)
        return taken


def add_oddities(rng: Random, deals: list[Deal], accounts: list[Account]) -> Oddities:
    """Make some deals odd, in place."""
    odd = Oddities(rng, deals)
    _at_the_programme_edges(odd, accounts)
    _reopen(odd)
    _in_one_second(odd)
    _without(odd)
    _delete(odd)
    deals.sort(key=lambda deal: deal.created_at)
    return odd


def _at_the_programme_edges(odd: Oddities, accounts: list[Account]) -> None:
    """In by a night in Paris although UTC says the day before; out on the day the stay ends."""
    for wave in s.WAVES[:2]:
        deal = odd.first("created in the first hour of membership", _joined_on(wave))
        deal.steps[0].at = paris(wave, 0, 21, 8)
    ends = sorted({stay.valid_to for a in accounts for stay in a.stays[-1:] if stay.valid_to})
    for left in ends:
        fits = _left_on(left)
        if any(fits(deal) for deal in odd.deals):
            deal = odd.first("created on the day the membership ends", fits)
            deal.steps[0].at = paris(left, 9, 34, 51)
            return


def _joined_on(wave: date) -> Callable[[Deal], bool]:
    def fits(deal: Deal) -> bool:
        stays = deal.account.stays if deal.account else []
        return deal.is_abm and deal.type == "new_business" and stays[0].valid_from == wave

    return fits


def _left_on(left: date) -> Callable[[Deal], bool]:
    def fits(deal: Deal) -> bool:
        stays = deal.account.stays if deal.account else []
        ended = bool(stays) and stays[-1].valid_to == left
        return ended and deal.type == "new_business" and paris_day(deal.created_at) >= left

    return fits


def _reopen(odd: Oddities) -> None:
    """Lost, then taken up again a few weeks later."""
    for end in REOPENED_TO:
        span = (REOPEN_FROM, REOPEN_TO) if end else (STILL_OPEN_FROM, STILL_OPEN_TO)
        for deal in odd.pick("reopened after Closed Lost", 1, _lost_between(*span)):
            amount = deal.steps[-1].amount
            back = _later(odd.rng, deal.steps[-1].at, 20, 35)
            deal.steps.append(Step(back, NEGOTIATION, amount))
            if end:
                deal.steps.append(Step(_later(odd.rng, back, 14, 45), end, amount))


def _lost_between(first: date, last: date) -> Callable[[Deal], bool]:
    def fits(deal: Deal) -> bool:
        return (
            deal.stage == LOST
            and deal.type == "new_business"
            and first <= paris_day(deal.steps[-1].at) <= last
        )

    return fits


def _later(rng: Random, at: datetime, least: int, most: int) -> datetime:
    day = paris_day(at) + timedelta(days=rng.randrange(least, most))
    return office_moment(rng, working_day(rng, day))


def _in_one_second(odd: Oddities) -> None:
    """Two changes saved at once: stage and amount, or two stages."""
    for deal in odd.pick("two history rows in one second", SAME_SECOND_AMOUNTS, _amount_after_stage):
        one, other = next(pair for pair in pairwise(deal.steps[1:]) if _is_amount_change(*pair))
        other.at = one.at
    for deal in odd.pick("two history rows in one second", SAME_SECOND_STAGES, _negotiated):
        one, other = next(pair for pair in pairwise(deal.steps[1:]) if _is_negotiation(*pair))
        other.at = one.at


def _is_amount_change(one: Step, other: Step) -> bool:
    return one.stage == other.stage


def _is_negotiation(one: Step, other: Step) -> bool:
    return (one.stage, other.stage) == (PROPOSAL, NEGOTIATION)


def _amount_after_stage(deal: Deal) -> bool:
    return any(_is_amount_change(*pair) for pair in pairwise(deal.steps[1:]))


def _negotiated(deal: Deal) -> bool:
    return any(_is_negotiation(*pair) for pair in pairwise(deal.steps[1:]))


def _without(odd: Oddities) -> None:
    """Deals without account, type or amount, and deals worth nothing."""
    for deal in odd.pick("without account", WITHOUT_ACCOUNT, _is_other_new_business):
        deal.account = None
    for deal in odd.pick("without type", WITHOUT_TYPE, _is_other_new_business):
        deal.has_type = False
    for deal in odd.pick("amount 0", ZERO_AMOUNTS, lambda deal: not deal.is_abm):
        _set_amounts(deal, len(deal.steps), 0)
    count = round(len(odd.deals) * s.EMPTY_AMOUNT_SHARE)
    for deal in odd.pick("without amount", count, lambda deal: deal.stage != WON):
        _set_amounts(deal, len(deal.steps), None)
    count = round(len(odd.deals) * s.LATE_AMOUNT_SHARE)
    for deal in odd.pick("amount filled in later", count, lambda deal: len(deal.steps) > 1):
        _set_amounts(deal, 1, None)


def _is_other_new_business(deal: Deal) -> bool:
    return deal.type == "new_business" and not deal.is_abm and deal.stage != WON


def _set_amounts(deal: Deal, count: int, amount: int | None) -> None:
    """Set the amount of the first rows; rows that then change nothing were never written."""
    for step in deal.steps[:count]:
        step.amount = amount
    deal.steps = without_idle(deal.steps)


def _delete(odd: Oddities) -> None:
    """Deleted in the CRM some days after the last change."""
    latest = END - timedelta(days=30)
    for deal in odd.pick("deleted", DELETED, lambda deal: _is_old_and_not_won(deal, latest)):
        deal.deleted_at = _later(odd.rng, deal.steps[-1].at, 3, 20)


def _is_old_and_not_won(deal: Deal, latest: datetime) -> bool:
    return deal.stage != WON and deal.steps[-1].at < latest


def is_quiet(deal: Deal) -> bool:
    """Closed for good, with several rows: fit to carry a fault of the loader."""
    return deal.stage in CLOSED and len(deal.steps) >= SEVERAL and deal.deleted_at is None
