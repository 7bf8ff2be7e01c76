"""Whole runs on some of the sources: each can be off, and every table that is not required may be missing."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from tests.conftest import Abm, ok
from tests.landing import LOADERS, RAW, SOURCES, land, to_history_mode

REQUIRED = {"account", "opportunity", "company", "deal"}
OPTIONAL = frozenset(path.stem for path in RAW.glob("*/*.csv")) - REQUIRED
NOTHING: frozenset[str] = frozenset()


@pytest.mark.parametrize(
    ("sources", "left_out", "in_history_mode", "deals"),
    [
        pytest.param(["hubspot"], NOTHING, False, ("hubspot", 4), id="hubspot"),
        # deals of the CRM of record alone
        pytest.param(["salesforce", "hubspot"], NOTHING, False, ("salesforce", 2), id="both"),
        pytest.param([*SOURCES, "files"], NOTHING, False, ("salesforce", 2), id="all"),
        pytest.param([*SOURCES, "files"], OPTIONAL, False, ("salesforce", 2), id="optional tables missing"),
        pytest.param(["salesforce"], OPTIONAL, True, ("salesforce", 4), id="history mode"),
    ],
)
def test_every_combination_of_sources_publishes(
    tmp_path: Path,
    sources: list[str],
    left_out: frozenset[str],
    in_history_mode: bool,
    deals: tuple[str, int],
) -> None:
    abm = Abm(tmp_path)
    (tmp_path / "private").mkdir()
    database = tmp_path / "private" / "warehouse.duckdb"
    land(database, LOADERS["native"], left_out)
    if in_history_mode:
        to_history_mode(database)
    settings = {"raw_from": "source", "sources_enabled": sources, "min_n": 1}
    ok(abm("run", "--as-of", "2025-06-30", "--vars", json.dumps(settings)))
    assert deals in abm.published(
        "select source_system, n_landed from operations.source_freshness where table_name = 'opportunities'"
    )
    # the deal that both have stands at another amount in HubSpot
    won = "select count(*), sum(amount) from pipeline_funnel.fct_opportunity where outcome = 'won'"
    amount = Decimal("18000.25" if sources == ["hubspot"] else "24000.50")
    assert abm.published(won) == [(1, amount)]
    assert abm.published("select count(*) > 0 from kpi.kpi_values where value is not null") == [(True,)]
    # a source that is off brings nothing, though its tables have landed; one that is on and silent is told
    silent = {source for source in sources if source == "files" or source in left_out_altogether(left_out)}
    assert abm.published(
        "select distinct source_system, status from operations.source_freshness order by 1"
    ) == [(source, "empty" if source in silent else "late") for source in sorted(sources)]
    ((freshness,),) = abm.published("select freshness from operations.release")
    assert json.loads(str(freshness)) == {
        source: (
            {"status": "empty", "newest_row": None}
            if source in silent
            else {"status": "late", "newest_row": "2025-06-01 06:00:00+00"}
        )
        for source in sources
    }
    assert ("nothing landed" in (abm.current / "index.html").read_text("utf-8")) == bool(silent)


def left_out_altogether(left_out: frozenset[str]) -> set[str]:
    return {
        source
        for source in SOURCES
        if left_out.issuperset(path.stem for path in (RAW / source).glob("*.csv"))
    }
