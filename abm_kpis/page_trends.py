"""Which series the page draws over time, and each as a chart with its numbers beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from abm_kpis.page_charts import Bar, Line, Point, Scale, apart, bars, line, nice_scale, place
from abm_kpis.page_model import Cell, Kpi, Release
from abm_kpis.page_trend_words import Hit, Track, chart_label, columns, hit, how, notes, table_row
from abm_kpis.page_words import Language

MONTHS = 24
X_LABELS = 5
X_STEPS = (1, 2, 3, 6, 12)

Series = tuple[str, str, str, str, str]
"""kpi_id, segment type, segment value, style of the line, key of its name."""


@dataclass(frozen=True)
class Panel:
    """A chart to draw: the period type and the series that share it."""

    period_type: str
    series: tuple[Series, ...]
    is_bars: bool = False


def _both(kpi_id: str) -> tuple[Series, ...]:
    return (
        (kpi_id, "abm", "abm", "abm", "scope.abm"),
        (kpi_id, "abm", "non_abm", "other", "scope.non_abm"),
    )


def _raw_and_like(raw: str, like: str) -> tuple[Series, ...]:
    return ((raw, "all", "all", "other", "like.raw"), (like, "all", "all", "abm", "like.like"))


PANELS = (
    Panel("month", (("K16", "all", "all", "abm", "scope.abm"),), is_bars=True),
    Panel("month", (("K17", "all", "all", "abm", "scope.abm"),)),
    Panel("trailing_12m", _both("K19a")),
    Panel("trailing_12m", _raw_and_like("K20a", "K20b")),
    Panel("trailing_12m", _both("K23a")),
    Panel("trailing_24m", _both("K25a")),
    Panel("trailing_12m", _both("K25b")),
    Panel("trailing_12m", _both("K27a")),
    Panel("trailing_12m", _raw_and_like("K28a", "K28b")),
)


@dataclass(frozen=True)
class Tick:
    """A label at a place: percent on the x axis, pixels on the y axis."""

    at: float
    label: str
    under: str = ""


@dataclass(frozen=True)
class Trend:
    """A finished chart: geometry, words, and a table with one row of texts a period."""

    key: str
    title: str
    how: str
    label: str
    names: tuple[tuple[str, str], ...]
    has_band: bool
    y_ticks: tuple[Tick, ...]
    x_ticks: tuple[Tick, ...]
    bars: tuple[Bar, ...]
    lines: tuple[Line, ...]
    ends: tuple[Tick, ...]
    rule: Tick | None
    hits: tuple[Hit, ...]
    columns: tuple[str, ...]
    table: tuple[tuple[str, ...], ...]


def trends(say: Language, release: Release) -> tuple[list[Trend], list[str]]:
    """Every panel of which the release has a value that can be drawn, and what to know of the drawings."""
    found = [(panel, _tracks(say, release, panel)) for panel in PANELS]
    drawn = [
        (panel, tracks)
        for panel, tracks in found
        if any(point.value is not None for track in tracks for point in track.points)
    ]
    said = notes(say, release, [track for _, tracks in drawn for track in tracks])
    return [_trend(say, release, panel, tracks) for panel, tracks in drawn], said


def _tracks(say: Language, release: Release, panel: Panel) -> list[Track]:
    ends = _month_ends(release, panel.period_type)
    tracks = (_track(say, release, panel, series, ends) for series in panel.series)
    return [track for track in tracks if track is not None]


def _trend(say: Language, release: Release, panel: Panel, tracks: list[Track]) -> Trend:
    ends = _month_ends(release, panel.period_type)
    kpi = tracks[0].kpi
    scale = _scale(kpi, tracks)
    lines = tuple(line(track.style, track.points, scale, _last(say, kpi, track)) for track in tracks)
    ends_at = zip(lines, apart(lines), strict=True)
    target = _target(tracks)
    return Trend(
        key=kpi.kpi_id.lower(),
        title=say.own(kpi.name),
        how=how(say, panel.period_type),
        label=chart_label(say, panel.period_type, tracks, ends),
        names=tuple((track.style, track.name) for track in tracks),
        has_band=not panel.is_bars and any(item.bands for item in lines),
        y_ticks=tuple(
            Tick(scale.y(value), text)
            for value, text in zip(scale.ticks, say.ticks(kpi.unit, scale), strict=True)
        ),
        x_ticks=_x_ticks(say, ends),
        bars=bars(tracks[0].points, scale) if panel.is_bars else (),
        lines=() if panel.is_bars else lines,
        ends=tuple(
            Tick(height, item.end_label, item.style)
            for item, height in ends_at
            if height is not None and not panel.is_bars
        ),
        rule=None
        if target is None
        else Tick(scale.y(target), say.t("trends.target", target=say.limit(kpi.unit, target))),
        hits=tuple(hit(say, panel.period_type, tracks, ends, place) for place in range(len(ends))),
        columns=tuple(columns(say, tracks)),
        table=tuple(table_row(say, panel.period_type, tracks, ends, place) for place in range(len(ends))),
    )


def _month_ends(release: Release, period_type: str) -> list[date]:
    """The last 24 month ends (first days of the next month) up to the newest, without a hole.

    The same for all panels of a period type, so that their axes line up.
    """
    found = sorted(
        {
            cell.end
            for panel in PANELS
            if panel.period_type == period_type
            for kpi_id, segment_type, segment_value, _, _ in panel.series
            for cell in release.series(kpi_id, period_type, segment_type, segment_value)
            if cell.end.day == 1
        }
    )
    if not found:
        return []
    months = [found[-1]]
    while months[0] > found[0] and len(months) < MONTHS:
        months.insert(0, (months[0] - timedelta(days=1)).replace(day=1))
    return months


def _track(say: Language, release: Release, panel: Panel, series: Series, ends: list[date]) -> Track | None:
    kpi_id, segment_type, segment_value, style, name = series
    kpi = release.kpi(kpi_id)
    by_end = {
        cell.end: cell for cell in release.series(kpi_id, panel.period_type, segment_type, segment_value)
    }
    if kpi is None or not any(end in by_end for end in ends):
        return None
    cells = tuple(by_end.get(end) for end in ends)
    return Track(kpi, style, say.t(name), cells, tuple(_point(release, panel, cell) for cell in cells))


def _point(release: Release, panel: Panel, cell: Cell | None) -> Point:
    """A sum is drawn whatever its n; an estimate only where it may be read as a result."""
    if cell is None or cell.value is None or not (cell.is_reliable or panel.is_bars):
        return Point(None)
    return Point(cell.value, cell.low, cell.high, not cell.is_complete or release.is_partial(cell))


def _scale(kpi: Kpi, tracks: list[Track]) -> Scale:
    """Over all values, the intervals of full windows, and the target."""
    drawn = [point for track in tracks for point in track.points if point.value is not None]
    values = [point.value for point in drawn if point.value is not None]
    full = [point for point in drawn if not point.is_hollow]
    values += [end for point in full for end in (point.low, point.high) if end is not None]
    target = _target(tracks)
    values += [target] if target is not None else []
    return nice_scale(values, highest=1.0 if kpi.unit == "share" and not kpi.compares else None)


def _target(tracks: list[Track]) -> float | None:
    """The limit that the newest cell with a target is held against."""
    for track in tracks:
        for cell in reversed(track.cells):
            if cell is not None:
                limit = cell.target_high if track.kpi.direction == "down" else cell.target_low
                if limit is not None:
                    return limit
    return None


def _last(say: Language, kpi: Kpi, track: Track) -> str:
    known = [point.value for point in track.points if point.value is not None]
    return say.short(kpi.unit, known[-1]) if known else ""


def _x_ticks(say: Language, ends: list[date]) -> tuple[Tick, ...]:
    """At most five months, counted back from the newest; the year under the first month seen of it."""
    every = next((step for step in X_STEPS if len(ends) <= step * X_LABELS), X_STEPS[-1])
    ticks: list[Tick] = []
    year = 0
    for number in range((len(ends) - 1) % every, len(ends), every):
        month = ends[number] - timedelta(days=1)
        under = str(month.year) if month.year != year else ""
        ticks.append(Tick(place(number, len(ends)), say.month(month, "MMM"), under))
        year = month.year
    return tuple(ticks)
