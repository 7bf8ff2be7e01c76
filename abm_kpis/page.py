"""The page of a release: one HTML file, in English and French, that asks nothing of the network.

Everything on it is read from the release's own database: the same database gives the same bytes. Charts are
drawn here as SVG: no script is needed to read the page, text keeps its size at any width, and the page's
Content-Security-Policy forbids all that it does not bring itself.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from abm_kpis.page_compare import comparison, effects, unknown_rows
from abm_kpis.page_data import read_release
from abm_kpis.page_families import families, standing, tiles
from abm_kpis.page_headlines import Headline
from abm_kpis.page_model import SEGMENT_PERIOD, Release
from abm_kpis.page_records import Records, read_records
from abm_kpis.page_segments import breakdowns
from abm_kpis.page_trends import trends
from abm_kpis.page_trust import Trust, trust
from abm_kpis.page_words import LOCALES, TEMPLATES, Language


def write_page(database: Path, page: Path) -> None:
    """Write the page of the release in `database` (its DuckDB file, only read) to `page`."""
    with duckdb.connect(str(database), read_only=True) as connection:
        connection.execute("set TimeZone = 'UTC'")
        release = read_release(connection)
        records = read_records(connection)
    page.write_text(render(release, records), encoding="utf-8", newline="\n")


def render(release: Release, records: Records) -> str:
    """The whole document."""
    style, script = (_text(name) for name in ("style.css", "page.js"))
    return (
        _templates()
        .get_template("page.html")
        .render(
            style=style,
            script=script,
            style_hash=_hash(style),
            script_hash=_hash(script),
            editions=[_edition(code, release, records) for code in LOCALES],
        )
    )


def _edition(code: str, release: Release, records: Records) -> dict[str, Any]:
    """All that the template says in one language."""
    settings = release.settings
    say = Language(
        code,
        release.currency,
        release.timezone,
        fiscal_start=int(settings.get("fiscal_year_start_month", 1)),
        min_n=int(settings.get("min_n", 5)),
        unknown_share=float(settings.get("unknown_warning_share", 0.05)),
    )
    shown = tiles(say, release)
    trusted = trust(say, release, records)
    latest = release.latest_period(SEGMENT_PERIOD)
    drawn, notes = trends(say, release)
    return {
        "say": say,
        "t": say.t,
        "code": code,
        "other": next(other for other in LOCALES if other != code),
        "release": release,
        "brief": _brief(say, shown, trusted),
        "tiles": shown,
        "families": families(say, release),
        "trends": drawn,
        "trend_notes": notes,
        "groups": comparison(say, release),
        "unknown_rows": unknown_rows(release),
        "effects": effects(say, release),
        "breakdowns": breakdowns(say, release),
        "segment_period": say.period(SEGMENT_PERIOD, *latest) if latest else "",
        "trust": trusted,
        "min_n": say.number(say.min_n),
    }


def _brief(say: Language, shown: list[Headline], trusted: Trust) -> list[str]:
    """The page in a few sentences: where the strategic KPIs stand, and whether the data can be trusted."""
    verdicts = standing(say, "count.strategic", shown) if shown else say.t("headlines.none")
    return [verdicts, *_brief_trust(say, trusted)]


def _brief_trust(say: Language, trusted: Trust) -> list[str]:
    passed, total = trusted.n_passed, trusted.n_checks
    key = "brief.checks_pass" if passed == total else "brief.checks_fail"
    checks = say.t(key, n=say.number(total), passed=say.number(passed)) if total else say.t("trust.no_checks")
    rows = say.counted("count.row", trusted.n_quarantined)
    quarantine = (
        say.t("brief.quarantine", rows=rows) if trusted.n_quarantined else say.t("brief.no_quarantine")
    )
    behind, sources = say.number(len(trusted.not_fresh)), say.number(trusted.n_sources)
    fresh = say.t("brief.fresh") if trusted.freshness else say.t("trust.no_freshness")
    if trusted.not_fresh:
        told = say.noun("brief.not_fresh", len(trusted.not_fresh))
        fresh = told.format(behind=behind, n=sources, names=say.listed(list(trusted.not_fresh)))
    return [f"{checks} {quarantine}", fresh]


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _text(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    """The hash by which the page's own policy allows an inline block."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
