"""A cell of the scorecard in plain words: verdict, target, interval, what was left out, what to know."""

from __future__ import annotations

from dataclasses import dataclass

from abm_kpis.page_model import Cell, Kpi
from abm_kpis.page_words import Language


@dataclass(frozen=True)
class Verdict:
    """`kind` chooses symbol and colour (good, bad, few, unknown, none), `is_sure` fills the symbol."""

    kind: str
    is_sure: bool
    words: str
    why: str = ""


def verdict(say: Language, kpi: Kpi, cell: Cell | None) -> Verdict:
    """What the status and the interval say together; no cell is no data."""
    status = cell.status if cell else "no_data"
    if cell is None or status in ("no_data", "immature"):
        return Verdict("unknown", True, say.t(f"verdict.{status}"), say.t(f"why.{status}"))
    if status == "insufficient":
        least = say.number(say.min_n)
        return Verdict(
            "few",
            True,
            say.t("verdict.insufficient", n=say.number(cell.n)),
            say.t("why.insufficient", min_n=least),
        )
    if status == "above_band":
        return Verdict("good", cell.is_conclusive is not False, say.t("verdict.above_band"))
    if status in ("on_target", "off_target"):
        good = status == "on_target"
        side = "on_target" if good else ("above" if kpi.direction == "down" else "below")
        doubt = _doubt(kpi, cell)
        return Verdict("good" if good else "bad", not doubt, say.t(f"verdict.{side}{doubt}"))
    return Verdict("none", True, say.code_word("verdict", status))


def _doubt(kpi: Kpi, cell: Cell) -> str:
    """Which wording: '' where the interval excludes the target, or where a total needs none."""
    if cell.is_conclusive is None:
        return "" if kpi.interval_method == "none" else "_unknown"
    return "" if cell.is_conclusive else "_unsure"


def target_words(say: Language, kpi: Kpi, cell: Cell | None) -> str:
    """The target that the cell was held against, and where it comes from when that is a mere claim."""
    if cell is None or (cell.target_low is None and cell.target_high is None):
        return say.t("target.none")
    same = [
        target for target in kpi.targets if (target.low, target.high) == (cell.target_low, cell.target_high)
    ]
    words = _limits(say, kpi, cell, is_strict=any(target.is_strict for target in same))
    claim = say.known(f"target.{same[0].evidence}", "") if same else ""
    return f"{words} ({claim})" if claim else words


def _limits(say: Language, kpi: Kpi, cell: Cell, *, is_strict: bool) -> str:
    low = None if cell.target_low is None else say.limit(kpi.unit, cell.target_low)
    high = None if cell.target_high is None else say.limit(kpi.unit, cell.target_high)
    if low is not None and high is not None:
        return say.t("target.band", low=low, high=high)
    if low is not None:
        return say.t("target.more_than" if is_strict else "target.at_least", low=low)
    return say.t("target.less_than" if is_strict else "target.at_most", high=high)


def value_words(say: Language, kpi: Kpi, cell: Cell | None) -> str:
    """The value with its unit, or that there is none."""
    if cell is None or cell.value is None:
        return say.t("headlines.no_value")
    return say.value(kpi.unit, cell.value)


def interval_words(say: Language, kpi: Kpi, cell: Cell | None) -> str:
    """The 95 % interval, with an open end said in words."""
    if kpi.interval_method == "none":
        return say.t("interval.exact")
    if cell is None or (cell.low is None and cell.high is None):
        return say.t("interval.unknown")
    if cell.high is None and cell.low is not None:
        return say.t("interval.no_upper", low=say.value(kpi.unit, cell.low))
    if cell.low is None and cell.high is not None:
        return say.t("interval.no_lower", high=say.value(kpi.unit, cell.high))
    return say.t(
        "interval.both", low=say.value(kpi.unit, cell.low or 0.0), high=say.value(kpi.unit, cell.high or 0.0)
    )


def counted_words(say: Language, kpi: Kpi, cell: Cell | None) -> str:
    """How many rows the value rests on: `n = 71 deals`."""
    n = cell.n if cell else 0
    things = say.counted(f"count.{kpi.entity or 'row'}", n)
    return say.t("headlines.n_smaller" if kpi.compares else "headlines.n", n=things)


def left_out_words(say: Language, cell: Cell | None) -> str:
    """How many rows were left out and why: `5 of unknown membership, 1 closed before created`."""
    if cell is None or not cell.n_excluded:
        return say.t("headlines.nothing_left_out")
    reasons = sorted(cell.excluded.items(), key=lambda item: (-item[1], item[0]))
    if not reasons:
        return say.counted("count.row", cell.n_excluded)
    return say.listed(
        [
            f"{say.number(count)} {say.agreed(say.code_word('excluded', reason), count)}"
            for reason, count in reasons
        ]
    )


def warning_words(say: Language, cell: Cell | None) -> list[str]:
    """Each warning as a sentence."""
    share = say.percent(say.unknown_share, 0)
    return [
        say.code_word("warning", warning).replace("{share}", share)
        for warning in (cell.warnings if cell else ())
    ]


def scope_words(say: Language, kpi: Kpi) -> str:
    """Whom the headline speaks of: ABM, all deals, ABM against non-ABM, after a change against before."""
    if kpi.compares:
        return say.t("scope.change" if kpi.compared == "change" else "scope.versus")
    if kpi.segment_type == "all" and not kpi.counts_abm_only:
        return say.known(f"scope.all_{kpi.entity}", say.t("scope.all"))
    if kpi.segment_type == "all":
        return say.t("scope.abm") if kpi.estimator == "sum" else ""
    return say.known(f"scope.{kpi.segment_value}", kpi.segment_value)
