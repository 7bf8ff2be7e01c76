"""The funnel of generated companies beside plain Python: visits, episodes, evidence, values by lifelines."""

from __future__ import annotations

import json
import math
import re
from collections import Counter, defaultdict
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pytest
from lifelines import KaplanMeierFitter

from tests.compiled import INTERMEDIATE, MARTS, Compiled, compile_models, rows
from tests.conftest import PROJECT, made_once
from tests.funnel_companies import AS_OF, companies, company
from tests.funnel_oracle import Funnel

COMPANIES, AT_ONCE = 200, 50
KPIS = ("K18a", "K18b", "K21", "K22", "K23a", "K23b", "K23c", "K24a", "K24b", "K24c", "K26a")
HORIZONS = {"K23b": 90, "K24b": 90, "K26a": 365}
Evidence = tuple[Any, ...]


@pytest.fixture(scope="session")
def funnel(tmp_path_factory: pytest.TempPathFactory) -> Compiled:
    """The models of the funnel, up to its values."""

    def make(folder: Path) -> None:
        models = compile_models(
            folder,
            "kpi_scorecard",
            "fct_stage_visit",
            "fct_mqa_episode",
            layers=(*INTERMEDIATE, *MARTS),
            sources_enabled=["salesforce", "hubspot", "files"],
            as_of_date=AS_OF.isoformat(),
            raw_from="source",
        )
        (folder / "models.json").write_text(json.dumps(models.models), "utf-8")

    folder = made_once(tmp_path_factory, "funnel", make)
    return Compiled(json.loads((folder / "models.json").read_text("utf-8")))


def by_company(connection: duckdb.DuckDBPyConnection, sql: str) -> dict[str, list[Evidence]]:
    """Rows by the company whose name their second column begins with."""
    found: dict[str, list[Evidence]] = defaultdict(list)
    for row in rows(connection, sql):
        found[str(row[1]).split("a")[0].split("o")[0]].append(row)
    return found


def data_test(name: str) -> str:
    """A singular data test that reads marts of the funnel alone, as SQL."""
    written = (PROJECT / "tests" / "singular" / f"{name}.sql").read_text("utf-8")
    return re.sub(r"\{\{ ref\('(\w+)'\) \}\}", r"pipeline_funnel.\1", written)


EVIDENCE = f"""
    select
        kpi_id, entity_id, anchor_date, abm, numerator_part, denominator_part, duration, outcome,
        excluded_reason, seen_on
    from kpi.kpi_evidence
    where kpi_id in {KPIS}
"""
VISITS = """
    select 'visit', opportunity_id, stage, entered_at, left_at
    from pipeline_funnel.fct_stage_visit
    order by opportunity_id, visit_number
"""
EPISODES = """
    select 'episode', mqa_episode_id, end_reason, entered_at
    from account_engagement.fct_mqa_episode
    order by all
"""


@pytest.mark.parametrize("start", range(0, COMPANIES, AT_ONCE))
def test_the_funnel_is_what_plain_python_makes_of_it(funnel: Compiled, start: int) -> None:
    seeds = range(start, start + AT_ONCE)
    seen: Counter[object] = Counter()
    with funnel.build(companies(seeds)) as connection:
        dates: list[Any] = [one for (one,) in rows(connection, "from intermediate.int_date_published")]
        visits, episodes = by_company(connection, VISITS), by_company(connection, EPISODES)
        found, values = by_company(connection, EVIDENCE), values_of(connection)
        # what a data test holds in every run holds here too
        assert rows(connection, data_test("assert_stage_visits_span_the_deals_life")) == []
    for seed in seeds:
        name, oracle = f"c{seed}", Funnel(company(seed), AS_OF)
        assert visits[name] == [
            ("visit", deal.name, visit.stage, visit.entered, visit.left)
            for deal in sorted(oracle.deals, key=lambda one: one.name)
            for visit in deal.visits
        ], seed
        assert episodes[name] == sorted(
            ("episode", entry.name, entry.end, entry.entered) for entry in oracle.episodes
        ), seed
        expected = [
            (*line, seen_on)
            for seen_on in dates
            for line in oracle.evidence(seen_on)
            if is_kept(line, seen_on)
        ]
        assert Counter(found[name]) == Counter(expected), (
            seed, sorted((Counter(found[name]) - Counter(expected)), key=str),
            sorted((Counter(expected) - Counter(found[name])), key=str),
        )  # fmt: skip
        check_values(values[name], expected, seed)
        seen.update(line[8] or "counted" for line in expected)
        seen.update(entry.end for entry in oracle.episodes)
        seen["skipped"] += sum(entry.end == "opportunity" for entry in oracle.episodes)
        seen["again"] += sum(entry.following is not None for entry in oracle.episodes)
        seen["win"] += sum(line[0] == "K26a" and line[7] == "event" for line in expected)
    wanted = {"counted", "too_young", "no_history", "unmapped_stage", "missing_amount", "missing_probability"}
    wanted |= {
        "closed_without_date",
        "sqa",
        "rejected",
        "expired",
        "open",
        "skipped",
        "again",
        "win",
    }
    assert all(seen[what] > 5 for what in wanted), seen


def is_kept(line: Evidence, seen_on: date) -> bool:
    """Seen from a past month end, evidence reaches as far back as the longest trailing period of its KPI."""
    months = 24 if line[0] == "K26a" else 12
    return seen_on == AS_OF or line[2] >= months_before(seen_on + timedelta(days=1), months)


def months_before(one: date, months: int) -> date:
    return one.replace(year=one.year - months // 12)


def values_of(connection: duckdb.DuckDBPyConnection) -> dict[str, list[dict[str, Any]]]:
    """Published values by company, which the owner is."""
    columns = (
        "kpi_id",
        "period_type",
        "period_start",
        "period_end",
        "n",
        "value",
        "ci_low",
        "ci_high",
        "status",
    )
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for owner, *cells in rows(
        connection,
        f"select segment_value, {', '.join(columns)} from kpi.kpi_scorecard where segment_type = 'owner'",
    ):
        found[str(owner)].append(dict(zip(columns, cells, strict=True)))
    return found


def check_values(cells: list[dict[str, Any]], evidence: list[Evidence], seed: int) -> None:
    own = {(cell["kpi_id"], cell["period_type"], cell["period_start"]): cell for cell in cells}
    for key, cell in own.items():
        kpi_id, period_type, start = key
        if kpi_id == "K26b":
            assert_product(cell, [own.get((one, *key[1:])) for one in ("K23a", "K24a", "K25a")], [], seed)
        if kpi_id not in KPIS:
            continue
        is_window = period_type.startswith("trailing") or period_type == "as_of"
        seen_on = cell["period_end"] - timedelta(days=1) if is_window else AS_OF
        mine = [
            line
            for line in evidence
            if line[0] == kpi_id and line[9] == seen_on and start <= line[2] < cell["period_end"]
        ]
        counted = [line for line in mine if line[8] is None]
        assert mine, (seed, cell)
        if kpi_id == "K21":
            factors = [own.get((one, *key[1:])) for one in ("K25b", "K27a")]
            assert_product(cell, factors, [own.get(("K19a", *key[1:]))], seed, times=len(counted))
        elif kpi_id in HORIZONS:
            assert close(cell["value"], reached(counted, HORIZONS[kpi_id])), (seed, cell)
        elif kpi_id.endswith("c") and kpi_id != "K22":
            accounts = {line[1]: 0 for line in counted}
            for line in counted:
                accounts[line[1]] = max(accounts[line[1]], line[4])
            assert close(cell["value"], sum(accounts.values()) / len(accounts)), (seed, cell)
        elif kpi_id in ("K23a", "K24a"):
            share = sum(line[4] for line in counted) / len(counted) if counted else None
            assert close(cell["value"], share), (seed, cell)
        elif kpi_id.startswith("K18"):
            parts = [line for line in counted if line[3] == "abm"]
            total = float(sum(line[4] for line in parts))
            is_empty = not parts and len(counted) < len(mine)
            assert close(cell["value"], None if is_empty else total), (seed, cell)


def assert_product(
    cell: dict[str, Any],
    factors: list[dict[str, Any] | None],
    divisors: list[dict[str, Any] | None],
    seed: int,
    times: int = 1,
) -> None:
    values: list[float | None] = [part["value"] if part else None for part in factors]
    below: list[float | None] = [part["value"] if part else None for part in divisors]
    if any(value is None for value in values + below) or 0 in below or not times:
        assert cell["value"] is None or (not times and cell["value"] == 0), (seed, cell, values, below)
        return
    expected = (
        times * math.prod(x for x in values if x is not None) / math.prod(x for x in below if x is not None)
    )
    assert close(cell["value"], expected), (seed, cell, expected)


def reached(lines: list[Evidence], horizon: int) -> float | None:
    """1 - Kaplan-Meier at the horizon, by lifelines."""
    if not lines:
        return None
    # the curve falls by the order of the days alone, and many cells have the same
    days = sorted({0, horizon, *(line[6] for line in lines)})
    places = sorted((days.index(line[6]), line[7] == "event") for line in lines)
    return fallen(tuple(places), days.index(horizon))


@cache
def fallen(places: tuple[tuple[int, bool], ...], horizon: int) -> float:
    fitted = KaplanMeierFitter().fit([place for place, _ in places], [ended for _, ended in places])
    return 1 - float(fitted.predict(horizon))


def close(found: float | None, expected: float | None) -> bool:
    if found is None or expected is None:
        return found is expected
    return math.isclose(found, expected, rel_tol=1e-7, abs_tol=1e-9)
