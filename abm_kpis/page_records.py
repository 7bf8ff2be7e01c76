"""What a release says of its own quality: the operations schema, and the ledger's restatements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import duckdb

RESTATED_SHOWN = 12

CheckRow = tuple[str, str, str, str, int, str]
"""check_type, check_name, table_name, status, n_rows, description."""
QuarantineRow = tuple[str, str, str, str, int, int, int, float]
"""table_name, source_system, column_name, reason, n_rows, n_table_quarantined, n_table_rows, table_share."""
ReconciledRow = tuple[str, str, int, int, int, int, int, int, int]
"""table_name, source_system, then rows: raw, accepted, erased, quarantined, duplicate, deleted, other_crm."""
FreshnessRow = tuple[str, str, int, str, datetime | None]
"""source_system, table_name, n_landed, status, latest_ingested_at."""
DriftRow = tuple[str, str, str, str | None, str | None, str | None, str]
"""check_name, source_system, table_name, column_name, value before, value now, severity; warnings first."""
CauseRow = tuple[str, datetime, str, int]
"""release_id, published_at, cause, number of restated values; newest release first."""
RestatedRow = tuple[str, str, str, str, date, date, str, float | None, float | None]
"""release_id, kpi_id, cause, period_type, start, end, segment, value before, value now; newest first."""


@dataclass(frozen=True)
class Records:
    """What the release says of its own quality, as it stands in the operations schema and the ledger."""

    checks: tuple[CheckRow, ...]
    quarantine: tuple[QuarantineRow, ...]
    reconciled: tuple[ReconciledRow, ...]
    freshness: tuple[FreshnessRow, ...]
    drift: tuple[DriftRow, ...]
    causes: tuple[CauseRow, ...]
    restated: tuple[RestatedRow, ...]


def read_records(connection: duckdb.DuckDBPyConnection) -> Records:
    """The operations schema and the restatements of the ledger."""
    query = connection.execute
    restated = "from kpi.kpi_ledger where change = 'restatement'"
    return Records(
        checks=tuple(
            query(
                "select check_type, check_name, table_name, status, n_rows, description"
                " from operations.data_quality_result order by all"
            ).fetchall()
        ),
        quarantine=tuple(
            query(
                "select table_name, source_system, column_name, reason, n_rows, n_table_quarantined,"
                " n_table_rows, table_share from operations.quarantine_summary order by all"
            ).fetchall()
        ),
        reconciled=tuple(
            query(
                "select table_name, source_system, n_raw, n_accepted, n_erased, n_quarantined, n_duplicate,"
                " n_deleted, n_other_crm from operations.row_reconciliation where n_raw > 0 order by all"
            ).fetchall()
        ),
        freshness=tuple(
            query(
                "select source_system, table_name, n_landed, status, latest_ingested_at"
                " from operations.source_freshness order by all"
            ).fetchall()
        ),
        drift=tuple(
            query(
                "select check_name, source_system, table_name, column_name, value_before, value_now, severity"
                " from operations.source_drift order by severity = 'note', source_system, table_name,"
                " column_name, check_name"
            ).fetchall()
        ),
        causes=tuple(
            query(
                f"select release_id, published_at, coalesce(cause, ''), count(*) {restated}"
                " group by all order by published_at desc, release_id desc, count(*) desc, 3"
            ).fetchall()
        ),
        restated=tuple(
            query(
                "select release_id, kpi_id, coalesce(cause, ''), period_type, period_start, period_end,"
                f" segment_value, previous_value, value {restated} and segment_type in ('all', 'abm')"
                " order by published_at desc, period_end desc, kpi_id, period_type, period_start,"
                f" segment_value limit {RESTATED_SHOWN}"
            ).fetchall()
        ),
    )
