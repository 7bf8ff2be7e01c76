"""Revenue and customers of generated companies beside plain Python: evidence row by row, and values."""

from __future__ import annotations

import math
import re
from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.compiled import Compiled, rows
from tests.conftest import PROJECT
from tests.revenue_companies import AS_OF, companies, company
from tests.revenue_oracle import Books, Line

COMPANIES, AT_ONCE = 200, 50
KPIS = ("K29a", "K29b", "K30a", "K30b", "K31", "K32a", "K32b", "K32c", "K33", "K34", "K35")
SEEN = (date(2024, 2, 29), date(2024, 12, 31), AS_OF)
EVIDENCE = f"""
    select
        kpi_id, entity_type, entity_id, anchor_date, seen_on, abm, numerator_part, denominator_part, stratum,
        excluded_reason
    from kpi.kpi_evidence
    where kpi_id in {KPIS} and seen_on in {tuple(map(str, SEEN))}
"""


def rounded(line: Line) -> Line:
    """With parts as they are published, in millionths."""

    def part(number: Decimal | None) -> Decimal | None:
        return None if number is None else round(Decimal(number), 6)

    return Line(
        line.kpi_id, line.entity_type, line.entity_id, line.anchor, line.seen_on, line.abm,
        part(line.numerator), part(line.denominator), line.stratum, line.reason,
    )  # fmt: skip


def data_test(name: str) -> str:
    """A singular data test of revenue, as SQL."""
    schemas = {"kpi_evidence": "kpi", "kpi_values": "kpi", "input__invoices": "input_layer"}
    written = (PROJECT / "tests" / "singular" / f"{name}.sql").read_text("utf-8")
    written = written.replace("{{ as_of_date() }}", f"date '{AS_OF}'")
    return re.sub(
        r"\{\{ ref\('(\w+)'\) \}\}", lambda ref: f"{schemas.get(ref[1], 'revenue')}.{ref[1]}", written
    )


# the last lot has no invoices at all
@pytest.mark.parametrize("start", range(0, COMPANIES, AT_ONCE))
def test_revenue_is_what_plain_python_makes_of_it(revenue: Compiled, start: int) -> None:
    seeds, has_invoices = range(start, start + AT_ONCE), start + AT_ONCE < COMPANIES
    expected: list[Line] = []
    for seed in seeds:
        books = Books(company(seed), has_invoices)
        expected += [rounded(line) for seen_on in SEEN for line in books.evidence(seen_on)]
    with revenue.build(companies(seeds, has_invoices)) as connection:
        assert {one for (one,) in rows(connection, "from intermediate.int_date_published")} >= set(SEEN)
        evidence: list[Any] = rows(connection, EVIDENCE)
        found = [Line(*row) for row in evidence]
        values = {
            (row[0], row[1], row[2]): row[3:]
            for row in rows(
                connection,
                "select kpi_id, segment_value, period_start, value, n, warnings from kpi.kpi_scorecard"
                " where segment_type in ('all', 'abm') and period_type = 'as_of'",
            )
        }
        warned = rows(
            connection,
            "select distinct kpi_id from kpi.kpi_scorecard where warnings like '%won_amounts_for_invoices%'",
        )
        for name in (
            "assert_revenue_is_what_was_invoiced",
            "assert_revenue_retentions_start_from_the_same_customers",
        ):
            assert rows(connection, data_test(name)) == [], name
    missing, extra = Counter(expected) - Counter(found), Counter(found) - Counter(expected)
    assert not missing and not extra, (sorted(missing, key=str)[:5], sorted(extra, key=str)[:5])
    for seen_on in SEEN:
        check_values(values, [line for line in expected if line.seen_on == seen_on], seen_on)
    on_won = {"K29a", "K30a", "K30b", "K31", "K39a", "K39b"}
    assert {one for (one,) in warned} == (set() if has_invoices else on_won)
    check_that_it_was_hard(expected, has_invoices)


def check_values(values: dict[Any, Any], lines: list[Line], seen_on: date) -> None:
    """Lifetime values by the formula of rules.md, term by term, and what is made of them."""
    worth = {}
    for side in ("all", "abm", "non_abm", "unknown"):
        mine = [line for line in lines if line.kpi_id == "K34" and side in ("all", line.abm)]
        margins = [
            float(line.numerator or 0) for line in mine if line.stratum == "margin" and not line.reason
        ]
        lives = [line for line in mine if line.stratum == "churn"]
        churns = sum(int(line.numerator or 0) for line in lives)
        years = sum(float(line.denominator or 0) for line in lives)
        hazard = (churns + 1) / (years + 1 / 0.15)
        margin = sum(margins) / len(margins) if margins else math.nan
        worth[side] = sum(margin * math.exp(-hazard * t) / 1.1**t for t in range(5))
        value, n, _ = values["K34", side, seen_on]
        assert math.isclose(value, worth[side], rel_tol=2e-8) if margins else value is None
        assert n == len(margins)
        assert math.isclose(values["K32a", side, seen_on][0], 1 - churns / years, rel_tol=2e-8)
        for kpi_id in ("K32b", "K32c"):
            kept = [
                line for line in lines
                if line.kpi_id == kpi_id and side in ("all", line.abm) and not line.reason
            ]  # fmt: skip
            before = sum(line.denominator or 0 for line in kept)
            share = values.get((kpi_id, side, seen_on), (None,))[0]
            if before:
                now = sum(line.numerator or 0 for line in kept)
                assert math.isclose(share, float(now / before), rel_tol=2e-8)
            else:
                assert share is None
    uplift = worth["abm"] / worth["non_abm"] - 1
    assert math.isclose(values["K35", "all", seen_on][0], uplift, rel_tol=2e-8)


def check_that_it_was_hard(lines: list[Line], has_invoices: bool) -> None:
    seen = Counter((line.kpi_id, line.reason) for line in lines)
    reasons = {"K29a": ("missing_rate",), "K30a": ("unknown_membership", "missing_rate")}
    reasons |= {"K29b": ("closed_without_date", "missing_amount", "missing_rate")}
    reasons |= {"K32c": ("missing_amount", "missing_rate"), "K35": ("unknown_membership",)}
    assert all(seen[kpi_id, reason] > 2 for kpi_id, wanted in reasons.items() for reason in wanted), seen
    assert sum(line.kpi_id == "K32a" and bool(line.numerator) for line in lines) > 20
    assert sum(line.kpi_id == "K33" and bool(line.numerator) for line in lines) > 20
    assert not has_invoices or sum(line.kpi_id == "K31" and (line.numerator or 0) < 0 for line in lines) > 20
