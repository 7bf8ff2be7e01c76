"""Geometry of the page's charts: plain numbers that templates/_chart.html draws as SVG.

x runs in percent of the plot's width, y in pixels from its top, so that a chart fills any width while its
text and strokes keep their size. Nothing here knows a language or the database.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

HEIGHT = 180
STRETCH = 1000
"""Width of the viewBox that lines and bands are drawn in; it is stretched to the plot."""
LABEL_GAP = 15
SPARK_WIDTH, SPARK_HEIGHT = 100, 28


@dataclass(frozen=True)
class Scale:
    """A linear scale with round ends; `ticks` include both."""

    low: float
    high: float
    step: float

    @property
    def ticks(self) -> tuple[float, ...]:
        count = round((self.high - self.low) / self.step)
        return tuple(round(self.low + number * self.step, 10) for number in range(count + 1))

    def share(self, value: float) -> float:
        """Where the value lies, 0 at the low end to 1 at the high end; clipped at both."""
        return min(max((value - self.low) / (self.high - self.low), 0.0), 1.0)

    def x(self, value: float) -> float:
        return round(100 * self.share(value), 2)

    def y(self, value: float, height: int = HEIGHT) -> float:
        return round(height * (1 - self.share(value)), 2)


def nice_scale(values: Iterable[float], intervals: int = 5, highest: float | None = None) -> Scale:
    """A scale from zero, or below it, over all values, with steps of 1, 2, 2.5 or 5 times a power of ten."""
    found = [0.0, *values]
    low, high = min(found), max(found)
    if high == low:
        high = 1.0 if highest is None else highest
    rough = (high - low) / intervals
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= rough * (1 - 1e-9))
    bottom, top = step * math.floor(low / step + 1e-9), step * math.ceil(high / step - 1e-9)
    if highest is not None and high <= highest < top and math.isclose(highest % step, 0, abs_tol=1e-9):
        top = highest
    return Scale(bottom, top, step)


@dataclass(frozen=True)
class Point:
    """One value of a series at a place on the axis, None = a gap; hollow = to be read with care."""

    value: float | None
    low: float | None = None
    high: float | None = None
    is_hollow: bool = False


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    is_hollow: bool


@dataclass(frozen=True)
class Line:
    """A drawn series: polylines and bands in the stretched viewBox, dots in percent and pixels."""

    style: str
    pieces: tuple[str, ...]
    bands: tuple[str, ...]
    dots: tuple[Dot, ...]
    end_y: float | None
    end_label: str


@dataclass(frozen=True)
class Bar:
    x: float
    width: float
    y: float
    height: float
    is_hollow: bool


def place(number: int, count: int) -> float:
    """Percent from the left of the middle of one of `count` equal places."""
    return round(100 * (number + 0.5) / count, 3)


def line(style: str, points: Sequence[Point], scale: Scale, end_label: str = "") -> Line:
    """The series as pieces between gaps; lone, hollow and last points get a dot."""
    runs = _runs(points)
    dots = []
    for run in runs:
        for number in run:
            point = points[number]
            is_last = number == runs[-1][-1]
            if point.value is not None and (point.is_hollow or len(run) == 1 or is_last):
                dots.append(Dot(place(number, len(points)), scale.y(point.value), point.is_hollow))
    last = points[runs[-1][-1]].value if runs else None
    return Line(
        style=style,
        pieces=tuple(_polyline(points, run, scale) for run in runs if len(run) > 1),
        bands=tuple(_bands(points, scale)),
        dots=tuple(dots),
        end_y=None if last is None else scale.y(last),
        end_label=end_label,
    )


def _runs(points: Sequence[Point]) -> list[list[int]]:
    runs: list[list[int]] = []
    for number, point in enumerate(points):
        if point.value is None:
            continue
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


def _polyline(points: Sequence[Point], run: list[int], scale: Scale) -> str:
    return " ".join(
        f"{_stretched(number, len(points))},{scale.y(value)}"
        for number in run
        if (value := points[number].value) is not None
    )


def _bands(points: Sequence[Point], scale: Scale) -> list[str]:
    """Polygons between the interval's ends, over stretches where both ends are known."""
    known = [
        Point(
            point.value if point.low is not None and point.high is not None else None, point.low, point.high
        )
        for point in points
    ]
    polygons = []
    for run in _runs(known):
        if len(run) > 1:
            upper = [f"{_stretched(i, len(points))},{scale.y(known[i].high or 0.0)}" for i in run]
            lower = [f"{_stretched(i, len(points))},{scale.y(known[i].low or 0.0)}" for i in reversed(run)]
            polygons.append(" ".join(upper + lower))
    return polygons


def _stretched(number: int, count: int) -> float:
    return round(place(number, count) * STRETCH / 100, 1)


def bars(points: Sequence[Point], scale: Scale) -> tuple[Bar, ...]:
    """One bar a place, from zero; hollow where the point is."""
    width = round(100 / len(points) * 0.68, 3) if points else 0.0
    zero = scale.y(0.0)
    return tuple(
        Bar(
            round(place(number, len(points)) - width / 2, 3),
            width,
            min(scale.y(point.value), zero),
            round(abs(zero - scale.y(point.value)), 2),
            point.is_hollow,
        )
        for number, point in enumerate(points)
        if point.value is not None
    )


def apart(lines: Sequence[Line]) -> tuple[float | None, ...]:
    """Heights for the labels at the lines' ends, pushed apart so that none covers another."""
    order = sorted((item.end_y, number) for number, item in enumerate(lines) if item.end_y is not None)
    heights: list[float | None] = [None] * len(lines)
    floor = -math.inf
    for end_y, number in order:
        floor = max(end_y, floor + LABEL_GAP)
        heights[number] = round(floor, 2)
    overflow = max(0.0, floor - HEIGHT)
    return tuple(None if height is None else round(height - overflow, 2) for height in heights)


@dataclass(frozen=True)
class Spark:
    """A tile's small line, in a viewBox of 100 x 28, and its last point."""

    pieces: tuple[str, ...]
    last: Dot


def spark(values: Sequence[float | None]) -> Spark | None:
    """The values as a small line that fills its height; None with fewer than three of them."""
    known = [value for value in values if value is not None]
    if len(known) < 3 or values[-1] is None:  # noqa: PLR2004
        return None
    low, high = min(known), max(known)
    inset = 3

    def spot(number: int, value: float) -> tuple[float, float]:
        share = (value - low) / (high - low) if high > low else 0.5
        x = inset + (SPARK_WIDTH - 2 * inset) * number / (len(values) - 1)
        return round(x, 2), round(SPARK_HEIGHT - inset - (SPARK_HEIGHT - 2 * inset) * share, 2)

    runs = _runs([Point(value) for value in values])
    pieces = (
        " ".join(
            "{},{}".format(*spot(number, value)) for number in run if (value := values[number]) is not None
        )
        for run in runs
        if len(run) > 1
    )
    x, y = spot(len(values) - 1, values[-1])
    return Spark(tuple(pieces), Dot(x, y, False))


@dataclass(frozen=True)
class Range:
    """A value with its interval on a horizontal scale, in percent; an open end runs to the edge."""

    x: float
    low: float | None
    high: float | None


def range_at(scale: Scale, value: float, low: float | None, high: float | None) -> Range:
    """Where value and interval lie; without any interval both ends are None."""
    if low is None and high is None:
        return Range(scale.x(value), None, None)
    return Range(
        scale.x(value),
        0.0 if low is None else scale.x(low),
        100.0 if high is None else scale.x(high),
    )
