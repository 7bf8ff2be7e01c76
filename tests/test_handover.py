"""Acceptance by sales (K40) and satisfaction (K47) of generated companies, up to their values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

import duckdb
import pytest

from tests.apart import with_evidence
from tests.compiled import Compiled, Tables, rows
from tests.handover_companies import companies
from tests.handover_oracle import Handover, handovers, judged
from tests.revenue_companies import AS_OF

COMPANIES = 200
EVIDENCE = ("kpi.kpi_evidence_handover", "kpi.kpi_evidence_satisfaction")
SEEN = (date(2025, 4, 30), date(2025, 5, 31), AS_OF)


@pytest.fixture(scope="module")
def tables() -> Tables:
    return companies(range(COMPANIES))


@pytest.fixture(scope="module")
def built(revenue: Compiled, tables: Tables) -> Iterator[duckdb.DuckDBPyConnection]:
    models = Compiled(with_evidence(revenue.models, EVIDENCE, "kpi.kpi_scorecard"))
    with models.build(tables) as connection:
        yield connection


def test_acceptance_is_what_plain_python_makes_of_it(
    built: duckdb.DuckDBPyConnection, tables: Tables
) -> None:
    expected = [one for seen_on in SEEN for one in handovers(tables, seen_on)]
    found = Counter(
        Handover(*row)
        for row in rows(
            built,
            "select split_part(entity_id, ':', 1), anchor_date, seen_on, cast(numerator_part as integer),"
            f" excluded_reason from kpi.kpi_evidence_drawn where kpi_id = 'K40' and denominator_part = 1"
            f" and seen_on in {tuple(map(str, SEEN))}",
        )
    )
    missing, extra = Counter(expected) - found, found - Counter(expected)
    assert not missing and not extra, (sorted(missing, key=str)[:5], sorted(extra, key=str)[:5])
    seen = Counter((one.seen_on, one.part, one.reason) for one in expected)
    for reason in ("not_sent", "sending_unknown", "too_young"):
        assert sum(n for (_, _, why), n in seen.items() if why == reason) > 50, seen
    assert all(seen[seen_on, part, None] > 5 for seen_on in SEEN for part in (0, 1)), seen


def test_rates_of_acceptance_by_week_and_year(built: duckdb.DuckDBPyConnection, tables: Tables) -> None:
    """Those whose time is over, by the week in which they were sent; and of a year, from past days too."""
    above: Counter[tuple[str, date]] = Counter()
    below: Counter[tuple[str, date]] = Counter()
    for seen_on in SEEN:
        for one in handovers(tables, seen_on):
            if one.reason:
                continue
            for period in ("week", "trailing_12m"):
                if period == "week" and seen_on != AS_OF:
                    continue
                start = one.anchor - timedelta(days=one.anchor.weekday()) if period == "week" else seen_on
                above[period, start] += one.part
                below[period, start] += 1
    found = {
        (period, start if period == "week" else end - timedelta(days=1)): (numerator, n)
        for period, start, end, numerator, n in rows(
            built,
            "select period_type, period_start, period_end, cast(numerator as integer), n"
            " from kpi.kpi_scorecard where kpi_id = 'K40' and segment_type = 'all' and n > 0"
            " and period_type in ('week', 'trailing_12m')",
        )
        if period == "week" or end - timedelta(days=1) in SEEN
    }
    assert found == {key: (above[key], n) for key, n in below.items()}
    assert len(found) > 10


def test_satisfaction_is_what_plain_python_makes_of_it(
    built: duckdb.DuckDBPyConnection, tables: Tables
) -> None:
    expected = judged(tables)
    found = {
        (kpi_id, wave): (value, status)
        for kpi_id, wave, value, status in rows(
            built,
            "select kpi_id, period_start, value, status from kpi.kpi_scorecard where kpi_id like 'K47%'",
        )
    }
    assert found.keys() == {(kpi_id, wave) for wave, told in expected.items() for kpi_id in told}
    assert len(expected) == COMPANIES - 20, "those that are still to come are none"
    hidden = 0
    for wave, told in expected.items():
        for kpi_id, value in told.items():
            shown, status = found[kpi_id, wave]
            if value is None:
                hidden += 1
                assert (shown, status) == (None, "insufficient"), (kpi_id, wave)
            else:
                assert shown == pytest.approx(float(value), abs=2e-6), (kpi_id, wave)
                assert status != "insufficient"
    assert 100 < hidden < 3 * len(expected) - 100
    given_away = "select count(*) from kpi.kpi_evidence_drawn where kpi_id in ('K47', 'K47b', 'K47c')"
    given_away += " and excluded_reason is not null and numerator_part is not null"
    assert built.execute(given_away).fetchall() == [(0,)]
