"""ABM beside non-ABM: every KPI that has both, on one scale a unit; raw effects beside like for like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from abm_kpis.page_charts import Range, Scale, nice_scale, range_at
from abm_kpis.page_headlines import headline_cell
from abm_kpis.page_model import Cell, Kpi, Release
from abm_kpis.page_verdict import interval_words, target_words, value_words, verdict
from abm_kpis.page_words import PERCENT, Language

PAIRS = (("K20a", "K20b"), ("K28a", "K28b"))
"""The raw effect, and the one like for like."""


@dataclass(frozen=True)
class Side:
    """One side of a comparison: its texts and, where it may be drawn, its place on the scale."""

    name: str
    value: str
    interval: str
    n: str
    state: str
    range: Range | None


@dataclass(frozen=True)
class Row:
    name: str
    period: str
    abm: Side
    other: Side
    reading: str


@dataclass(frozen=True)
class Group:
    """Rows of one unit on a common scale; `ticks` are (percent, label), `zero` the place of nothing."""

    rows: tuple[Row, ...]
    ticks: tuple[tuple[float, str], ...]


@dataclass(frozen=True)
class Effect:
    """A raw effect and its like-for-like twin, the target's place, and a sentence on why they differ."""

    sides: tuple[Side, ...]
    ticks: tuple[tuple[float, str], ...]
    zero: float
    target: float | None
    target_label: str
    why: str
    here: str


def comparison(say: Language, release: Release) -> list[Group]:
    """KPIs with an ABM and a non-ABM cell in their headline period, grouped by unit."""
    pairs: dict[str, list[tuple[Kpi, Cell, Cell]]] = {}
    for kpi in release.kpis:
        abm, other = (_cell(release, kpi, side) for side in ("abm", "non_abm"))
        if not kpi.compares and not kpi.counts_abm_only and abm and other:
            pairs.setdefault(kpi.unit, []).append((kpi, abm, other))
    return [_group(say, unit, found) for unit, found in pairs.items()]


def unknown_rows(release: Release) -> int:
    """The largest number of rows whose membership is unknown, over the KPIs compared."""
    cells = (
        _cell(release, kpi, "unknown") for kpi in release.kpis if not kpi.compares and not kpi.counts_abm_only
    )
    return max((cell.n + cell.n_excluded for cell in cells if cell), default=0)


def _cell(release: Release, kpi: Kpi, side: str) -> Cell | None:
    period = release.latest_period(kpi.period_type)
    cells = release.series(kpi.kpi_id, kpi.period_type, "abm", side)
    return next((cell for cell in cells if (cell.start, cell.end) == period), None)


def _group(say: Language, unit: str, pairs: list[tuple[Kpi, Cell, Cell]]) -> Group:
    scale = _scale(
        [cell for _, abm, other in pairs for cell in (abm, other)], 1.0 if unit == "share" else None
    )
    return Group(
        rows=tuple(
            Row(
                say.own(kpi.name),
                say.period(kpi.period_type, abm.start, abm.end),
                _side(say, kpi, abm, scale, say.t("scope.abm")),
                _side(say, kpi, other, scale, say.t("scope.non_abm")),
                _reading(say, kpi, abm, other),
            )
            for kpi, abm, other in pairs
        ),
        ticks=_ticks(say, unit, scale),
    )


def _scale(cells: Sequence[Cell], highest: float | None) -> Scale:
    shown = [cell for cell in cells if cell.is_reliable]
    values = [end for cell in shown for end in (cell.value, cell.low, cell.high) if end is not None]
    return nice_scale(values, highest=highest)


def _ticks(say: Language, unit: str, scale: Scale) -> tuple[tuple[float, str], ...]:
    return tuple((scale.x(value), say.tick(unit, value, scale.step)) for value in scale.ticks)


def _side(say: Language, kpi: Kpi, cell: Cell, scale: Scale, name: str) -> Side:
    drawn = cell.value is not None and cell.is_reliable
    return Side(
        name=name,
        value=value_words(say, kpi, cell),
        interval="" if cell.value is None else interval_words(say, kpi, cell),
        n=say.t("headlines.n", n=say.number(cell.n)),
        state="" if cell.is_reliable else verdict(say, kpi, cell).words,
        range=range_at(scale, cell.value, cell.low, cell.high) if drawn and cell.value is not None else None,
    )


def _reading(say: Language, kpi: Kpi, abm: Cell, other: Cell) -> str:
    """The difference, and whether the intervals are apart."""
    for cell, scope in ((abm, "scope.abm"), (other, "scope.non_abm")):
        if not cell.is_reliable:
            reason = f"{say.t(scope)} {verdict(say, kpi, cell).words}"
            return say.t("compare.not_compared", reason=reason)
    difference = say.t(
        "compare.difference", difference=say.change(kpi.unit, abm.value or 0.0, other.value or 0.0)
    )
    if all(end is None for cell in (abm, other) for end in (cell.low, cell.high)):
        return say.joined([difference, say.t("compare.no_interval")])
    lower, upper = sorted((abm, other), key=lambda cell: cell.value or 0.0)
    if lower.high is None or upper.low is None:
        return say.joined([difference, say.t("compare.one_sided")])
    return say.joined([difference, say.t("compare.apart" if lower.high < upper.low else "compare.overlap")])


def effects(say: Language, release: Release) -> list[Effect]:
    """The pairs of which the release has both KPIs with a cell in their latest period."""
    found = []
    for raw_id, like_id in PAIRS:
        raw, like = release.kpi(raw_id), release.kpi(like_id)
        cells = [headline_cell(release, kpi) for kpi in (raw, like) if kpi]
        if raw and like and cells[0] and cells[1]:
            found.append(_effect(say, (raw, like), (cells[0], cells[1])))
    return found


def _effect(say: Language, kpis: tuple[Kpi, Kpi], cells: tuple[Cell, Cell]) -> Effect:
    target = cells[1].target_low
    values = [end for cell in cells if cell.is_reliable for end in (cell.value, cell.low, cell.high)]
    scale = nice_scale([value for value in (*values, target) if value is not None])
    return Effect(
        sides=tuple(
            _side(say, kpi, cell, scale, say.own(kpi.name)) for kpi, cell in zip(kpis, cells, strict=True)
        ),
        ticks=_ticks(say, kpis[0].unit, scale),
        zero=scale.x(0.0),
        target=None if target is None else scale.x(target),
        target_label=target_words(say, kpis[1], cells[1]),
        why=say.t(f"like.{kpis[1].kpi_id}"),
        here=_here(say, *cells),
    )


def _here(say: Language, raw: Cell, like: Cell) -> str:
    """How far the two are apart, in points, unless each lies within the other's interval."""
    if raw.value is None or like.value is None or not (raw.is_reliable and like.is_reliable):
        return say.t("like.gap_unknown")
    gap = raw.value - like.value
    points = say.points(abs(gap) * PERCENT)
    if _holds(raw, like.value) and _holds(like, raw.value):
        return say.t("like.gap_none", raw=say.percent(raw.value), like=say.percent(like.value))
    if gap > 0:
        return say.t("like.gap_lower", gap=points, raw=say.percent(raw.value))
    return say.t("like.gap_higher", gap=points)


def _holds(cell: Cell, value: float) -> bool:
    """Whether the cell's interval holds the value; an end not known yet excludes nothing."""
    if cell.low is None and cell.high is None:
        return False
    return (cell.low is None or cell.low <= value) and (cell.high is None or value <= cell.high)
