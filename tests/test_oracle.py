"""Every published value is what plain Python makes of its published evidence.

The oracle shares no code with the product: plain Python, lifelines for survival, scipy for Student's t.
"""

from __future__ import annotations

import math
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import NormalDist, mean, median, variance
from typing import Any

import pytest
from lifelines import AalenJohansenFitter, KaplanMeierFitter
from lifelines.utils import qth_survival_time
from scipy.stats import t as student

from tests.conftest import Abm

Z = NormalDist().inv_cdf(0.975)
KEY = ("period_type", "period_start", "segment_type", "segment_value")


@dataclass(frozen=True)
class Cell:
    """A row of kpi.kpi_values and the evidence rows that belong to it."""

    row: dict[str, Any]
    evidence: list[dict[str, Any]]

    @property
    def counted(self) -> list[dict[str, Any]]:
        return [row for row in self.evidence if row["excluded_reason"] is None]


def records(demo: Abm, table: str) -> list[dict[str, Any]]:
    columns = [str(name) for (name,) in demo.published(f"select column_name from (describe {table})")]
    return [dict(zip(columns, row, strict=True)) for row in demo.published(f"from {table}")]


@pytest.fixture(scope="module")
def cells(demo: Abm) -> dict[str, list[Cell]]:
    """Every published cell with its evidence, by KPI."""
    evidence: dict[tuple[str, date], list[dict[str, Any]]] = defaultdict(list)
    for row in records(demo, "kpi.kpi_evidence"):
        row["duration"] = None if row["duration"] is None else float(row["duration"])
        evidence[row["kpi_id"], row["seen_on"]].append(row)
    by_kpi: dict[str, list[Cell]] = defaultdict(list)
    for row in records(demo, "kpi.kpi_values"):
        seen_on = row["as_of_date"]
        if row["period_type"].startswith("trailing") or row["period_type"] == "as_of":
            seen_on = row["period_end"] - timedelta(days=1)
        by_kpi[row["kpi_id"]].append(
            Cell(
                row,
                [
                    piece
                    for piece in evidence[row["kpi_id"], seen_on]
                    if row["period_start"] <= piece["anchor_date"] < row["period_end"]
                    and piece["side"] != ("part" if row["segment_type"] == "all" else "whole")
                    and (row["segment_type"] == "all" or piece[row["segment_type"]] == row["segment_value"])
                ],
            )
        )
    return by_kpi


def close(found: float | None, expected: float | None) -> bool:
    if found is None or expected is None:
        return found is expected
    return math.isclose(found, expected, rel_tol=2e-8, abs_tol=1e-9)


def check(
    cells: Iterable[Cell], estimate: Callable[[Cell], tuple[float | None, float | None, float | None]]
) -> int:
    checked = 0
    for cell in cells:
        expected = estimate(cell)
        found = tuple(cell.row[column] for column in ("value", "ci_low", "ci_high"))
        assert all(map(close, found, expected)), (cell.row, expected)
        checked += 1
    return checked


def wilson(successes: int, n: int) -> tuple[float, float]:
    share = successes / n
    centre, spread = share + Z**2 / (2 * n), Z * math.sqrt(share * (1 - share) / n + Z**2 / (4 * n**2))
    return max(0.0, (centre - spread) / (1 + Z**2 / n)), min(1.0, (centre + spread) / (1 + Z**2 / n))


def kaplan_meier(rows: list[dict[str, Any]]) -> KaplanMeierFitter:
    return KaplanMeierFitter().fit(
        [row["duration"] for row in rows], [row["outcome"] != "censored" for row in rows]
    )


def light(cells: list[Cell]) -> list[Cell]:
    """Cells enough for lifelines, which takes its time: all, abm, tier and stage."""
    return [cell for cell in cells if cell.row["segment_type"] in ("all", "abm", "tier", "stage")]


def finite(number: float) -> float | None:
    return float(number) if math.isfinite(number) else None


def km_median(rows: list[dict[str, Any]]) -> tuple[float | None, float | None, float | None]:
    if not rows:
        return None, None, None
    fitted = kaplan_meier(rows)
    # lifelines sums logarithms and misses S = 1/2 by a rounding: the hair makes up for it
    curves = (
        fitted.survival_function_.iloc[:, 0],
        *(fitted.confidence_interval_.iloc[:, side] for side in (0, 1)),
    )
    value, low, high = (finite(qth_survival_time(0.5 + 1e-9, curve)) for curve in curves)
    return value, low, high


@pytest.mark.parametrize("kpi_id", ["K16", "K18a", "K18b", "K29a", "K29b"])
def test_sums_of_abm_rows(cells: dict[str, list[Cell]], kpi_id: str) -> None:
    def total(cell: Cell) -> tuple[float | None, None, None]:
        amounts = [row["numerator_part"] for row in cell.counted if row["abm"] == "abm"]
        empty = any(row["excluded_reason"] for row in cell.evidence)
        return (None if not amounts and empty else float(sum(amounts))), None, None

    assert check(cells[kpi_id], total) > 500


def test_sum_of_walk_ins(cells: dict[str, list[Cell]]) -> None:
    def total(cell: Cell) -> tuple[float | None, None, None]:
        if not any(row["denominator_part"] for row in cell.counted) and len(cell.counted) < len(
            cell.evidence
        ):
            return None, None, None
        return float(sum(row["numerator_part"] for row in cell.counted)), None, None

    assert check(cells["K7c"], total) > 500
    # two people of the demo came without having been on the list; all others who came had been invited
    quarters = [cell for cell in cells["K7c"] if cell.row["period_type"] == "quarter"]
    assert sum(cell.row["value"] for cell in quarters if cell.row["segment_type"] == "all") == 2


@pytest.mark.parametrize("kpi_id", ["K17", "K30a", "K30b", "K31"])
def test_share_of_abm_has_the_total_below(cells: dict[str, list[Cell]], kpi_id: str) -> None:
    wholes = {
        (cell.row["period_type"], cell.row["period_start"]): sum(
            row["denominator_part"] for row in cell.counted
        )
        for cell in cells[kpi_id]
        if cell.row["segment_type"] == "all"
    }

    def share(cell: Cell) -> tuple[float | None, None, None]:
        whole = sum(row["denominator_part"] for row in cell.counted)
        if cell.row["segment_type"] in ("abm", "tier"):
            whole = wholes[cell.row["period_type"], cell.row["period_start"]]
        # of what is given back on the whole there is no share
        if not cell.counted or whole <= 0:
            return None, None, None
        return float(sum(row["numerator_part"] for row in cell.counted)) / float(whole), None, None

    assert check(cells[kpi_id], share) > 500


FACTORS = {"K21": ("K25b", "K27a", "K19a"), "K26b": ("K23a", "K24a", "K25a")}
DISTINCT = ("K23c", "K24c", "K25c")


@pytest.mark.parametrize(
    "kpi_id",
    ["K2b", "K6", "K7", "K7b", "K23a", "K24a", *DISTINCT, "K25b", "K27d", "K41", "K43a", "K43b", "K43c"],
)
def test_rates(cells: dict[str, list[Cell]], kpi_id: str) -> None:
    def rate(cell: Cell) -> tuple[float | None, float | None, float | None]:
        won: dict[tuple[str, date | None], int] = {}
        for row in cell.counted:
            key = (row["entity_id"], None if kpi_id in DISTINCT else row["anchor_date"])
            won[key] = max(won.get(key, 0), int(row["numerator_part"]))
        if not won:
            return None, None, None
        return sum(won.values()) / len(won), *wilson(sum(won.values()), len(won))

    assert check(cells[kpi_id], rate) > 500


def poisson_limit(events: int, tail: float) -> float:
    """The mean of a Poisson count that makes as few (or as many) events as improbable as the tail."""
    low, high = 0.0, 10.0 * (events + 5)
    for _ in range(100):
        middle = (low + high) / 2
        term = below = math.exp(-middle)
        for count in range(1, events + 1):
            term *= middle / count
            below += term
        low, high = (middle, high) if below > tail else (low, middle)
    return low


def test_spontaneous_requests_are_events_per_exposure(cells: dict[str, list[Cell]]) -> None:
    for cell in cells["K13"]:
        events = sum(int(row["numerator_part"]) for row in cell.counted)
        exposure = float(sum(row["denominator_part"] for row in cell.counted)) / 100
        exposed = {row["entity_id"] for row in cell.counted if row["denominator_part"] > 0}
        assert cell.row["n"] == len(exposed), cell.row
        if not exposure:
            assert cell.row["value"] is None, cell.row
            continue
        assert close(cell.row["value"], events / exposure), cell.row
        # Byar's limits are within some hundredths of an event of the exact ones
        low = poisson_limit(events - 1, 0.975) if events else 0.0
        assert math.isclose(cell.row["ci_low"] * exposure, low, abs_tol=0.02), (cell.row, low / exposure)
        high = poisson_limit(events, 0.025)
        assert math.isclose(cell.row["ci_high"] * exposure, high, abs_tol=0.02), (cell.row, high / exposure)


def test_retention_is_one_less_churns_per_year(cells: dict[str, list[Cell]]) -> None:
    for kpi_id, turned in (("K32a", True), ("K33", False)):
        assert len(cells[kpi_id]) > 200
        for cell in cells[kpi_id]:
            events = sum(int(row["numerator_part"]) for row in cell.counted)
            years = float(sum(row["denominator_part"] for row in cell.counted))
            low = poisson_limit(events - 1, 0.975) if events else 0.0
            found = [cell.row[column] for column in ("value", "ci_low", "ci_high")]
            if turned:
                value, high_limit, low_limit = (1 - one for one in found)
            else:
                value, low_limit, high_limit = found
            assert math.isclose(value, events / years, rel_tol=2e-8, abs_tol=1e-8), cell.row
            # Byar's limits are within some hundredths of an event of the exact ones
            assert math.isclose(low_limit * years, low, abs_tol=0.03), (cell.row, low / years)
            high = poisson_limit(events, 0.025)
            if turned:
                # nobody keeps less than nothing, but where more left in a year than there were
                high = min(high, max(years, float(events)))
            assert math.isclose(high_limit * years, high, abs_tol=0.03), (cell.row, high / years)


@pytest.mark.parametrize("kpi_id", ["K32b", "K32c"])
def test_revenue_retention_is_pooled(cells: dict[str, list[Cell]], kpi_id: str) -> None:
    def share(cell: Cell) -> tuple[float | None, None, None]:
        whole = sum(row["denominator_part"] for row in cell.counted)
        part = sum(row["numerator_part"] for row in cell.counted)
        return (float(part) / float(whole) if whole else None), None, None

    assert check(cells[kpi_id], share) > 200


def lifetime(rows: list[dict[str, Any]]) -> tuple[float, float, float] | None:
    """Value of five years from their first day, and how far its limits lie off, on the logarithm."""
    margins = [float(row["numerator_part"]) for row in rows if row["stratum"] == "margin"]
    lives = [row for row in rows if row["stratum"] == "churn"]
    if not margins or not lives:
        return None
    churns = sum(int(row["numerator_part"]) for row in lives)
    years = float(sum(row["denominator_part"] for row in lives)) + 1 / 0.15

    def worth(hazard: float) -> float:
        return sum(math.exp(-hazard * year) / 1.1**year for year in range(5))

    value = mean(margins) * worth((churns + 1) / years)
    if len(margins) < 2 or not value:
        return value, math.nan, math.nan
    spread = half_width(math.sqrt(variance(margins) / len(margins)), len(margins) - 1) / mean(margins)
    # with a prior of one event the limits are those of counts, Gamma quantiles of whole shapes
    low, high = poisson_limit(churns, 0.975) / years, poisson_limit(churns, 0.025) / years
    below = math.hypot(math.log(worth((churns + 1) / years) / worth(high)), spread)
    above = math.hypot(math.log(worth(low) / worth((churns + 1) / years)), spread)
    return value, below, above


def test_lifetime_value_and_its_uplift(cells: dict[str, list[Cell]]) -> None:
    def is_limit(found: float | None, expected: float) -> bool:
        if math.isnan(expected):
            return found is None
        # Wilson and Hilferty's quantiles are near the exact ones
        return found is not None and math.isclose(found, expected, rel_tol=0.02)

    for cell in cells["K34"]:
        made = lifetime(cell.counted)
        assert close(cell.row["value"], made and made[0]), cell.row
        if made and made[0]:
            value, below, above = made
            assert is_limit(cell.row["ci_low"], value * math.exp(-below)), (cell.row, made)
            assert is_limit(cell.row["ci_high"], value * math.exp(above)), (cell.row, made)
    compared = 0
    for cell in cells["K35"]:
        abm, other = (lifetime(side) for side in sides(cell))
        if abm is None or other is None or not other[0]:
            assert cell.row["value"] is None, cell.row
            continue
        ratio = abm[0] / other[0]
        assert close(cell.row["value"], ratio - 1), cell.row
        low, high = math.hypot(abm[1], other[2]), math.hypot(abm[2], other[1])
        assert is_limit(cell.row["ci_low"] and cell.row["ci_low"] + 1, ratio * math.exp(-low)), cell.row
        assert is_limit(cell.row["ci_high"] and cell.row["ci_high"] + 1, ratio * math.exp(high)), cell.row
        compared += 1
    assert compared > 50


@pytest.mark.parametrize(
    "kpi_id",
    ["K1", "K2", "K3", "K4a", "K4b", "K12", "K14a", "K14b", "K42", "K43d", "K43e", "K43f"],
)
def test_shares_of_amounts(cells: dict[str, list[Cell]], kpi_id: str) -> None:
    def share(cell: Cell) -> tuple[float | None, None, None]:
        whole = sum(row["denominator_part"] for row in cell.counted)
        part = sum(row["numerator_part"] for row in cell.counted)
        return (float(part) / float(whole) if whole else None), None, None

    assert check(cells[kpi_id], share) > 500


def test_classes_of_contribution_make_the_whole(cells: dict[str, list[Cell]]) -> None:
    for total, parts in (("K41", ("K43a", "K43b", "K43c")), ("K42", ("K43d", "K43e", "K43f"))):
        of_parts = [
            {tuple(cell.row[column] for column in KEY): cell.row for cell in cells[part]} for part in parts
        ]
        for cell in cells[total]:
            classes = [part[tuple(cell.row[column] for column in KEY)] for part in of_parts]
            assert sum(row["numerator"] or 0 for row in classes) == (cell.row["denominator"] or 0), cell.row
            assert sum(row["numerator"] or 0 for row in classes[:2]) == (cell.row["numerator"] or 0), cell.row


def half_width(standard_error: float, degrees: float) -> float:
    """Of a 95 % interval under Student's t; broken degrees of freedom are rounded down."""
    return float(student.ppf(0.975, math.floor(degrees + 1e-9))) * standard_error


MEANS = ["K5", "K8", "K9", "K9b", "K15", "K27a", "K27b", "K44a", "K44d"]


@pytest.mark.parametrize("kpi_id", MEANS)
def test_means(cells: dict[str, list[Cell]], kpi_id: str) -> None:
    assert not any(row["numerator_part"] < 0 for cell in cells[kpi_id] for row in cell.counted)
    few = 0
    for cell in cells[kpi_id]:
        values = [float(row["numerator_part"]) for row in cell.counted]
        value, low, high = (cell.row[column] for column in ("value", "ci_low", "ci_high"))
        assert close(value, mean(values) if values else None), cell.row
        if len(values) < 2:
            assert low is None and high is None, cell.row
            continue
        spread = half_width(math.sqrt(variance(values) / len(values)), len(values) - 1)
        # beyond 30 degrees of freedom the product has a series, and nine digits are published
        off = 1e-4 * spread + 2e-8 * abs(value)
        top = min(1.0, value + spread) if kpi_id == "K9" else value + spread
        assert math.isclose(high, top, rel_tol=0, abs_tol=off), (cell.row, spread)
        assert math.isclose(low, max(0.0, value - spread), rel_tol=0, abs_tol=off), (cell.row, spread)
        few += len(values) < 10
    assert few > 10


@pytest.mark.parametrize("kpi_id", ["K5b", "K19b", "K27c"])
def test_medians(cells: dict[str, list[Cell]], kpi_id: str) -> None:
    def middle(cell: Cell) -> tuple[float | None, float | None, float | None]:
        values = sorted(float(row["numerator_part"]) for row in cell.counted)
        n = len(values)
        low = math.floor((n - Z * math.sqrt(n)) / 2)
        high = math.ceil(1 + (n + Z * math.sqrt(n)) / 2)
        return (
            median(values) if values else None,
            values[low - 1] if low >= 1 else None,
            values[high - 1] if 1 <= high <= n else None,
        )

    assert check(cells[kpi_id], middle) > 500


@pytest.mark.parametrize("kpi_id", ["K10", "K12b", "K19a", "K22"])
def test_days_are_the_kaplan_meier_median(cells: dict[str, list[Cell]], kpi_id: str) -> None:
    for cell in light(cells[kpi_id]):
        value, low, high = km_median(cell.counted)
        assert close(cell.row["value"], value), cell.row
        # lifelines carries the last limits on where S reaches 0; there the product gives none
        if cell.row["ci_high"] is not None:
            assert close(cell.row["ci_high"], high), cell.row
        if low is not None:
            assert close(cell.row["ci_low"], low), cell.row
        assert (cell.row["status"] == "immature") == (value is None and bool(cell.counted)), cell.row


@pytest.mark.parametrize(("kpi_id", "horizon"), [("K19c", 180), ("K25a", 365)])
def test_winning_is_the_aalen_johansen_incidence(
    cells: dict[str, list[Cell]], kpi_id: str, horizon: int
) -> None:
    codes = {"censored": 0, "event": 1, "competing": 2}
    checked = 0
    for cell in cells[kpi_id]:
        if cell.row["segment_type"] not in ("all", "abm") or not cell.counted:
            continue
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            # lifelines drops events at 0: everything is a day later
            fitted = AalenJohansenFitter(calculate_variance=False).fit(
                [row["duration"] + 1 for row in cell.counted],
                [codes[row["outcome"]] for row in cell.counted],
                event_of_interest=1,
            )
        expected = incidence(cell.counted, horizon)
        assert close(cell.row["value"], expected), (cell.row, expected)
        if len({row["duration"] for row in cell.counted}) == len(cell.counted):
            # without ties lifelines needs no jitter and must agree
            reached = fitted.cumulative_density_[fitted.cumulative_density_.index <= horizon + 1]
            assert math.isclose(expected, float(reached.iloc[-1].iloc[0]), abs_tol=1e-6), cell.row
        checked += 1
    assert checked > 100


@pytest.mark.parametrize(("kpi_id", "horizon"), [("K23b", 90), ("K24b", 90), ("K26a", 365)])
def test_getting_further_is_one_less_kaplan_meier(
    cells: dict[str, list[Cell]], kpi_id: str, horizon: int
) -> None:
    checked = 0
    for cell in light(cells[kpi_id]):
        fitted = kaplan_meier(cell.counted)
        assert close(cell.row["value"], 1 - float(fitted.predict(horizon))), cell.row
        checked += 1
    assert checked > 100


@pytest.mark.parametrize(
    ("kpi_id", "factors", "divisor"),
    [("K21", ("K25b", "K27a"), "K19a"), ("K26b", ("K23a", "K24a", "K25a"), None)],
)
def test_derived_kpis_are_products(
    cells: dict[str, list[Cell]], kpi_id: str, factors: tuple[str, ...], divisor: str | None
) -> None:
    found = {
        (part, *(cell.row[column] for column in KEY)): cell.row
        for part in (*factors, divisor)
        if part
        for cell in cells[part]
    }
    checked = 0
    for cell in cells[kpi_id]:
        key = tuple(cell.row[column] for column in KEY)
        rows = [found.get((part, *key)) for part in factors]
        values = [row["value"] if row else None for row in rows]
        below = found.get((divisor, *key), {}).get("value") if divisor else 1
        count = len(cell.counted) if cell.evidence else 1
        if None in values or not below or (cell.evidence and not cell.counted):
            assert cell.row["value"] is None, cell.row
            continue
        assert close(
            cell.row["value"],
            count * math.prod(float(value) for value in values if value is not None) / below,
        ), cell.row
        checked += cell.row["value"] is not None
    assert checked > 100


def test_acquisition_cost_is_of_the_last_four_quarters(cells: dict[str, list[Cell]]) -> None:
    """K37 and K38 are as of a day; the cost above them is of the trailing year that ends with it."""
    ends = ("period_end", "segment_type", "segment_value")
    cost, worth = (
        {
            tuple(cell.row[name] for name in ends): cell.row["value"]
            for cell in cells[kpi_id]
            if cell.row["period_type"] == period_type
        }
        for kpi_id, period_type in (("K36a", "trailing_12m"), ("K34", "as_of"))
    )
    checked = 0
    for kpi_id in ("K37", "K38"):
        for cell in cells[kpi_id]:
            key = tuple(cell.row[name] for name in ends)
            above, below = cost.get(key), worth.get(key)
            if kpi_id == "K38":
                margins = [float(row["denominator_part"]) for row in cell.counted]
                below = sum(margins) / len(margins) if margins else None
            if not above or not below:
                assert cell.row["value"] is None, cell.row
                continue
            assert close(cell.row["value"], above / below), cell.row
            checked += 1
    assert checked > 20


def incidence(rows: list[dict[str, Any]], horizon: int) -> float:
    """Aalen-Johansen by its definition: sum of S(t-) d1 / n."""
    total, survival = 0.0, 1.0
    for time in sorted({row["duration"] for row in rows}):
        if time > horizon:
            break
        at_risk = [row for row in rows if row["duration"] >= time]
        now = [row["outcome"] for row in at_risk if row["duration"] == time]
        total += survival * now.count("event") / len(at_risk)
        survival *= 1 - (len(now) - now.count("censored")) / len(at_risk)
    return total


def sides(cell: Cell) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    return (
        [row for row in cell.counted if row["abm"] == "abm"],
        [row for row in cell.counted if row["abm"] == "non_abm"],
    )


def test_cycle_reduction(cells: dict[str, list[Cell]]) -> None:
    for cell in light(cells["K20a"]):
        abm, other = (km_median(side)[0] for side in sides(cell))
        expected = 1 - abm / other if abm is not None and other else None
        assert close(cell.row["value"], expected), cell.row
    for cell in (*light(cells["K20b"]), *light(cells["K20c"])):
        weighted, weight = 0.0, 0
        for band in {row["stratum"] for row in cell.counted}:
            abm_rows, other_rows = ([row for row in side if row["stratum"] == band] for side in sides(cell))
            abm, other = km_median(abm_rows)[0], km_median(other_rows)[0]
            if abm is not None and other:
                weighted += len(abm_rows) * (1 - abm / other)
                weight += len(abm_rows)
        assert close(cell.row["value"], weighted / weight if weight else None), cell.row


def test_reduction_since_the_change(cells: dict[str, list[Cell]]) -> None:
    compared = 0
    for cell in light(cells["K11"]):
        after, before = (
            km_median([row for row in cell.counted if row["side"] == side])[0] for side in ("after", "before")
        )
        expected = 1 - after / before if after is not None and before else None
        assert close(cell.row["value"], expected), cell.row
        compared += expected is not None
    assert compared > 10


def test_value_uplift_raw_and_standardised(cells: dict[str, list[Cell]]) -> None:
    def raw(cell: Cell) -> float | None:
        abm, other = ([float(row["numerator_part"]) for row in side] for side in sides(cell))
        return mean(abm) / mean(other) - 1 if abm and other else None

    def standardised(cell: Cell) -> float | None:
        abm_rows, other_rows = sides(cell)
        both = {row["stratum"] for row in abm_rows} & {row["stratum"] for row in other_rows}
        kept = [row for row in abm_rows if row["stratum"] in both]
        if not kept:
            return None
        below = mean(
            mean(float(row["numerator_part"]) for row in other_rows if row["stratum"] == deal["stratum"])
            for deal in kept
        )
        return mean(float(row["numerator_part"]) for row in kept) / below - 1

    def limits(cell: Cell) -> tuple[float, float] | None:
        """Of the raw ratio: the delta method on its logarithm, under Welch's degrees of freedom."""
        abm, other = ([float(row["numerator_part"]) for row in side] for side in sides(cell))
        if min(len(abm), len(other)) < 2:
            return None
        parts = [variance(side) / len(side) / mean(side) ** 2 for side in (abm, other)]
        squares = parts[0] ** 2 / (len(abm) - 1) + parts[1] ** 2 / (len(other) - 1)
        spread = half_width(math.sqrt(sum(parts)), sum(parts) ** 2 / squares)
        return mean(abm) / mean(other) * math.exp(-spread) - 1, mean(abm) / mean(other) * math.exp(spread) - 1

    limited = 0
    for cell in cells["K28a"]:
        assert close(cell.row["value"], raw(cell)), cell.row
        expected = limits(cell)
        if expected is None:
            assert cell.row["ci_low"] is None and cell.row["ci_high"] is None, cell.row
            continue
        limited += 1
        for found, limit in zip((cell.row["ci_low"], cell.row["ci_high"]), expected, strict=True):
            # broken degrees of freedom beyond 30 are not rounded
            assert math.isclose(found + 1, limit + 1, rel_tol=2e-3), (cell.row, expected)
    assert limited > 50
    for cell in cells["K28b"]:
        assert close(cell.row["value"], standardised(cell)), cell.row


def test_counts_left_out(cells: dict[str, list[Cell]]) -> None:
    by_cell = {
        (kpi_id, *(cell.row[column] for column in KEY)): len(cell.evidence) - len(cell.counted)
        for kpi_id, found in cells.items()
        for cell in found
    }
    ends = ("period_end", "segment_type", "segment_value")

    def ended(cell: Cell) -> tuple[Any, ...]:
        return tuple(cell.row[column] for column in ends)

    by_year = {
        ended(cell): len(cell.evidence) - len(cell.counted)
        for cell in cells["K36a"]
        if cell.row["period_type"] == "trailing_12m"
    }
    for kpi_id, found in cells.items():
        for cell in found:
            key = tuple(cell.row[column] for column in KEY)
            # a derived KPI leaves out what its factors do
            left_out = sum(by_cell.get((part, *key), 0) for part in (kpi_id, *FACTORS.get(kpi_id, ())))
            if kpi_id in ("K37", "K38"):
                # the acquisition cost above them is of the year that ends with the day
                left_out += by_cell.get(("K34", *key), 0) if kpi_id == "K37" else 0
                left_out += by_year.get(ended(cell), 0)
            if kpi_id.startswith(("K20", "K28")):
                left_out += sum(row["abm"] == "unknown" for row in cell.counted)
                assert cell.row["n_excluded"] >= left_out, cell.row
            else:
                assert cell.row["n_excluded"] == left_out, cell.row
