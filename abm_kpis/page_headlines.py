"""The headline of each KPI: its latest complete period, and the change from the period and year before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from abm_kpis.page_charts import Range, Spark, nice_scale, range_at, spark
from abm_kpis.page_model import Cell, Kpi, Release
from abm_kpis.page_verdict import (
    Verdict,
    counted_words,
    interval_words,
    left_out_words,
    scope_words,
    target_words,
    value_words,
    verdict,
    warning_words,
)
from abm_kpis.page_words import Language

TILES = 12
MONTH = timedelta(days=31)
SPARK_POINTS = 13


@dataclass(frozen=True)
class Change:
    """A comparison in words: the period (Q3 2025), its value, the change since, a note if one is needed."""

    label: str
    period: str
    value: str
    change: str
    note: str


@dataclass(frozen=True)
class Gauge:
    """Value, interval and target on one scale, in percent; `target_end` is the upper end of a band."""

    range: Range
    zero: float
    target: float
    target_end: float | None
    label: str


@dataclass(frozen=True)
class Headline:
    """All that a tile or a row says of a KPI, as finished text."""

    kpi_id: str
    name: str
    period: str
    scope: str
    value: str
    is_dim: bool
    verdict: Verdict
    target: str
    interval: str
    counted: str
    left_out: str
    assumed: str
    changes: tuple[Change, ...]
    warnings: tuple[str, ...]
    formula: str
    action: str
    gauge: Gauge | None
    spark: Spark | None


def tile_kpis(release: Release) -> list[Kpi]:
    """The catalog's tiles in its order, twelve at most; of a catalog without any the first strategic KPIs."""
    chosen = [kpi for kpi in release.kpis if kpi.tile_position is not None]
    chosen.sort(key=lambda kpi: kpi.tile_position or 0)
    return (chosen or [kpi for kpi in release.kpis if kpi.level == "strategic"])[:TILES]


def headline_cells(release: Release, kpi: Kpi) -> tuple[Cell, ...]:
    """The series that a tile shows, oldest first."""
    return release.series(kpi.kpi_id, kpi.period_type, kpi.segment_type, kpi.segment_value)


def headline_cell(release: Release, kpi: Kpi) -> Cell | None:
    """The cell of the latest complete period of its type; None where this KPI has nothing there."""
    period = release.latest_period(kpi.period_type)
    cells = headline_cells(release, kpi)
    return next((cell for cell in cells if (cell.start, cell.end) == period), None)


def period_before(cells: tuple[Cell, ...], period_type: str, cell: Cell) -> Cell | None:
    """The adjoining period; of windows the one ending at the month end before."""
    if _is_window(period_type):
        near = [other for other in cells if cell.end - MONTH <= other.end < cell.end]
        return max(near, key=lambda other: other.end, default=None)
    return next((other for other in cells if other.end == cell.start), None)


def year_before(cells: tuple[Cell, ...], period_type: str, cell: Cell) -> Cell | None:
    """The period a year earlier; of a window that ends within a month, the last month end before that day."""
    end = _a_year_earlier(cell.end)
    if _is_window(period_type):
        near = [other for other in cells if end - MONTH < other.end <= end]
        return max(near, key=lambda other: other.end, default=None)
    return next((other for other in cells if other.end == end), None)


def _is_window(period_type: str) -> bool:
    """Windows end at month ends and on the as-of date, so neighbours overlap or have a gap."""
    return period_type.startswith("trailing") or period_type == "as_of"


def _a_year_earlier(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year - 1, day=28)


def headline(say: Language, release: Release, kpi: Kpi) -> Headline:
    """What a tile or a row says of the KPI."""
    cell = headline_cell(release, kpi)
    cells = headline_cells(release, kpi)
    judged = verdict(say, kpi, cell)
    interval = interval_words(say, kpi, cell)
    target = target_words(say, kpi, cell)
    shown = [other for other in cells if cell is None or other.end <= cell.end][-SPARK_POINTS:]
    return Headline(
        kpi_id=kpi.kpi_id,
        name=say.own(kpi.name),
        period=_period(say, release, kpi, cell),
        scope=scope_words(say, kpi),
        value=value_words(say, kpi, cell),
        is_dim=cell is None or not cell.is_reliable,
        verdict=judged,
        target=target,
        interval=interval,
        counted=counted_words(say, kpi, cell),
        left_out=left_out_words(say, cell),
        assumed=_assumed(say, cell),
        changes=_changes(say, release, kpi, cell),
        warnings=tuple(warning_words(say, cell)),
        formula=say.own(kpi.formula),
        action=say.own(kpi.action) if judged.kind == "bad" else "",
        gauge=_gauge(say, kpi, cell, interval, target),
        spark=spark([other.value if other.is_reliable else None for other in shown]),
    )


def _period(say: Language, release: Release, kpi: Kpi, cell: Cell | None) -> str:
    latest = release.latest_period(kpi.period_type)
    if latest is None:
        return say.day(release.as_of_date)
    words = say.period(kpi.period_type, *latest)
    partial = _partial(say, release, cell) if cell else ""
    return f"{words} ({partial})" if partial else words


def _assumed(say: Language, cell: Cell | None) -> str:
    if cell is None or not cell.n_assumed:
        return ""
    return say.t("headlines.assumed_rows", rows=say.counted("count.row", cell.n_assumed))


def _changes(say: Language, release: Release, kpi: Kpi, cell: Cell | None) -> tuple[Change, ...]:
    if cell is None:
        return ()
    cells = headline_cells(release, kpi)
    before = period_before(cells, kpi.period_type, cell)
    earlier = year_before(cells, kpi.period_type, cell)
    pairs = [("change.before", before)] if kpi.period_type != "year" else []
    pairs.append(("change.year_before", earlier))
    return tuple(Change(say.t(label), *_since(say, release, kpi, cell, other)) for label, other in pairs)


def _since(
    say: Language, release: Release, kpi: Kpi, now: Cell, before: Cell | None
) -> tuple[str, str, str, str]:
    """Period, value, change and note; a change only between two values that may both be read as results."""
    if before is None:
        return "", "", "", say.t("change.not_published")
    period = say.end_of_period(kpi.period_type, before.start, before.end)
    value = "" if before.value is None else say.value(kpi.unit, before.value)
    if before.value is None or not before.is_reliable:
        return period, value, "", verdict(say, kpi, before).words
    if now.value is None or not now.is_reliable:
        return period, value, "", say.t("change.not_compared")
    return period, value, say.change(kpi.unit, now.value, before.value), _partial(say, release, before)


def _partial(say: Language, release: Release, cell: Cell) -> str:
    """That the window reaches back to before the data, if it does."""
    if release.first_month is None or not release.is_partial(cell):
        return ""
    return say.t("change.partial", month=say.month(release.first_month))


def _gauge(say: Language, kpi: Kpi, cell: Cell | None, interval: str, target: str) -> Gauge | None:
    """Only where there is a result and a target to hold it against."""
    if cell is None or cell.value is None or not cell.is_reliable:
        return None
    limits = sorted(limit for limit in (cell.target_low, cell.target_high) if limit is not None)
    if not limits:
        return None
    ends = [end for end in (cell.value, cell.low, cell.high, *limits) if end is not None]
    scale = nice_scale(ends)
    return Gauge(
        range_at(scale, cell.value, cell.low, cell.high),
        scale.x(0.0),
        scale.x(limits[0]),
        scale.x(limits[1]) if len(limits) > 1 else None,
        say.t("headlines.gauge", value=say.value(kpi.unit, cell.value), interval=interval, target=target),
    )
