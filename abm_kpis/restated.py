"""Which published figures a release corrects, and why, for a run's last lines on the console."""

from __future__ import annotations

from pathlib import Path

import duckdb

from abm_kpis.releases import DATABASE

BECAUSE = {
    "changed_definition": "because a definition changed",
    "changed_reference": "because {detail} changed",
    "changed_setting": "because the setting {detail} changed",
    "changed_source_row": "because rows that were known have changed",
    "changed_target": "because a target changed",
    "late_data": "because of late data",
}


def restated_lines(release: Path) -> list[str]:
    """How many figures of complete periods are no longer what was published; none where all still are."""
    with duckdb.connect(str(release / DATABASE), read_only=True) as connection:
        rows = connection.execute(
            "select count(*) as n, cause, cause_detail from kpi.kpi_ledger"
            " where release_id = (select release_id from operations.release)"
            " and change in ('restatement', 'withdrawn') and cause in (select unnest(?))"
            " group by all order by n desc, cause, cause_detail",
            [list(BECAUSE)],
        ).fetchall()
    if not rows:
        return []
    total = sum(n for n, *_ in rows)
    reasons = [BECAUSE[cause].format(detail=detail or "(not named)") for _, cause, detail in rows]
    told = (
        reasons[0]
        if len(rows) == 1
        else "; ".join(f"{n:,} {reason}" for (n, *_), reason in zip(rows, reasons, strict=True))
    )
    figures = "1 published figure" if total == 1 else f"{total:,} published figures"
    mark = "," if len(rows) == 1 else ":"
    return [f"{figures} restated or withdrawn{mark} {told} (kpi.kpi_ledger has each)."]
