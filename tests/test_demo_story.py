"""docs/demo_story.md says what the demo's release says."""

from __future__ import annotations

import pytest

from tests.conftest import PROJECT, Abm

YEAR, QUARTERS = "2026-01-01", ("2025-04-01", "2025-07-01", "2025-10-01", "2026-01-01")
ALL, ABM, OTHERS, TIER_1 = ("all", "all"), ("abm", "abm"), ("abm", "non_abm"), ("tier", "1")


def of(kpi: str, period: str, end: str = YEAR, of_whom: tuple[str, str] = ALL, column: str = "value") -> str:
    return (
        f"(select {column} from kpi.kpi_values where kpi_id = '{kpi}' and period_type = '{period}'"
        f" and period_end = '{end}' and (segment_type, segment_value) = {of_whom})"
    )


def verdict(status: str, *cells: str) -> str:
    """Whether these cells all stand so."""
    stands = " and ".join(f"{cell} = '{status}'" for cell in cells)
    return f"case when {stands} then '{'reached' if status == 'on_target' else 'missed'}' else 'not so' end"


def percent(value: str) -> str:
    return f"cast(round(100 * {value}) as integer)"


def thousands(value: str, digits: int = -3) -> str:
    return f"format('{{:,}}', cast(round({value}, {digits}) as integer))"


def interval(kpi: str, period: str, of_whom: tuple[str, str] = ALL) -> list[str]:
    return [percent(of(kpi, period, YEAR, of_whom, limit)) for limit in ("ci_low", "ci_high")]


def target(kpi: str, period: str, *, end: str = YEAR, of_whom: tuple[str, str] = ALL) -> str:
    return _surely("on_target", kpi, period, end, of_whom)


def missed(kpi: str, period: str, *, end: str = YEAR, of_whom: tuple[str, str] = ALL) -> str:
    return _surely("off_target", kpi, period, end, of_whom)


def _surely(status: str, kpi: str, period: str, end: str, of_whom: tuple[str, str]) -> str:
    """A verdict, and whether the target lies within the interval."""
    is_open = f"{of(kpi, period, end, of_whom, 'is_conclusive')} is false"
    stands = verdict(status, of(kpi, period, end, of_whom, "status"))
    return f"{stands} || case when {is_open} then ', not surely' else '' end"


ROI = "(select {} from revenue.program_roi where roi_basis = 'gross_margin')"
WAVE = "(select {} from alignment.satisfaction_wave where wave_on = '{}')"
Q1, Q2, Q3, Q4 = QUARTERS
SAYINGS = [
    ("it cost EUR {}, {} of it indirect", thousands(ROI.format("total_cost")),
     thousands(ROI.format("indirect_cost"))),
    ("brought EUR {:.2f} million of gross margin and savings", ROI.format("total_benefit / 1e6")),
    ("a return of {} % (K39a; target 200 %: {})", percent(of("K39a", "as_of")), target("K39a", "as_of")),
    ("On revenue it would be {} %", percent(of("K39b", "as_of"))),
    ("brought {} % of the new revenue of 2025, {} % of 2024's (K30a; target 30 to 50 %: {})",
     percent(of("K30a", "year")), percent(of("K30a", "year", "2025-01-01")), target("K30a", "year")),
    ("EUR {:.2f} million of revenue of all kinds", f"{of('K29a', 'quarter')} / 1e6"),
    ("{} % in the third of 2025", percent(of("K30a", "quarter", Q3))),
    ("EUR {:.2f} million in Q2, {:.2f} before, {:.2f} after",
     *(f"{of('K16', 'quarter', end)} / 1e6" for end in (Q2, Q1, Q3))),
    ("A new ABM customer costs EUR {} in marketing and sales, another one {} (K36a)",
     *(thousands(of("K36a", "trailing_12m", of_whom=who), -2) for who in (ABM, OTHERS))),
    ("are worth EUR {} over five years, others {} (K34)",
     *(thousands(of("K34", "as_of", of_whom=who), -2) for who in (ABM, OTHERS))),
    ("in {:.0f} months instead of {:.0f} (K38", *(of("K38", "as_of", of_whom=who) for who in (ABM, OTHERS))),
    ("costs {} % of lifetime value (K37; target less than a third: {}); without ABM it is {} %",
     percent(of("K37", "as_of", of_whom=ABM)), target("K37", "as_of", of_whom=ABM),
     percent(of("K37", "as_of", of_whom=OTHERS))),
    ("{} of a hundred ABM customers leave in a year, {} of the others (K32a)",
     *(percent(f"(1 - {of('K32a', 'as_of', of_whom=who)})") for who in (ABM, OTHERS))),
    ("ABM deals are {} % larger (K28a)", percent(of("K28a", "trailing_12m"))),
    ("they are {} % larger ({} to {} %; K28b)", percent(of("K28b", "trailing_12m")),
     *interval("K28b", "trailing_12m")),
    ("lifetime value: {} % above that of others (K35; target 30 %: {})", percent(of("K35", "as_of")),
     target("K35", "as_of")),
    ("ABM deals close in {:.0f} days, others in {:.0f}; {} % faster ({} to {} %; K20a; target 20 %: {})",
     *(of("K19a", "trailing_12m", of_whom=who) for who in (ABM, OTHERS)), percent(of("K20a", "trailing_12m")),
     *interval("K20a", "trailing_12m"), target("K20a", "trailing_12m")),
    ("{} % among accounts of one size (K20c)", percent(of("K20c", "trailing_12m"))),
    ("(K44a: {:.0f} hours in Q1, {:.0f} in Q2; the target is less than 24: {})",
     *(of("K44a", "quarter", end, TIER_1) for end in (Q1, Q2)),
     verdict("off_target", *(of("K44a", "quarter", end, TIER_1, "status") for end in (Q1, Q2)))),
    ("sales accepted {} % in time in the second quarter (K40; target more than 80 %: {})",
     percent(of("K40", "quarter", Q2, ABM)), missed("K40", "quarter", end=Q2, of_whom=ABM)),
    ("fell from {:.1f} to {:.1f} of 5 (K47; target more than 4: {})", of("K47", "wave", "2025-03-20"),
     of("K47", "wave", "2025-06-19"), missed("K47", "wave", end="2025-06-19")),
    ("within {:.0f} to {:.0f} hours on average", *(of("K44a", "quarter", end, TIER_1) for end in (Q3, Q4))),
    *(("accepted all {:.0f} accounts of the last quarter", of("K40", "quarter", of_whom=ABM, column=column))
      for column in ("numerator", "denominator")),
    ("satisfaction is {:.1f}: marketing gives sales {:.1f}, sales give marketing {:.1f}",
     *(WAVE.format(f"score_{side}", "2025-12-10") for side in ("mutual", "marketing", "sales"))),
    ("All three targets are {}", verdict("on_target", of("K44a", "quarter", Q4, TIER_1, "status"),
     of("K40", "quarter", of_whom=ABM, column="status"), of("K47", "wave", "2025-12-11", column="status"))),
    ("only {} % are answered within a day and {} % within two (K45; target all of them: {})",
     percent(of("K45a", "trailing_90d")), percent(of("K45b", "trailing_90d")),
     verdict("off_target", *(of(kpi, "trailing_90d", column="status") for kpi in ("K45a", "K45b")))),
    ("{} % ({} to {} %) became opportunities within 90 days (K24a; target more than 60 %: {})",
     percent(of("K24a", "trailing_12m", of_whom=ABM)), *interval("K24a", "trailing_12m", ABM),
     missed("K24a", "trailing_12m", of_whom=ABM)),
    ("({} to {} for ABM)", *(thousands(of("K34", "as_of", of_whom=ABM, column=f"ci_{end}"))
     for end in ("low", "high"))),
]  # fmt: skip
NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")


@pytest.fixture(scope="module")
def story() -> str:
    return (PROJECT / "docs" / "demo_story.md").read_text("utf-8")


def counted(demo: Abm, sql: str) -> list[str]:
    """Numbers in words."""
    return [NUMBERS[int(str(number))] for number in demo.published(sql)[0]]


def test_figures_of_the_story_are_those_of_the_release(demo: Abm, story: str) -> None:
    found = [demo.published(f"select {', '.join(figures)}")[0] for _, *figures in SAYINGS]
    told = [saying.format(*row) for (saying, *_), row in zip(SAYINGS, found, strict=True)]
    assert [saying for saying in told if saying not in story] == []


def test_what_is_to_do_on_monday_is_so(demo: Abm, story: str) -> None:
    waiting, late = counted(
        demo,
        "select count(distinct signal_interaction_id), count(case when sla_hours = 48 then 1 end)"
        " from alignment.sla_alert",
    )
    assert f"{waiting} requests wait, {late.lower()} of them for more than two days" in story
    alone, all_of_them, hot = counted(
        demo,
        "select count(case when is_left_alone then 1 end), count(*),"
        " count(case when is_left_alone and engagement_level = 'hot' then 1 end)"
        " from operations.account_360 where tier = '1'",
    )
    assert f"{alone} of {all_of_them.lower()} tier 1 accounts have not heard from sales" in story
    assert f"{hot.lower()} of them hot" in story
