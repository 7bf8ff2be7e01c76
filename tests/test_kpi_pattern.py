"""A KPI is a catalog row and an evidence CTE: no aggregation code."""

from __future__ import annotations

import csv
from pathlib import Path

from tests.conftest import SMALL, Abm, WriteFiles, copy_project, ok

CTE = """
-- K99: of the deals created, how many carry no account
without_account as (

    select
        'K99' as kpi_id,
        opportunity_id,
        seen_on,
        created_on as anchor_date,
        case when account_id is null then 1 else 0 end as numerator_part,
        1 as denominator_part,
        cast(null as varchar) as excluded_reason
    from new_business

),

final as ("""


def test_a_catalog_row_and_an_evidence_cte_make_a_kpi(tmp_path: Path, write_files: WriteFiles) -> None:
    project = copy_project(tmp_path / "project")
    catalog = project / "seeds" / "reference" / "kpi_catalog.csv"
    with catalog.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    like = next(row for row in rows if row["kpi_id"] == "K27d")
    rows.append({**like, "kpi_id": "K99", "name_en": "Deals without account", "kpi_level": "strategic"})
    with catalog.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(like), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    model = project / "models" / "marts" / "kpi" / "evidence" / "kpi_evidence_pipeline.sql"
    text = model.read_text("utf-8").replace("\nfinal as (", CTE, 1)
    model.write_text(
        text.replace(
            "['abm_pipeline', 'abm_pipeline_share'],",
            "['abm_pipeline', 'abm_pipeline_share', 'without_account'],",
        )
    )

    abm = Abm(tmp_path / "home", project)
    ok(abm("run", "--files", str(write_files(**SMALL)), "--as-of", "2025-06-30"))
    assert abm.published(
        "select period_type, segment_value, numerator, denominator, n, value,"
        " round(ci_low, 4), round(ci_high, 4), status from kpi.kpi_values"
        " where kpi_id = 'K99' and period_type in ('year', 'trailing_12m')"
        " and period_end >= '2025-07-01' and segment_type in ('all', 'tier') order by all"
    ) == [
        # Wilson (1927) of 1 in 5, by hand: (0.2 + z2/10 -+ z sqrt(0.032 + z2/100)) / (1 + z2/5)
        ("trailing_12m", "1", 0, 2, 2, 0.0, 0.0, 0.6576, "insufficient"),
        ("trailing_12m", "all", 1, 5, 5, 0.2, 0.0362, 0.6245, "no_target"),
        ("trailing_12m", "unknown", 1, 1, 1, 1.0, 0.2065, 1.0, "insufficient"),
        ("year", "1", 0, 2, 2, 0.0, 0.0, 0.6576, "insufficient"),
        ("year", "all", 1, 5, 5, 0.2, 0.0362, 0.6245, "no_target"),
        ("year", "unknown", 1, 1, 1, 1.0, 0.2065, 1.0, "insufficient"),
    ]
