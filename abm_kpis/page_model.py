"""What the page knows of a release: its catalogue, the cells it shows, and what the release is.

Values keep the units of kpi.kpi_values: shares 0 to 1, days, money in the reporting currency.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

SEGMENT_PERIOD = "trailing_12m"
UNRELIABLE = ("insufficient", "immature", "no_data")

Series = tuple[str, str, str, str]
"""kpi_id, period_type, segment_type, segment_value."""


@dataclass(frozen=True)
class Target:
    """One row of kpi.kpi_targets, as far as the wording needs it."""

    low: float | None
    high: float | None
    is_strict: bool
    evidence: str


@dataclass(frozen=True)
class Kpi:
    """One row of kpi.kpi_catalog; texts by language, `entity` is what n counts (opportunity, account)."""

    kpi_id: str
    level: str
    family: str
    variant_of: str | None
    tile_position: int | None
    unit: str
    direction: str
    estimator: str
    compared: str | None
    interval_method: str
    counts_abm_only: bool
    segment_type: str
    segment_value: str
    period_type: str
    entity: str
    targets: tuple[Target, ...]
    name: Mapping[str, str]
    formula: Mapping[str, str]
    action: Mapping[str, str]

    @property
    def compares(self) -> bool:
        """Whether the value is itself ABM against non-ABM, or (`compared` is change) after against before."""
        return self.estimator in ("uplift", "standardised_uplift")


@dataclass(frozen=True)
class Cell:
    """One row of kpi.kpi_values; `end` is the day after the last one, `excluded` rows left out by reason."""

    start: date
    end: date
    n: int
    value: float | None
    low: float | None
    high: float | None
    target_low: float | None
    target_high: float | None
    status: str
    is_conclusive: bool | None
    is_complete: bool
    n_excluded: int
    n_assumed: int
    excluded: Mapping[str, int]
    warnings: tuple[str, ...]

    @property
    def is_reliable(self) -> bool:
        """Whether the value may be read as a result, and changes be taken from it."""
        return self.value is not None and self.status not in UNRELIABLE


@dataclass(frozen=True)
class Release:
    """operations.release, the catalogue and the cells; `first_month` is where the evidence begins."""

    release_id: str
    published_at: datetime
    as_of_date: date
    currency: str
    timezone: str
    n_values: int
    n_checks: int
    settings: Mapping[str, Any]
    versions: tuple[str, str]
    first_month: date | None
    kpis: tuple[Kpi, ...]
    cells: Mapping[Series, tuple[Cell, ...]]

    def kpi(self, kpi_id: str) -> Kpi | None:
        """The catalogue's row; None where this release has no such KPI."""
        return next((kpi for kpi in self.kpis if kpi.kpi_id == kpi_id), None)

    def series(
        self, kpi_id: str, period_type: str, segment_type: str, segment_value: str
    ) -> tuple[Cell, ...]:
        """The cells of one series, oldest first; empty where nothing was published."""
        return self.cells.get((kpi_id, period_type, segment_type, segment_value), ())

    def latest_period(self, period_type: str) -> tuple[date, date] | None:
        """Start and end of the latest complete period of the type that any KPI has."""
        periods = (
            (cell.end, cell.start)
            for (_, kind, _, _), cells in self.cells.items()
            if kind == period_type
            for cell in cells
            if cell.is_complete
        )
        end, start = max(periods, default=(None, None))
        return (start, end) if start and end else None

    def is_partial(self, cell: Cell) -> bool:
        """Whether the period reaches back to before the data begin."""
        return self.first_month is not None and cell.start < self.first_month


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """A sort key that puts K9 before K16 and tier 2 before tier 10."""
    parts = re.findall(r"(\d+)|(\D+)", text)
    return tuple((0, int(digits), "") if digits else (1, 0, letters) for digits, letters in parts)
