"""Reads from a release's database what the page shows of its KPIs."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date
from typing import Any

import duckdb

from abm_kpis.page_model import SEGMENT_PERIOD, Cell, Kpi, Release, Series, Target, natural


def read_release(connection: duckdb.DuckDBPyConnection) -> Release:
    """Everything about KPIs that the page shows, from a connection on the release's database."""
    row = _rows(connection, "select * from operations.release")[0]
    return Release(
        release_id=row["release_id"],
        published_at=row["published_at"],
        as_of_date=row["as_of_date"],
        currency=row["reporting_currency"],
        timezone=row["reporting_timezone"],
        n_values=row["n_values"],
        n_checks=row["n_checks"],
        settings=json.loads(row["settings"]),
        versions=(row["project_version"], row["duckdb_version"]),
        first_month=_first_month(connection),
        kpis=_kpis(connection),
        cells=_cells(connection),
    )


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    found = connection.execute(query)
    names = [column[0] for column in found.description or []]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _first_month(connection: duckdb.DuckDBPyConnection) -> date | None:
    first: date | None = _rows(connection, "select min(anchor_date) as first from kpi.kpi_evidence")[0][
        "first"
    ]
    return first.replace(day=1) if first else None


def _kpis(connection: duckdb.DuckDBPyConnection) -> tuple[Kpi, ...]:
    rows = _rows(
        connection,
        """
        select catalog.*, coalesce(entities.entity_type, '') as entity
        from kpi.kpi_catalog as catalog
        left join (
            -- what n counts: of a cost per MQA the MQAs, not the lines of spend
            select
                kpi_id,
                coalesce(min(entity_type) filter (denominator_part > 0), min(entity_type)) as entity_type
            from kpi.kpi_evidence
            group by kpi_id
        ) as entities using (kpi_id)
        """,
    )
    targets = _targets(connection)
    kpis = (
        Kpi(
            kpi_id=row["kpi_id"],
            level=row["kpi_level"],
            family=row["family"],
            variant_of=row["variant_of"],
            tile_position=row["tile_position"],
            unit=row["unit"],
            direction=row["direction"],
            estimator=row["estimator"],
            compared=row.get("compares"),
            interval_method=row["interval_method"],
            counts_abm_only=row["counts_abm_only"],
            segment_type=row["headline_segment_type"],
            segment_value=row["headline_segment_value"],
            period_type=row["headline_period_type"],
            entity=row["entity"],
            targets=targets.get(row["kpi_id"], ()),
            name={"en": row["name_en"], "fr": row["name_fr"]},
            formula={"en": row["formula_en"] or "", "fr": row["formula_fr"] or ""},
            action={"en": row["action_if_red_en"] or "", "fr": row["action_if_red_fr"] or ""},
        )
        for row in rows
    )
    return tuple(sorted(kpis, key=lambda kpi: natural(kpi.kpi_id)))


def _targets(connection: duckdb.DuckDBPyConnection) -> dict[str, tuple[Target, ...]]:
    targets: dict[str, tuple[Target, ...]] = {}
    for row in _rows(connection, "select * from kpi.kpi_targets order by all"):
        target = Target(
            _number(row["low"]), _number(row["high"]), bool(row["is_strict"]), row["evidence"] or ""
        )
        targets[row["kpi_id"]] = (*targets.get(row["kpi_id"], ()), target)
    return targets


def _cells(connection: duckdb.DuckDBPyConnection) -> dict[Series, tuple[Cell, ...]]:
    """The company, its halves and stages over all periods, headlines; others in the latest trailing year."""
    cells: dict[Series, tuple[Cell, ...]] = {}
    for row in _rows(
        connection,
        f"""
        select * from kpi.kpi_values
        where segment_type in ('all', 'abm', 'stage') or (kpi_id, segment_type, segment_value) in (
            select (kpi_id, headline_segment_type, headline_segment_value) from kpi.kpi_catalog
        ) or (
            segment_type in ('tier', 'industry', 'owner') and period_type = '{SEGMENT_PERIOD}'
            and period_end > as_of_date
        )
        order by kpi_id, period_type, segment_type, segment_value, period_end, period_start
        """,
    ):
        key = (row["kpi_id"], row["period_type"], row["segment_type"], row["segment_value"])
        cells[key] = (*cells.get(key, ()), _cell(row))
    return cells


def _cell(row: dict[str, Any]) -> Cell:
    excluded: Counter[str] = Counter()
    # a derived KPI names a reason once for each of its factors, which leave out the same rows
    for reason, count in re.findall(r"(\w+): (\d+)", row["excluded_by_reason"] or ""):
        excluded[reason] = max(excluded[reason], int(count))
    return Cell(
        start=row["period_start"],
        end=row["period_end"],
        n=row["n"] or 0,
        value=row["value"],
        low=row["ci_low"],
        high=row["ci_high"],
        target_low=_number(row["target_low"]),
        target_high=_number(row["target_high"]),
        status=row["status"],
        is_conclusive=row["is_conclusive"],
        is_complete=row["is_complete"],
        n_excluded=row["n_excluded"] or 0,
        n_assumed=row["n_assumed"] or 0,
        excluded=excluded,
        warnings=tuple(part.strip() for part in (row["warnings"] or "").split(",") if part.strip()),
    )


def _number(value: Any) -> float | None:
    return None if value is None else float(value)
