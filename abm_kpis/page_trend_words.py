"""The words around a trend: what a hover says, the table of its numbers, its notes and its label."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from abm_kpis.page_charts import Point
from abm_kpis.page_model import Cell, Kpi, Release
from abm_kpis.page_verdict import interval_words, verdict
from abm_kpis.page_words import Language


@dataclass(frozen=True)
class Track:
    """A series along the axis: a cell, and the point to draw, for each place; None = nothing published."""

    kpi: Kpi
    style: str
    name: str
    cells: tuple[Cell | None, ...]
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Hit:
    """What a hover says of one place on the axis: a row of (name, text) a series."""

    title: str
    rows: tuple[tuple[str, str], ...]


def how(say: Language, period_type: str) -> str:
    """Which periods the chart shows: by month, or twelve months to each month end."""
    if period_type == "month":
        return say.t("trends.monthly")
    return say.t("trends.trailing", count=period_type.removeprefix("trailing_").removesuffix("m"))


def _start(end: date) -> date:
    """First day of the month that ends there; windows are named by their end alone."""
    return (end - timedelta(days=1)).replace(day=1)


def _state(say: Language, track: Track, number: int) -> str:
    """What must be said beside a value: nothing published, too few, not known yet, incomplete, not full."""
    cell, point = track.cells[number], track.points[number]
    if cell is None:
        return say.t("trends.nothing")
    if point.value is None:
        return verdict(say, track.kpi, cell).words
    if not cell.is_complete:
        return say.t("trends.incomplete")
    return say.t("trends.partial") if point.is_hollow else ""


def _value(say: Language, kpi: Kpi, cell: Cell | None) -> str:
    return "" if cell is None or cell.value is None else say.value(kpi.unit, cell.value)


def _interval(say: Language, kpi: Kpi, cell: Cell | None) -> str:
    if cell is None or (cell.low is None and cell.high is None):
        return ""
    return interval_words(say, kpi, cell)


def hit(say: Language, period_type: str, tracks: Sequence[Track], ends: list[date], number: int) -> Hit:
    """The period and, for each series, value, interval, n and what to know."""
    rows = []
    for track in tracks:
        cell = track.cells[number]
        value, interval = _value(say, track.kpi, cell), _interval(say, track.kpi, cell)
        count = say.t("headlines.n", n=say.number(cell.n)) if cell else ""
        parts = (f"{value} ({interval})" if interval else value, count, _state(say, track, number))
        rows.append((track.name, say.listed([part for part in parts if part])))
    return Hit(say.period(period_type, _start(ends[number]), ends[number]), tuple(rows))


def columns(say: Language, tracks: Sequence[Track]) -> list[str]:
    """Headings of the table's columns after the period."""
    headings = []
    for track in tracks:
        headings.append(track.name)
        if track.kpi.interval_method != "none":
            headings.append(say.t("headlines.interval"))
        headings.append("n")
    return headings


def table_row(
    say: Language, period_type: str, tracks: Sequence[Track], ends: list[date], number: int
) -> tuple[str, ...]:
    """One period: its name, then value, interval and n of each series."""
    texts = [say.end_of_period(period_type, _start(ends[number]), ends[number])]
    for track in tracks:
        cell = track.cells[number]
        value, state = _value(say, track.kpi, cell), _state(say, track, number)
        texts.append(say.listed([part for part in (value, state) if part]))
        if track.kpi.interval_method != "none":
            texts.append(_interval(say, track.kpi, cell) or say.t("trends.no_interval"))
        texts.append(say.number(cell.n if cell else 0))
    return tuple(texts)


def notes(say: Language, release: Release, tracks: Sequence[Track]) -> list[str]:
    """What a reader of the drawings has to know: gaps, hollow points, months that have not ended."""
    said = []
    pairs = [pair for track in tracks for pair in zip(track.cells, track.points, strict=True)]
    drawn = [cell for cell, point in pairs if cell is not None and point.value is not None]
    if any(cell is not None and point.value is None for cell, point in pairs):
        said.append(say.t("trends.gaps"))
    if release.first_month and any(release.is_partial(cell) for cell in drawn):
        said.append(say.t("trends.partial_note", month=say.month(release.first_month)))
    if any(not cell.is_complete for cell in drawn):
        said.append(say.t("trends.incomplete_note"))
    return said


def chart_label(say: Language, period_type: str, tracks: Sequence[Track], ends: list[date]) -> str:
    """The chart in one sentence for those who do not see it."""
    series = []
    for track in tracks:
        known = [
            (end, point.value)
            for end, point in zip(ends, track.points, strict=True)
            if point.value is not None
        ]
        if not known:
            series.append(say.t("trends.series_empty", name=track.name))
            continue
        (first, first_value), (last, last_value) = known[0], known[-1]
        series.append(
            say.t(
                "trends.series_label",
                name=track.name,
                first=say.month(first - timedelta(days=1)),
                first_value=say.value(track.kpi.unit, first_value),
                last=say.month(last - timedelta(days=1)),
                last_value=say.value(track.kpi.unit, last_value),
            )
        )
    name = say.own(tracks[0].kpi.name)
    return say.t("trends.label", name=name, how=how(say, period_type), series=" ".join(series))
