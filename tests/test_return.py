"""Acquisition cost and the programme's return of generated companies beside plain Python."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import duckdb
import pytest

from tests.compiled import INTERMEDIATE, MARTS, Compiled, compile_models, rows
from tests.conftest import made_once
from tests.return_companies import company
from tests.return_oracle import Return
from tests.revenue_companies import AS_OF
from tests.revenue_oracle import DAY

COMPANIES, AT_ONCE = 200, 50
# within a quarter, at its end, and on the as-of date
SEEN = (date(2024, 11, 30), date(2024, 12, 31), AS_OF)
# each line of the ledger is rounded in each quarter
CENTS = Fraction(1)


@pytest.fixture(scope="session")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Compiled:
    """The models of cost and return, up to their evidence."""

    def make(folder: Path) -> None:
        models = compile_models(
            folder,
            *("acquisition_cost", "kpi_evidence_acquisition", "program_roi", "kpi_evidence_return"),
            layers=(*INTERMEDIATE, *MARTS),
            sources_enabled=["files"],
            as_of_date=AS_OF.isoformat(),
            raw_from="source",
        )
        (folder / "models.json").write_text(json.dumps(models.models), "utf-8")

    folder = made_once(tmp_path_factory, "ledger", make)
    return Compiled(json.loads((folder / "models.json").read_text("utf-8")))


def close(found: Decimal | None, expected: Fraction | None) -> bool:
    if found is None or expected is None:
        return found is None and expected is None
    return abs(Fraction(found) - expected) <= CENTS


@pytest.mark.parametrize("start", range(0, COMPANIES, AT_ONCE))
def test_cost_and_return_are_what_plain_python_makes_of_them(ledger: Compiled, start: int) -> None:
    seen: Counter[str] = Counter()
    for seed in range(start, start + AT_ONCE):
        one = Return(company(seed))
        connection = ledger.build(one.tables)
        expected = one.acquisition()
        table = {
            (segment, quarter): found
            for segment, quarter, *found in rows(
                connection,
                "select segment, quarter_start, direct_cost, indirect_cost, lag_quarters, lagged_cost,"
                " n_new_customers from revenue.acquisition_cost",
            )
        }
        assert table.keys() == expected.keys(), seed
        evidence = {
            (side, anchor): found
            for side, anchor, *found in rows(
                connection,
                "select case side when 'whole' then 'all' else abm end as scope, anchor_date,"
                " sum(numerator_part), sum(denominator_part) from kpi.kpi_evidence_acquisition"
                f" where kpi_id = 'K36a' and seen_on = '{AS_OF}' and excluded_reason is null group by all",
            )
        }
        for (scope, quarter), wanted in expected.items():
            direct, indirect, lag, lagged, won = table[scope, quarter]
            assert close(direct, wanted.direct) and close(indirect, wanted.indirect), (seed, scope, quarter)
            assert (lag, won) == (wanted.lag, wanted.won), (seed, scope, quarter)
            assert close(lagged, wanted.lagged), (seed, scope, quarter)
            cost, customers = evidence.get((scope, quarter), (Decimal(0), 0))
            assert customers == (0 if wanted.lagged is None else wanted.won), (seed, scope, quarter)
            assert close(cost, wanted.lagged or Fraction(0)), (seed, scope, quarter)
            seen["lagged"] += bool(wanted.lag and wanted.lagged and won)
            seen["not known"] += wanted.lagged is None and won > 0
        check_return(connection, one, seed, seen)
        connection.close()
    hard = ("lagged", "not known", "complete", "to date", "to come", "saved", "won amounts")
    assert all(seen[what] for what in hard), seen


def check_return(connection: duckdb.DuckDBPyConnection, one: Return, seed: int, seen: Counter[str]) -> None:
    """program_roi, and the evidence of K39 on two days, each as it was known then."""
    told = rows(
        connection,
        "select direct_cost, indirect_cost, efficiency + churn_saved + other_benefits, revenue, gross_margin,"
        " starts_on, ends_on, is_complete, revenue_basis from revenue.program_roi"
        " where roi_basis = 'revenue'",
    )
    assert len(told) == (one.starts_on <= AS_OF), seed
    seen["to come"] += not told
    for *amounts, starts_on, ends_on, is_complete, basis in told:
        wanted = one.returned(AS_OF)
        assert (starts_on, ends_on) == (one.starts_on, one.ends_on), seed
        assert is_complete == (one.ends_on - DAY <= AS_OF), seed
        for found, part in zip(amounts, vars(wanted).values(), strict=True):
            assert close(found, part), (seed, amounts, wanted)
        seen["complete" if is_complete else "to date"] += 1
        seen["saved"] += wanted.saved > 0
        seen["won amounts"] += basis == "won_amount"
    found = {
        (kpi_id, seen_on): parts
        for kpi_id, seen_on, *parts in rows(
            connection,
            "select kpi_id, seen_on, sum(numerator_part), sum(denominator_part) from kpi.kpi_evidence_return"
            f" where excluded_reason is null and seen_on in {tuple(map(str, SEEN))} group by all",
        )
    }
    for seen_on in SEEN:
        if seen_on < one.starts_on:
            continue
        wanted = one.returned(seen_on)
        cost = wanted.direct + wanted.indirect
        for kpi_id, brought in (("K39a", wanted.margin), ("K39b", wanted.revenue)):
            numerator, denominator = found.get((kpi_id, seen_on), (Decimal(0), Decimal(0)))
            assert close(denominator, cost), (seed, kpi_id, seen_on)
            assert close(numerator, brought + wanted.saved - cost), (seed, kpi_id, seen_on)
