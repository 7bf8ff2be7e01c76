"""Tasks in time and priority accounts left alone, of generated companies beside plain Python."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest

from tests.apart import with_evidence
from tests.compiled import Compiled, rows
from tests.execution_companies import companies, company
from tests.execution_oracle import DAY, DAYS, Fact, Work
from tests.funnel_companies import catalog
from tests.revenue_companies import AS_OF

COMPANIES = 200
EVIDENCE = ("kpi.kpi_evidence_execution",)
FOUND = """
    select
        kpi_id, regexp_extract(entity_id, 'c[0-9]+_[a-z]+[0-9]+'), anchor_date, abm, tier, owner, team,
        cast(numerator_part as integer), excluded_reason
    from kpi.kpi_evidence_drawn
    where seen_on = as_of_date and denominator_part = 1
"""


def facts(n: int, *, has_touches: bool = True) -> list[Fact]:
    return [
        fact
        for seed in range(n)
        for one in [Work(company(seed, has_touches=has_touches))]
        for fact in (*one.tasks(), *one.alone(is_known=has_touches))
    ]


def found_of(compiled: Compiled, n: int, *, has_touches: bool) -> tuple[Counter[Fact], list[Any]]:
    """Evidence, and the values that are made of it."""
    models = Compiled(with_evidence(compiled.models, EVIDENCE, "kpi.kpi_scorecard"))
    tables = companies(range(n), has_touches=has_touches) | {"kpi_catalog": catalog()}
    with models.build(tables) as connection:
        found = Counter(
            Fact(*row) for row in rows(connection, FOUND.replace("as_of_date", f"date '{AS_OF}'"))
        )
        values = rows(
            connection,
            "select kpi_id, period_type, period_start, segment_value, numerator, n from kpi.kpi_scorecard"
            " where kpi_id in ('K51', 'K52') and segment_type in ('all', 'abm')",
        )
    return found, values


def test_tasks_and_accounts_are_what_plain_python_makes_of_them(revenue: Compiled) -> None:
    expected = facts(COMPANIES)
    found, values = found_of(revenue, COMPANIES, has_touches=True)
    missing, extra = Counter(expected) - found, found - Counter(expected)
    assert not missing and not extra, (sorted(missing, key=str)[:5], sorted(extra, key=str)[:5])
    check_values(expected, values)
    check_that_it_was_hard(expected)


def check_values(expected: list[Fact], values: list[Any]) -> None:
    """What is due or alone by day, week and month: the whole, and of each membership."""
    above: Counter[tuple[str, str, date, str]] = Counter()
    below: Counter[tuple[str, str, date, str]] = Counter()
    for one in expected:
        starts = {
            "day": one.day,
            "week": one.day - timedelta(days=one.day.weekday()),
            "month": one.day.replace(day=1),
        }
        for period, start in starts.items():
            if one.reason or (period == "day" and one.day <= AS_OF - DAYS * DAY):
                continue
            if one.kpi_id == "K52" and period != "day":
                continue
            for side in ("all", one.abm):
                key = one.kpi_id, period, start, side
                above[key] += one.part
                below[key] += 1
    told = {row[:4]: (int(row[4] or 0), row[5]) for row in values if row[5]}
    assert told == {key: (above[key], n) for key, n in below.items()}
    assert len(told) > 150


def check_that_it_was_hard(expected: list[Fact]) -> None:
    seen = Counter((one.kpi_id, one.part, one.reason, one.abm) for one in expected)
    for abm in ("abm", "non_abm", "unknown"):
        for part, reason in ((0, None), (1, None), (0, "completion_undated")):
            assert seen["K51", part, reason, abm] > 30, seen
    assert min(seen["K52", 0, None, "abm"], seen["K52", 1, None, "abm"]) > 1000, seen
    assert len({one.tier for one in expected if one.kpi_id == "K51"}) == 4
    assert {"unknown", "north", "south"} == {one.team for one in expected if one.kpi_id == "K52"}
    days = Counter(one.entity for one in expected if one.kpi_id == "K52")
    assert sum(n < DAYS for n in days.values()) > 100, "accounts that come or go while they are looked at"
    turned = {(one.entity, one.day): one.part for one in expected if one.kpi_id == "K52"}
    assert sum(turned.get((name, day + DAY)) == 1 - part for (name, day), part in turned.items()) > 100


@pytest.mark.parametrize("n", [10])
def test_nobody_is_left_alone_where_no_touch_is_on_record(revenue: Compiled, n: int) -> None:
    expected = facts(n, has_touches=False)
    found, values = found_of(revenue, n, has_touches=False)
    assert found == Counter(expected)
    assert {one.reason for one in expected if one.kpi_id == "K52"} == {"no_interactions"}
    assert all(numerator is None for kpi_id, *_, numerator, n in values if kpi_id == "K52")
