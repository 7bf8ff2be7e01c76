"""Acquisition cost, payback and return of generated companies beside plain Python: evidence, and values."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from tests.apart import Apart, with_evidence
from tests.compiled import Compiled, rows
from tests.return_companies import companies, company
from tests.return_oracle import Company, Part, half_of
from tests.revenue_companies import AS_OF
from tests.revenue_oracle import DAY, months_before

# without one invoice of anybody won amounts are revenue, without a row of the programme all are unknown
LOTS: list[tuple[range, tuple[str, ...]]] = [
    (range(50), ()),
    (range(50, 100), ()),
    (range(100, 150), ()),
    (range(150, 200), ("invoices",)),
    (range(200, 206), ("program_accounts",)),
]
SEEN = (date(2024, 8, 31), date(2024, 12, 31), date(2025, 5, 31), AS_OF)
KPIS = ("K36a", "K36b", "K38", "K39a", "K39b")
EVIDENCE = ("kpi.kpi_evidence_acquisition", "kpi.kpi_evidence_lifetime", "kpi.kpi_evidence_return")
WHOLE = frozenset(
    {
        "intermediate.int_ledger_quarter_shared",
        "intermediate.int_ledger_spread",
        "intermediate.int_programme_bounded",
        "revenue.acquisition_lag",
        "revenue.acquisition_scope",
    }
)
FOUND = f"""
    select
        kpi_id, regexp_extract(entity_id, 'c[0-9]+_[a-z]+[0-9]+'), anchor_date, seen_on,
        case when kpi_id in ('K39a', 'K39b') then 'abm' when side = 'whole' then 'all' else abm end,
        outcome, excluded_reason, numerator_part, denominator_part
    from kpi.kpi_evidence_drawn
    where kpi_id in {KPIS} and seen_on in {tuple(map(str, SEEN))}
"""
Key = tuple[str, str, date, date, str, str | None, str | None]
Sums = dict[Key, tuple[Decimal, Decimal] | None]


def summed(parts: Iterable[tuple[Key, Decimal | None, Decimal | None]]) -> Sums:
    """A line may have several rows, one a side; what does not count has no amount to compare."""
    sums: Sums = {}
    for key, numerator, denominator in parts:
        if key[-1] is not None:
            sums[key] = None
            continue
        assert numerator is not None
        assert denominator is not None
        above, below = sums.get(key) or (Decimal(0), Decimal(0))
        sums[key] = above + numerator, below + denominator
    return sums


def is_shown(anchor: date, seen_on: date) -> bool:
    """Quarters as of the last day; of a past day its last twelve months."""
    return seen_on == AS_OF or months_before(seen_on + DAY, 12) <= anchor <= seen_on


def expected_of(one: Company) -> list[Part]:
    return [
        part
        for seen_on in SEEN
        for part in (*one.acquisition(seen_on), *one.payback(seen_on), *one.roi(seen_on))
        if is_shown(part.anchor, seen_on)
    ]


def sums_of(parts: list[Part]) -> Sums:
    return summed(
        (
            (one.kpi_id, one.entity, one.anchor, one.seen_on, one.abm, one.outcome, one.reason),
            one.numerator,
            None if one.denominator is None else round(one.denominator, 6),
        )
        for one in parts
    )


@pytest.mark.parametrize(("seeds", "without"), LOTS)
def test_cost_and_return_are_what_plain_python_makes_of_them(
    revenue: Compiled, seeds: range, without: tuple[str, ...]
) -> None:
    apart = Apart(with_evidence(revenue.models, EVIDENCE, "kpi.kpi_evidence_drawn"), WHOLE)
    seen: list[Part] = []
    for name, connection in apart.each(companies(seeds, *without), [f"c{seed}" for seed in seeds]):
        one = Company(company(int(name[1:]), *without))
        parts = expected_of(one)
        expected = sums_of(parts)
        found = summed((row[:7], *row[7:]) for row in rows(connection, FOUND) if is_shown(row[2], row[3]))
        differing = [
            (key, found.get(key, "no row"), expected.get(key, "no row"))
            for key in expected.keys() | found.keys()
            if found.get(key, "no row") != expected.get(key, "no row")
        ]
        assert not differing, (name, sorted(differing, key=str)[:5])
        seen += parts
    check_that_it_was_hard(seen, len(seeds), without)


def check_that_it_was_hard(parts: list[Part], n: int, without: tuple[str, ...]) -> None:
    """In each lot: every reason, horizons that have passed and some that have not, and values below zero."""
    seen = Counter((one.kpi_id, one.reason) for one in parts)
    if "program_accounts" in without:
        assert not any(kpi_id in ("K39a", "K39b") for kpi_id, _ in seen)
        assert seen["K36b", None] > 2 * n
        return
    reasons = {
        "K36a": ("no_account", "closed_without_date", "no_costs", "no_cycle", "shared_unallocated"),
        "K36b": ("no_costs", "platform_spend", "missing_rate"),
        "K38": ("missing_amount", "missing_rate"),
        "K39a": ("unknown_membership", "missing_rate", "shared_unallocated", "platform_spend"),
    }
    if "invoices" in without:
        reasons["K39b"] = ("missing_amount",)
    assert all(seen[kpi_id, reason] >= 5 for kpi_id, wanted in reasons.items() for reason in wanted), seen
    assert all(seen[kpi_id, None] > 100 for kpi_id in KPIS), seen
    horizons = Counter(one.outcome for one in parts if one.kpi_id == "K39a")
    assert min(horizons["pending"], horizons[None]) > 100, horizons
    given_back = [one for one in parts if one.kpi_id == "K39b" and not one.denominator and not one.reason]
    n_given_back = sum((one.numerator or 0) < 0 for one in given_back)
    assert "invoices" in without or n_given_back > 10, n_given_back


def lifetime(one: Company, side: str, seen_on: date) -> float | None:
    """K34 by the formula of rules.md."""
    lines = [line for line in one.customers(seen_on) if line.kpi_id == "K34" and side in ("all", line.abm)]
    lives = [line for line in lines if line.stratum == "churn"]
    margins = [float(line.numerator or 0) for line in lines if line.stratum == "margin" and not line.reason]
    if not margins:
        return None
    hazard = (sum(float(line.numerator or 0) for line in lives) + 1) / (
        sum(float(line.denominator or 0) for line in lives) + 1 / 0.15
    )
    margin = sum(margins) / len(margins)
    return sum(margin * math.exp(-hazard * t) / 1.1**t for t in range(5))


def ratio(parts: list[Part], kpi_id: str, side: str, seen_on: date, first: date) -> float | None:
    counted = [
        one
        for one in parts
        if (one.kpi_id, one.seen_on, one.reason) == (kpi_id, seen_on, None)
        and (one.abm == side or one.kpi_id[:3] in ("K38", "K39"))
        and one.anchor >= first
    ]
    if kpi_id == "K38":
        counted = [one for one in counted if side in ("all", one.abm)]
    below = sum(one.denominator or 0 for one in counted)
    return float(sum(one.numerator or 0 for one in counted) / below) if below else None


def values_of(one: Company, parts: list[Part], side: str, seen_on: date) -> dict[str, float | None]:
    """The last four quarters' cost of a customer, and what it is beside what customers bring."""
    year = months_before(seen_on + DAY, 12)
    values = {kpi_id: ratio(parts, kpi_id, side, seen_on, year) for kpi_id in ("K36a", "K36b")}
    cost, worth = values["K36a"], lifetime(one, side, seen_on)
    values["K37"] = None if cost is None or not worth else cost / worth
    per_euro = ratio(parts, "K38", side, seen_on, seen_on)
    values["K38"] = None if cost is None or per_euro is None else cost * per_euro
    if side == "all":
        values |= {kpi_id: ratio(parts, kpi_id, side, seen_on, seen_on) for kpi_id in ("K39a", "K39b")}
    return values


def published(connection: duckdb.DuckDBPyConnection) -> dict[Any, Any]:
    return {
        row[:3]: row[3:]
        for row in rows(
            connection,
            "select kpi_id, segment_value, period_end - 1, value, status from kpi.kpi_scorecard"
            " where period_type in ('as_of', 'trailing_12m') and segment_value != 'unknown'",
        )
    }


def test_values_are_what_plain_python_makes_of_them(revenue: Compiled) -> None:
    """Every ninth company, so that there are some of each kind."""
    seeds = range(0, 150, 9)
    apart = Apart(with_evidence(revenue.models, EVIDENCE, "kpi.kpi_scorecard"), WHOLE)
    seen: Counter[tuple[str, bool]] = Counter()
    statuses: Counter[str] = Counter()
    for name, connection in apart.each(companies(seeds), [f"c{seed}" for seed in seeds]):
        one = Company(company(int(name[1:])))
        parts, found = expected_of(one), published(connection)
        for seen_on in SEEN:
            for side in ("all", "abm", "non_abm"):
                for kpi_id, value in values_of(one, parts, side, seen_on).items():
                    told, status = found.get((kpi_id, side, seen_on), (None, "no row"))
                    where = (name, kpi_id, side, seen_on, told, value, status)
                    assert (told is None) == (value is None), where
                    assert value is None or math.isclose(told, value, rel_tol=1e-7, abs_tol=1e-9), where
                    seen[kpi_id, value is None] += 1
                    if kpi_id == "K39a" and value is not None:
                        is_pending = any(one.outcome == "pending" for one in parts if one.seen_on == seen_on)
                        assert (status == "immature") == is_pending, where
                        statuses[status] += 1
    assert all(
        seen[kpi_id, is_empty] > 5 for kpi_id in ("K36a", "K37", "K38") for is_empty in (True, False)
    ), seen
    assert min(seen["K39a", False], seen["K39a", True]) > 5, seen
    assert statuses["immature"] > 2, statuses
    assert statuses["no_target"] > 2, statuses


def test_half_have_closed_at_the_tie() -> None:
    """T60 of golden cases, and a censoring at the time of an event, which comes after it."""
    assert half_of([(10, True), (20, True), (30, True), (40, True)]) == 20
    assert half_of([(10, True), (10, False)]) == 10
    assert half_of([(10, False), (10, True), (20, False), (30, False)]) is None
