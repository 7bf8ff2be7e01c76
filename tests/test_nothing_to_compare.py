"""T54: where every account is of the programme nothing is compared, from its deals to the values."""

from __future__ import annotations

from datetime import date, timedelta

from tests.apart import with_evidence
from tests.compiled import Compiled, rows
from tests.return_companies import companies

EVIDENCE = ("kpi.kpi_evidence_cycle", "kpi.kpi_evidence_deal_value", "kpi.kpi_evidence_lifetime")
UPLIFTS = ("K20a", "K20b", "K20c", "K28a", "K28b", "K35")


def test_without_non_abm_deals_no_uplift_has_a_value(revenue: Compiled) -> None:
    tables = companies(range(3))
    tables["program_accounts"] = [
        {
            "source_system": "files",
            "account_id": row["account_id"],
            "tier": "1",
            "valid_from": date(2000, 1, 1),
        }
        for row in tables["accounts"]
    ]
    tables["opportunities"] = [
        row
        | {"currency": "EUR", "close_date": row["created_at"].date() + timedelta(days=9), "is_closed": True}
        for row in tables["opportunities"]
        if row["account_id"]
    ]
    models = Compiled(with_evidence(revenue.models, EVIDENCE, "kpi.kpi_scorecard"))
    with models.build(tables) as connection:
        found = rows(
            connection,
            "select kpi_id, value, ci_low, ci_high, status, segment_value from kpi.kpi_scorecard"
            " where period_type in ('as_of', 'trailing_12m') and period_end = date '2025-07-01'"
            f" and kpi_id in {(*UPLIFTS, 'K19a', 'K27a', 'K34')}",
        )
    of_abm = {row[0]: row[1] for row in found if row[-1] == "abm"}
    assert all(of_abm[kpi_id] is not None for kpi_id in ("K19a", "K27a", "K34")), of_abm
    uplifts = [row for row in found if row[0] in UPLIFTS]
    assert {row[0] for row in uplifts} == set(UPLIFTS)
    assert {row[1:5] for row in uplifts} == {(None, None, None, "no_data")}, uplifts
