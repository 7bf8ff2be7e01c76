"""A few KPIs by tier, industry and owner, over the last twelve months; few rows are greyed, not judged."""

from __future__ import annotations

from dataclasses import dataclass

from abm_kpis.page_model import SEGMENT_PERIOD, Cell, Kpi, Release, natural
from abm_kpis.page_verdict import verdict
from abm_kpis.page_words import Language

KPIS = ("K16", "K25b", "K19a", "K27a")
KINDS = ("tier", "industry", "owner")
SHOWN = 12
"""Segments shown at once; the rest stands behind a fold."""


@dataclass(frozen=True)
class Shade:
    """A cell of the table: texts, how it compares (better, worse, other or ''), and its bar in percent."""

    value: str
    n: str
    few: str
    tone: str
    bar: float | None


@dataclass(frozen=True)
class Line:
    name: str
    shades: tuple[Shade, ...]


@dataclass(frozen=True)
class Breakdown:
    """One table: the kind of segment, the KPIs over its columns, the line to compare with, the segments."""

    kind: str
    columns: tuple[str, ...]
    baseline: Line
    lines: tuple[Line, ...]
    folded: tuple[Line, ...]


def breakdowns(say: Language, release: Release) -> list[Breakdown]:
    """A table for each kind of segment that the release has."""
    kpis = [kpi for kpi_id in KPIS if (kpi := release.kpi(kpi_id))]
    tables = (_breakdown(say, release, kind, kpis) for kind in KINDS)
    return [table for table in tables if table is not None]


def _breakdown(say: Language, release: Release, kind: str, kpis: list[Kpi]) -> Breakdown | None:
    wanted = {kpi.kpi_id for kpi in kpis}
    names = {
        key[3]
        for key in release.cells
        if key[0] in wanted and key[1] == SEGMENT_PERIOD and key[2] == kind and _latest(release, key)
    }
    if kind == "tier":
        names.discard("unknown")
    if not names:
        return None
    base = ("abm", "abm") if kind == "tier" else ("all", "all")
    baseline = {kpi.kpi_id: _latest(release, (kpi.kpi_id, SEGMENT_PERIOD, *base)) for kpi in kpis}

    def line(name: str, text: str, segment: str) -> Line:
        cells = ((kpi, _latest(release, (kpi.kpi_id, SEGMENT_PERIOD, segment, name))) for kpi in kpis)
        return Line(text, tuple(_shade(say, kpi, cell, baseline[kpi.kpi_id]) for kpi, cell in cells))

    lines = tuple(line(name, _name(say, kind, name), kind) for name in _sorted(release, kind, names))
    return Breakdown(
        kind=kind,
        columns=tuple(say.own(kpi.name) for kpi in kpis),
        baseline=line(base[1], say.t(f"segments.baseline_{base[1]}"), base[0]),
        lines=lines[:SHOWN],
        folded=lines[SHOWN:],
    )


def _latest(release: Release, key: tuple[str, str, str, str]) -> Cell | None:
    period = release.latest_period(SEGMENT_PERIOD)
    return next((cell for cell in release.cells.get(key, ()) if (cell.start, cell.end) == period), None)


def _sorted(release: Release, kind: str, names: set[str]) -> list[str]:
    """Tiers in their order; the others by ABM pipeline, the largest first; unknown last."""

    def amount(name: str) -> float:
        cell = _latest(release, (KPIS[0], SEGMENT_PERIOD, kind, name))
        return cell.value or 0.0 if cell else 0.0

    if kind == "tier":
        return sorted(names, key=natural)
    return sorted(names, key=lambda name: (name == "unknown", -amount(name), natural(name)))


def _name(say: Language, kind: str, name: str) -> str:
    if name == "unknown":
        return say.t("segments.unknown")
    return say.t("segments.tier_value", value=name) if kind == "tier" else name


def _shade(say: Language, kpi: Kpi, cell: Cell | None, baseline: Cell | None) -> Shade:
    if cell is None or cell.value is None:
        words = verdict(say, kpi, cell).words
        return Shade("", "", words, "", None)
    is_sum = kpi.estimator == "sum"
    few = "" if cell.is_reliable or is_sum else verdict(say, kpi, cell).words
    total = baseline.value if baseline and baseline.value else None
    return Shade(
        value=say.value(kpi.unit, cell.value),
        n="" if few else say.t("headlines.n", n=say.number(cell.n)),
        few=few,
        tone="" if few or is_sum or cell is baseline else _tone(kpi, cell, baseline),
        bar=round(100 * cell.value / total, 2) if is_sum and total and cell is not baseline else None,
    )


def _tone(kpi: Kpi, cell: Cell, baseline: Cell | None) -> str:
    """Which side of the first line the whole interval lies on; '' where it does not."""
    if baseline is None or baseline.value is None or not baseline.is_reliable:
        return ""
    above = cell.low is not None and cell.low > baseline.value
    below = cell.high is not None and cell.high < baseline.value
    if not above and not below:
        return ""
    if kpi.direction not in ("up", "down"):
        return "other"
    return "better" if above == (kpi.direction == "up") else "worse"
