"""The page of a release: what it says, in both languages, and what it must never do.

Each test builds the few rows of a release that it needs, so that every expected number is computed by hand.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from collections.abc import Callable, Iterable
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from abm_kpis.page import write_page
from abm_kpis.page_charts import nice_scale
from abm_kpis.page_words import TEMPLATES, Language
from quality.expectations import EXPECTATIONS

NNBSP, NBSP, MINUS = "\u202f", "\u00a0", "\u2212"
LANGUAGES = {code: Language(code, "EUR", "Europe/Paris") for code in ("en", "fr")}
AA = 4.5
NORMAL_HEADING_STEP = 1

Row = dict[str, Any]

TABLES = {
    "kpi.kpi_catalog": """kpi_id varchar, name_en varchar, name_fr varchar, kpi_level varchar, family varchar,
        variant_of varchar, tile_position bigint, unit varchar,
        direction varchar, estimator varchar, interval_method varchar, counts_abm_only boolean,
        headline_segment_type varchar, headline_segment_value varchar, headline_period_type varchar,
        formula_en varchar, formula_fr varchar, action_if_red_en varchar, action_if_red_fr varchar""",
    "kpi.kpi_targets": """kpi_id varchar, low decimal(18, 8), high decimal(18, 8), is_strict boolean,
        evidence varchar""",
    "kpi.kpi_values": """kpi_id varchar, period_type varchar, period_start date, period_end date,
        segment_type varchar, segment_value varchar, n bigint, value double, ci_low double, ci_high double,
        target_low decimal(18, 8), target_high decimal(18, 8), status varchar, is_conclusive boolean,
        is_complete boolean, n_excluded bigint, excluded_by_reason varchar, n_assumed bigint,
        warnings varchar, as_of_date date""",
    "kpi.kpi_evidence": """kpi_id varchar, entity_type varchar, anchor_date date,
        denominator_part decimal(20, 6)""",
    "kpi.kpi_ledger": """release_id varchar, published_at timestamptz, kpi_id varchar, period_type varchar,
        period_start date, period_end date, segment_type varchar, segment_value varchar, value double,
        change varchar, cause varchar, previous_value double""",
    "operations.data_quality_result": """check_type varchar, check_name varchar, table_name varchar,
        status varchar, n_rows bigint, description varchar""",
    "operations.quarantine_summary": """table_name varchar, source_system varchar, column_name varchar,
        reason varchar, n_rows bigint, n_table_quarantined bigint, n_table_rows bigint, table_share double""",
    "operations.row_reconciliation": """table_name varchar, source_system varchar, n_raw bigint,
        n_accepted bigint, n_erased bigint, n_quarantined bigint, n_duplicate bigint, n_deleted bigint,
        n_other_crm bigint""",
    "operations.source_freshness": """source_system varchar, table_name varchar, n_landed bigint,
        status varchar, latest_ingested_at timestamptz""",
    "operations.source_drift": """check_name varchar, source_system varchar, table_name varchar,
        column_name varchar, value_before varchar, value_now varchar, severity varchar""",
    "operations.release": """release_id varchar, published_at timestamptz, as_of_date date,
        reporting_currency varchar, reporting_timezone varchar, n_values bigint, n_checks bigint,
        settings varchar, project_version varchar, duckdb_version varchar""",
}
KINDS = {
    "K16": ("money", "up", "sum", "none", True, "all", "all", "quarter"),
    "K17": ("share", "up", "ratio", "none", True, "all", "all", "quarter"),
    "K19a": ("days", "down", "survival_median", "greenwood", False, "abm", "abm", "trailing_12m"),
    "K20a": ("share", "up", "uplift", "mover", False, "all", "all", "trailing_12m"),
    "K20b": ("share", "up", "uplift", "mover", False, "all", "all", "trailing_12m"),
    "K25b": ("share", "up", "ratio", "wilson", False, "abm", "abm", "trailing_12m"),
    "K27a": ("money", "up", "mean", "student_t", False, "abm", "abm", "trailing_12m"),
    "K50d": ("money", "down", "rate", "none", False, "all", "all", "quarter"),
}
AS_OF = date(2025, 12, 31)


def kpi(kpi_id: str, **changed: Any) -> Row:
    unit, direction, estimator, method, abm_only, segment_type, segment_value, period = KINDS[kpi_id]
    return {
        "kpi_id": kpi_id,
        "name_en": f"Name of {kpi_id}",
        "name_fr": f"Nom de {kpi_id}",
        "kpi_level": "strategic",
        "family": "pipeline",
        "unit": unit,
        "direction": direction,
        "estimator": estimator,
        "interval_method": method,
        "counts_abm_only": abm_only,
        "headline_segment_type": segment_type,
        "headline_segment_value": segment_value,
        "headline_period_type": period,
        "formula_en": "Formula",
        "formula_fr": "Formule",
        "action_if_red_en": f"Mend {kpi_id}",
        "action_if_red_fr": f"Réparer {kpi_id}",
        **changed,
    }


def cell(kpi_id: str, end: str = "2026-01-01", value: float | None = None, **changed: Any) -> Row:
    """A row of kpi_values in the KPI's headline period and segment, ending at `end`."""
    *_, segment_type, segment_value, period = KINDS[kpi_id]
    period = changed.pop("period_type", period)
    months = {"month": 1, "quarter": 3, "trailing_12m": 12, "trailing_24m": 24}[period]
    last = date.fromisoformat(end)
    start = date(last.year - (months - last.month) // 12 - 1, (last.month - 1 - months) % 12 + 1, last.day)
    if months < last.month:
        start = date(last.year, last.month - months, last.day)
    return {
        "kpi_id": kpi_id,
        "period_type": period,
        "period_start": start,
        "period_end": last,
        "segment_type": segment_type,
        "segment_value": segment_value,
        "n": 40,
        "value": value,
        "status": "no_target",
        "is_complete": True,
        "n_excluded": 0,
        "n_assumed": 0,
        "as_of_date": AS_OF,
        **changed,
    }


def build(path: Path, rows: dict[str, list[Row]], settings: Row | None = None, currency: str = "EUR") -> Path:
    """A release database with these rows, and evidence that begins in 2020."""
    release = {
        "release_id": "20260105T060000Z",
        "published_at": "2026-01-05 06:00:00+00",
        "as_of_date": AS_OF,
        "reporting_currency": currency,
        "reporting_timezone": "Europe/Paris",
        "n_values": 1234,
        "n_checks": 2,
        "settings": json.dumps(
            {"as_of_at": "2025-12-31T23:00:00+00:00", "freshness_hours": 48, "min_n": 5, **(settings or {})}
        ),
        "project_version": "0.1.0",
        "duckdb_version": "1.5",
    }
    known = {row["kpi_id"] for row in rows.get("kpi.kpi_values", [])}
    evidence: list[Row] = [
        {"kpi_id": kpi_id, "entity_type": "opportunity", "anchor_date": "2020-01-15"}
        for kpi_id in sorted(known)
    ]
    full = {"kpi.kpi_evidence": evidence, "operations.release": [release], **rows}
    with duckdb.connect(str(path)) as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.begin()
        connection.execute("create schema kpi")
        connection.execute("create schema operations")
        for table, columns in TABLES.items():
            connection.execute(f"create table {table} ({columns})")
            found = full.get(table, [])
            if found:
                names = sorted({name for row in found for name in row})
                marks = ", ".join(f"({', '.join('?' * len(names))})" for _ in found)
                values = [row.get(name) for row in found for name in names]
                connection.execute(f"insert into {table} ({', '.join(names)}) values {marks}", values)
        connection.commit()
    return path


class Page:
    """A written page: its HTML, and what each edition reads as."""

    def __init__(self, source: str) -> None:
        self.source = source
        body = re.sub(r"<(style|script)>.*?</\1>", "", source, flags=re.S)
        self.editions = dict(
            zip(("en", "fr"), re.split(r'<div class="edition" id="\w\w"', body)[1:], strict=True)
        )

    def text(self, language: str) -> str:
        """Everything an edition says: text and labels, ordinary white space made one space."""
        edition = re.sub(r'aria-label="([^"]*)"', r"> \1 <x ", self.editions[language])
        return re.sub(r"[ \n]+", " ", html.unescape(re.sub(r"<[^>]*>", " ", edition)))

    def tile(self, language: str, name: str) -> str:
        """What the tile of that name says."""
        found = [
            part
            for part in re.findall(r"<article.*?</article>", self.editions[language], flags=re.S)
            if f"<h3>{html.escape(name)}</h3>" in part
        ]
        assert len(found) == 1
        return re.sub(r"[ \n]+", " ", html.unescape(re.sub(r"<[^>]*>", " ", found[0])))


Builder = Callable[..., Page]


@pytest.fixture
def page(tmp_path: Path) -> Builder:
    """Builds a release from rows and returns its page."""

    def written(rows: dict[str, list[Row]], **how: Any) -> Page:
        number = len(list(tmp_path.glob("*.html")))
        database = build(tmp_path / f"{number}.duckdb", rows, **how)
        out = tmp_path / f"{number}.html"
        write_page(database, out)
        return Page(out.read_text(encoding="utf-8"))

    return written


def one(kpi_id: str, *cells: Row, **changed: Any) -> dict[str, list[Row]]:
    return {"kpi.kpi_catalog": [kpi(kpi_id, **changed)], "kpi.kpi_values": list(cells)}


def full_release() -> dict[str, list[Row]]:
    """A bit of everything that the page can show."""
    ends = [f"2025-{month:02}-01" for month in range(7, 13)] + ["2026-01-01"]
    values = [
        cell("K16", end, 10000.0 * number, period_type="month", n=number)
        for number, end in enumerate(ends, start=1)
    ]
    values += [cell("K16", "2026-01-01", 1585288.32, n=24)]
    for number, end in enumerate(ends):
        for kpi_id, value in (("K19a", 70.0), ("K25b", 0.4), ("K27a", 50000.0)):
            for segment, factor in (("abm", 1.0), ("non_abm", 1.3)):
                shifted = value * factor * (1 + number / 100)
                values.append(
                    cell(
                        kpi_id,
                        end,
                        shifted,
                        segment_value=segment,
                        ci_low=shifted * 0.9,
                        ci_high=shifted * 1.1,
                    )
                )
        for kpi_id in ("K20a", "K20b"):
            values.append(
                cell(
                    kpi_id,
                    end,
                    0.25,
                    ci_low=0.1,
                    ci_high=0.4,
                    target_low=0.2,
                    status="on_target",
                    is_conclusive=False,
                )
            )
    for segment_type, segment_value in (
        ("all", "all"),
        ("tier", "1"),
        ("industry", "Énergie"),
        ("owner", "ada"),
    ):
        for kpi_id in ("K16", "K25b"):
            values.append(
                cell(
                    kpi_id,
                    value=0.5 if kpi_id == "K25b" else 900.0,
                    period_type="trailing_12m",
                    segment_type=segment_type,
                    segment_value=segment_value,
                )
            )
    return {
        "kpi.kpi_catalog": [kpi(kpi_id) for kpi_id in KINDS if kpi_id != "K17"],
        "kpi.kpi_targets": [{"kpi_id": "K20a", "low": 0.2, "is_strict": False, "evidence": "vendor_claim"}],
        "kpi.kpi_values": values,
        "kpi.kpi_ledger": [
            {
                "release_id": "r2",
                "published_at": "2026-01-04 06:00:00+00",
                "kpi_id": "K16",
                "period_type": "month",
                "period_start": "2025-11-01",
                "period_end": "2025-12-01",
                "segment_type": "all",
                "segment_value": "all",
                "value": 60000.0,
                "change": "restatement",
                "cause": "late_data",
                "previous_value": 55000.0,
            }
        ],
        "operations.data_quality_result": [
            result("dbt_test", "primary_key_dim_account_account_id", "dim_account"),
            result("dbt_test", "not_null_dim_account_abm_segment", "dim_account"),
            result("dbt_test", "primary_key_kpi_values_kpi_id", "kpi_values"),
            result(
                "expectation",
                "segments_add_up",
                "kpi.kpi_scorecard",
                says="the parts of a sum equal its total in every breakdown, to the cent",
            ),
            result("expectation", "a_new_rule", "kpi.kpi_scorecard", says="something new holds"),
            result("finding", "type_empty", "opportunities", "assumed_new_business", status="told", n_rows=4),
        ],
        "operations.quarantine_summary": [quarantined("created_at", 1), quarantined("amount", 2)],
        "operations.source_freshness": [fresh("accounts", "late"), fresh("fx_rates", "fresh", "files")],
    }


def result(kind: str, name: str, table: str, says: str = "", **changed: Any) -> Row:
    """A row of operations.data_quality_result; one that passed, unless changed."""
    return {
        "check_type": kind,
        "check_name": name,
        "table_name": table,
        "status": "pass",
        "n_rows": 0,
        "description": says,
        **changed,
    }


def quarantined(column: str, rows: int) -> Row:
    return {
        "table_name": "opportunities",
        "source_system": "salesforce",
        "column_name": column,
        "reason": "is required and empty",
        "n_rows": rows,
        "n_table_quarantined": 3,
        "n_table_rows": 600,
        "table_share": 0.005,
    }


def fresh(table: str, status: str, source: str = "salesforce") -> Row:
    return {
        "source_system": source,
        "table_name": table,
        "n_landed": 1640,
        "status": status,
        "latest_ingested_at": "2025-12-26 18:17:00+00",
    }


# What leaves the page, and what it allows


def test_nothing_outside_the_page_is_referenced(page: Builder) -> None:
    source = page(full_release()).source
    references = re.findall(r'\b(?:src|href|action|poster|srcset|formaction|data)="([^"]*)"', source)
    assert references
    assert {reference for reference in references if not reference.startswith("#")} == {"data:,"}
    assert all(target.startswith("#") for target in re.findall(r"url\(([^)]*)\)", source))
    assert "@import" not in source
    assert "://" not in source


def test_the_policy_allows_the_page_its_own_style_and_script_and_nothing_else(page: Builder) -> None:
    source = page(full_release()).source
    policy = html.unescape(re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', source)[0])
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == "'none'"
    for name, tag in (("style-src", "style"), ("script-src", "script")):
        blocks = re.findall(rf"<{tag}>(.*?)</{tag}>", source, flags=re.S)
        assert len(blocks) == 1
        digest = base64.b64encode(hashlib.sha256(blocks[0].encode()).digest()).decode()
        assert rules[name] == f"'sha256-{digest}'"
    assert not re.search(r'\s(style|on\w+)="', source)


def test_the_database_is_only_read(tmp_path: Path) -> None:
    database = build(tmp_path / "release.duckdb", full_release())
    before = database.read_bytes()
    database.chmod(0o444)
    write_page(database, tmp_path / "index.html")
    assert database.read_bytes() == before
    assert {path.name for path in tmp_path.iterdir()} == {"release.duckdb", "index.html"}


def test_the_same_release_gives_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = full_release()
    upside_down = {table: list(reversed(found)) for table, found in rows.items()}
    pages = []
    for number, (zone, content) in enumerate((("UTC", rows), ("Asia/Tokyo", upside_down))):
        monkeypatch.setenv("TZ", zone)
        out = tmp_path / f"{number}.html"
        write_page(build(tmp_path / f"{number}.duckdb", content), out)
        pages.append(out.read_bytes())
    assert pages[0] == pages[1]


# The two languages


def test_each_language_writes_numbers_its_own_way(page: Builder) -> None:
    written = page(full_release())
    english, french = written.text("en"), written.text("fr")
    assert "€1,585,288" in english
    assert f"1{NNBSP}585{NNBSP}288{NBSP}€" in french
    assert "25.0%" in english
    assert f"25,0{NBSP}%" in french
    assert "As of 31 December 2025" in english
    assert "Au 31 décembre 2025" in french
    assert "Q4 2025" in english
    assert "T4 2025" in french
    assert "12 months to 31 Dec 2025" in english
    assert "12 mois au 31 déc. 2025" in french
    assert "1,640" in english
    assert f"1{NNBSP}640" in french
    assert "1,585,288" not in french
    assert "Nom de K16" in french
    assert "Name of K16" not in french


@pytest.mark.parametrize(
    ("unit", "value", "english", "french"),
    [
        ("per_week", 0.2288, f"0.23{NBSP}a week", f"0,23{NBSP}par semaine"),
        ("per_week", 0.0449, f"0.045{NBSP}a week", f"0,045{NBSP}par semaine"),
        # no last digit that says nothing; what is nothing to the fourth decimal is written so
        ("number", 0.5, "0.5", "0,5"),
        ("number", 0.0996, "0.1", "0,1"),
        ("number", 0.00001, "0.0", "0,0"),
        ("number", 0, "0", "0"),
        ("number", -0.234, f"{MINUS}0.23", f"{MINUS}0,23"),
        ("number", 3.5274, "3.5", "3,5"),
        ("days", 12, f"12{NBSP}days", f"12{NBSP}jours"),
        ("share", 0.25, "25.0%", f"25,0{NBSP}%"),
        ("share", 0.07, "7.0%", f"7,0{NBSP}%"),
        ("share", 0.000122, "0.012%", f"0,012{NBSP}%"),
    ],
)
def test_small_values_keep_two_digits(unit: str, value: float, english: str, french: str) -> None:
    assert [LANGUAGES[code].value(unit, value) for code in ("en", "fr")] == [english, french]


@pytest.mark.parametrize(
    ("unit", "now", "before", "expected"),
    [
        ("per_week", 0.25, 0.2288, f"+0.02{NBSP}a week"),
        ("per_week", 0.0449, 0.25, f"{MINUS}0.205{NBSP}a week"),
        # values that are written alike have not changed
        ("number", 12.34, 12.33, "no change"),
        ("days", 30.5, 28.5, f"+2{NBSP}days"),
        ("share", 0.0009, 0.0005, f"+0.04{NBSP}pts"),
        ("share", 0.3333, 0.3331, "no change"),
    ],
)
def test_a_change_has_the_decimals_of_its_values(unit: str, now: float, before: float, expected: str) -> None:
    assert LANGUAGES["en"].change(unit, now, before) == expected


def test_ticks_that_lie_close_are_told_apart() -> None:
    ticks = LANGUAGES["en"].ticks
    small, shares = ticks("per_week", nice_scale([0.03, 0.09])), ticks("share", nice_scale([0.0005]))
    assert small == ["0.00", "0.02", "0.04", "0.06", "0.08", f"0.1{NBSP}a week"]
    assert shares == ["0.00%", "0.01%", "0.02%", "0.03%", "0.04%", "0.05%"]


def test_amounts_stand_in_the_release_s_own_currency(page: Builder) -> None:
    written = page(one("K27a", cell("K27a", value=2489.53)), currency="USD")
    assert "US$2,490" in written.tile("en", "Name of K27a")
    assert f"2{NNBSP}490{NBSP}$US" in written.tile("fr", "Nom de K27a")


def test_every_string_is_there_in_both_languages_with_the_same_gaps() -> None:
    def leaves(branch: dict[str, Any]) -> Iterable[dict[str, str]]:
        for part in branch.values():
            yield from [part] if set(part) == {"en", "fr"} else leaves(part)

    found = list(leaves(yaml.safe_load((TEMPLATES / "words.yml").read_text(encoding="utf-8"))))
    assert len(found) > 100
    for texts in found:
        gaps = [set(re.findall(r"\{(\w+)\}", texts[language])) for language in ("en", "fr")]
        assert gaps[0] == gaps[1], texts


def test_every_expectation_of_the_gate_is_told_in_french() -> None:
    french = Language("fr", "EUR", "Europe/Paris")
    for expectation in EXPECTATIONS:
        assert french.rephrased("expectation", expectation.says) != expectation.says, expectation.name


def test_each_edition_says_its_language(page: Builder) -> None:
    source = page(full_release()).source
    assert source.lstrip().startswith("<!doctype html>")
    assert '<html lang="en">' in source
    assert re.findall(r'<div class="edition" id="(\w\w)" lang="(\w\w)"', source) == [
        ("en", "en"),
        ("fr", "fr"),
    ]
    style = re.findall(r"<style>(.*?)</style>", source, flags=re.S)[0]
    assert "#fr { display: none; }" in style  # without a script, English


# Verdicts


@pytest.mark.parametrize(
    ("kpi_id", "changed", "english", "french"),
    [
        ("K20a", {"status": "on_target", "is_conclusive": True}, "on target", "à l'objectif"),
        (
            "K20a",
            {"status": "on_target", "is_conclusive": False},
            "on target, but the interval includes the target",
            "à l'objectif, mais l'intervalle contient l'objectif",
        ),
        (
            "K20a",
            {"status": "on_target", "is_conclusive": None},
            "on target, how surely is not known",
            "à l'objectif, certitude inconnue",
        ),
        ("K16", {"status": "on_target", "is_conclusive": None}, "on target", "à l'objectif"),
        ("K20a", {"status": "off_target", "is_conclusive": True}, "below target", "sous l'objectif"),
        (
            "K20a",
            {"status": "off_target", "is_conclusive": False},
            "below target, but the interval includes the target",
            "sous l'objectif, mais l'intervalle contient l'objectif",
        ),
        (
            "K19a",
            {"status": "off_target", "is_conclusive": True},
            "above the limit",
            "au-dessus de la limite",
        ),
        ("K20a", {"status": "above_band"}, "above the target band", "au-dessus de la plage visée"),
        ("K20a", {"status": "insufficient", "n": 3}, "too few (n = 3)", "trop peu (n = 3)"),
        ("K20a", {"status": "immature"}, "not known yet", "pas encore connu"),
        ("K20a", {"status": "no_data", "value": None, "n": 0}, "no data", "pas de données"),
        ("K20a", {"status": "no_target"}, "no target set", "pas d'objectif fixé"),
    ],
)
def test_the_verdict_says_status_and_certainty(
    page: Builder, kpi_id: str, changed: Row, english: str, french: str
) -> None:
    written = page(one(kpi_id, cell(kpi_id, **{"value": 0.25, **changed})))
    for language, words in (("en", english), ("fr", french)):
        verdicts = re.findall(
            r'<p class="verdict (\w+)">\s*<svg.*?</svg>\s*<span>(.*?)</span>',
            written.editions[language],
            re.S,
        )
        assert [html.unescape(said) for _, said in verdicts] == [words]


def test_off_target_brings_what_to_do_and_on_target_does_not(page: Builder) -> None:
    off = page(one("K20a", cell("K20a", value=0.1, target_low=0.2, status="off_target", is_conclusive=True)))
    on = page(one("K20a", cell("K20a", value=0.3, target_low=0.2, status="on_target", is_conclusive=True)))
    assert "What to do. Mend K20a" in off.tile("en", "Name of K20a").replace(" .", ".")
    assert "Réparer K20a" in off.tile("fr", "Nom de K20a")
    assert "Mend" not in on.tile("en", "Name of K20a")


def test_the_target_is_told_with_its_strictness_and_its_origin(page: Builder) -> None:
    rows = one("K20a", cell("K20a", value=0.5, target_low=0.4, status="on_target", is_conclusive=True))
    rows["kpi.kpi_targets"] = [{"kpi_id": "K20a", "low": 0.4, "is_strict": True, "evidence": "vendor_claim"}]
    assert "more than 40% (a vendor's claim)" in page(rows).tile("en", "Name of K20a")
    rows["kpi.kpi_targets"] = [{"kpi_id": "K20a", "low": 0.4, "is_strict": False, "evidence": "board"}]
    assert "at least 40% 95% interval" in page(rows).tile("en", "Name of K20a")


def test_open_ends_of_an_interval_are_said(page: Builder) -> None:
    assert f"from 18{NBSP}days, upper end not known yet" in page(
        one("K19a", cell("K19a", value=29.0, ci_low=18.0))
    ).tile("en", "Name of K19a")
    assert "up to 67.5%, lower end not known yet" in page(
        one("K20a", cell("K20a", value=0.593, ci_high=0.675))
    ).tile("en", "Name of K20a")


def test_what_was_left_out_is_said_by_reason_the_largest_first(page: Builder) -> None:
    rows = one(
        "K25b",
        cell(
            "K25b",
            value=0.5,
            n_excluded=1236,
            excluded_by_reason="lost: 1, still_open: 1234, brand_new_reason: 1",
            warnings="unknown_membership",
        ),
    )
    written = page(rows, settings={"unknown_warning_share": 0.1})
    assert "1,234 still open, 1 brand new reason, 1 lost" in written.tile("en", "Name of K25b")
    assert f"1{NNBSP}234 encore ouvertes, 1 brand new reason, 1 perdue " in written.tile("fr", "Nom de K25b")
    assert "Membership is unknown for more than 10% of the rows." in written.tile("en", "Name of K25b")


# Changes


def test_money_changes_in_percent_from_the_quarter_and_the_year_before(page: Builder) -> None:
    tile = page(
        one(
            "K16",
            cell("K16", "2026-01-01", 120000.0),
            cell("K16", "2025-10-01", 100000.0),
            cell("K16", "2025-07-01", 7.0),
            cell("K16", "2025-01-01", 150000.0),
        )
    ).tile("en", "Name of K16")
    assert "Before Q3 2025: €100,000 +20.0%" in tile
    assert f"Year before Q4 2024: €150,000 {MINUS}20.0%" in tile


def test_shares_of_a_window_change_in_points_from_the_month_end_and_the_year_before(page: Builder) -> None:
    written = page(
        one(
            "K20a",
            cell("K20a", "2026-01-01", 0.268),
            cell("K20a", "2025-12-01", 0.304),
            cell("K20a", "2025-11-01", 0.9),
            cell("K20a", "2025-01-01", 0.147),
        )
    )
    english, french = written.tile("en", "Name of K20a"), written.tile("fr", "Nom de K20a")
    assert f"Before to 30 Nov 2025: 30.4% {MINUS}3.6{NBSP}pts" in english
    assert f"Year before to 31 Dec 2024: 14.7% +12.1{NBSP}pts" in english
    assert f"Avant au 30 nov. 2025{NBSP}: 30,4{NBSP}% {MINUS}3,6{NBSP}pts" in french
    assert f"Un an avant au 31 déc. 2024{NBSP}: 14,7{NBSP}% +12,1{NBSP}pts" in french


def test_days_change_in_days_and_no_change_is_said(page: Builder) -> None:
    tile = page(
        one(
            "K19a",
            cell("K19a", value=71.0),
            cell("K19a", "2025-12-01", 71.0),
            cell("K19a", "2025-01-01", 72.0),
        )
    ).tile("en", "Name of K19a")
    assert f"to 30 Nov 2025: 71{NBSP}days no change" in tile
    assert f"to 31 Dec 2024: 72{NBSP}days {MINUS}1{NBSP}day" in tile


def test_a_window_that_ends_within_a_month_is_held_against_month_ends(page: Builder) -> None:
    tile = page(
        one(
            "K25b",
            cell("K25b", "2026-01-16", 0.5),
            cell("K25b", "2026-01-01", 0.4),
            cell("K25b", "2025-02-01", 0.9),
            cell("K25b", "2025-01-01", 0.2),
        )
    ).tile("en", "Name of K25b")
    assert f"Before to 31 Dec 2025: 40.0% +10.0{NBSP}pts" in tile
    assert f"Year before to 31 Dec 2024: 20.0% +30.0{NBSP}pts" in tile


def test_no_change_is_taken_from_a_value_that_is_no_result(page: Builder) -> None:
    tile = page(
        one(
            "K25b",
            cell("K25b", value=0.5),
            cell("K25b", "2025-12-01", 0.25, status="insufficient", n=3),
            cell("K25b", "2025-01-01", None, status="immature"),
        )
    ).tile("en", "Name of K25b")
    assert "Before to 30 Nov 2025: 25.0%, too few (n = 3)" in tile
    assert "Year before to 31 Dec 2024: not known yet" in tile
    assert "pts" not in tile


def test_a_window_that_reaches_back_before_the_data_is_marked(page: Builder) -> None:
    rows = one("K25b", cell("K25b", value=0.5), cell("K25b", "2025-01-01", 0.4))
    rows["kpi.kpi_evidence"] = [{"kpi_id": "K25b", "entity_type": "opportunity", "anchor_date": "2024-06-20"}]
    tile = page(rows).tile("en", "Name of K25b")
    assert f"40.0% +10.0{NBSP}pts (the data begin in June 2024)" in tile
    assert "12 months to 31 Dec 2025 ·" in tile


def test_of_a_rate_n_counts_what_stands_below_the_line(page: Builder) -> None:
    rows = one("K50d", cell("K50d", value=1025.0, n=64))
    line = {"kpi_id": "K50d", "anchor_date": "2025-01-20"}
    rows["kpi.kpi_evidence"] = [
        line | {"entity_type": "campaign", "denominator_part": 0},
        line | {"entity_type": "funnel_entry", "denominator_part": 1},
    ]
    tile = page(rows).tile("en", "Name of K50d")
    assert "n = 64 entries" in tile


def test_the_latest_complete_period_is_shown_not_the_running_one(page: Builder) -> None:
    tile = page(
        one("K16", cell("K16", "2026-04-01", 9.0, is_complete=False), cell("K16", "2026-01-01", 120000.0))
    ).tile("en", "Name of K16")
    assert "Q4 2025" in tile
    assert "€120,000" in tile
    assert "€9" not in tile


def test_quarters_of_another_fiscal_year_are_named_by_their_days(page: Builder) -> None:
    tile = page(one("K16", cell("K16", value=1000.0)), settings={"fiscal_year_start_month": 4}).tile(
        "en", "Name of K16"
    )
    assert "1 Oct 2025 to 31 Dec 2025" in tile
    assert "Q4" not in tile


# What is missing, and what is strange


def test_an_empty_release_gives_a_whole_page(page: Builder) -> None:
    written = page({})
    for sentence in (
        "This release holds no strategic KPI.",
        "No series to draw yet.",
        "No KPI has both an ABM and a non-ABM value.",
        "No breakdown was published.",
        "No check was recorded.",
        "None: every landed row met the contract.",
        "Nothing: no figure of an ended period has changed",
    ):
        assert sentence in written.text("en")


@pytest.mark.parametrize("older", [[], [cell("K17", "2025-10-01", 0.77)]])
def test_a_kpi_without_a_value_in_the_latest_period_is_no_data(page: Builder, older: list[Row]) -> None:
    rows = {
        "kpi.kpi_catalog": [kpi("K16"), kpi("K17")],
        "kpi.kpi_values": [cell("K16", value=5000.0), *older],
    }
    tile = page(rows).tile("en", "Name of K17")
    assert "Q4 2025" in tile
    assert "no value" in tile
    assert "no data Nothing to count in this period." in tile


def test_a_single_month_is_drawn_as_a_point(page: Builder) -> None:
    rows = one("K25b", cell("K25b", value=0.5))
    edition = page(rows).editions["en"]
    assert len(re.findall(r'<circle class="dot', edition)) == 1
    assert '<polyline class="line' not in edition


def test_without_non_abm_rows_nothing_is_compared(page: Builder) -> None:
    assert "No KPI has both" in page(one("K25b", cell("K25b", value=0.5))).text("en")


@pytest.mark.parametrize("rows", [{}, one("K16", cell("K16")), full_release()])
def test_no_placeholder_of_a_programme_is_shown(page: Builder, rows: dict[str, list[Row]]) -> None:
    written = page(rows)
    for language in ("en", "fr"):
        assert not re.search(r"\b(None(?!:)|NaN|nan|null|undefined|inf|True|False)\b", written.text(language))
        assert not re.search(r"\{\w*\}|\{\{", written.text(language))


def test_what_the_data_hold_is_never_markup(page: Builder) -> None:
    wild = "<script>alert('1')</script> & \"R&D\" " + "very" * 60
    rows = one("K16", cell("K16", value=5.0), name_en=wild, name_fr=wild)
    rows["kpi.kpi_values"] += [
        cell("K16", value=5.0, period_type="trailing_12m", segment_type=kind, segment_value=value)
        for kind, value in (("all", "all"), ("industry", wild), ("owner", "</script><img src=x onerror=y>"))
    ]
    rows["operations.source_freshness"] = [fresh("<b>accounts</b>", "fresh")]
    written = page(rows, settings={"odd": "</style><script>evil()</script>"})
    assert written.source.count("<script") == written.source.count("</script>") == 1
    assert "<img" not in written.source
    assert "<b>accounts" not in written.source
    assert "alert('1')" in written.text("en")
    assert "<script>alert" in written.text("fr")


# Charts and tables


def test_a_month_that_has_not_ended_is_drawn_hollow(page: Builder) -> None:
    rows = one(
        "K16",
        cell("K16", "2025-12-01", 100.0, period_type="month"),
        cell("K16", "2026-01-01", 50.0, period_type="month", is_complete=False),
    )
    written = page(rows)
    assert re.findall(r'<rect class="(bar[^"]*)"', written.editions["en"]) == ["bar", "bar hollow"]
    assert "the month is not over" in written.text("en")
    assert "€50, n = 40, incomplete" in written.text("en")


def test_too_few_leaves_a_gap_in_the_line_and_stays_in_the_table(page: Builder) -> None:
    ends = ["2025-09-01", "2025-10-01", "2025-11-01", "2025-12-01", "2026-01-01"]
    cells = [cell("K25b", end, 0.4) for end in ends]
    cells[2].update(status="insufficient", n=2, value=0.97)
    edition = page(one("K25b", *cells)).editions["en"]
    pieces = re.findall(r'<polyline class="line abm" points="([^"]*)"', edition)
    assert [len(piece.split()) for piece in pieces] == [2, 2]
    assert "97.0%, too few (n = 2)" in edition


def test_points_lie_where_their_values_are(page: Builder) -> None:
    ends = ["2025-12-01", "2026-01-01"]
    rows = one("K25b", cell("K25b", ends[0], 0.25), cell("K25b", ends[1], 0.5))
    piece = re.findall(r'<polyline class="line abm" points="([^"]*)"', page(rows).editions["en"])[0]
    # scale 0 to 0.5 over 180 pixels, two places of 500 over a width of 1,000
    assert piece == "250.0,90.0 750.0,0.0"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([0.0], (0.0, 1.0)),
        ([650_300.0], (0.0, 800_000.0)),
        ([-0.155, 0.6], (-0.2, 0.6)),
        ([97.0, 112.0], (0.0, 125.0)),
    ],
)
def test_scales_have_round_ends(values: list[float], expected: tuple[float, float]) -> None:
    scale = nice_scale(values)
    assert (scale.low, scale.high) == pytest.approx(expected)
    assert scale.ticks[0] == pytest.approx(scale.low)
    assert scale.ticks[-1] == pytest.approx(scale.high)


def test_a_cell_is_shaded_only_where_its_interval_leaves_the_company_behind(page: Builder) -> None:
    def owner(name: str, kpi_id: str, value: float, low: float, high: float, **changed: Any) -> Row:
        segment = {"segment_type": "owner", "segment_value": name}
        return cell(kpi_id, value=value, ci_low=low, ci_high=high, **segment, **changed)

    everyone = {"segment_type": "all", "segment_value": "all"}
    rows = {
        "kpi.kpi_catalog": [kpi("K25b"), kpi("K19a")],
        "kpi.kpi_values": [
            cell("K25b", value=0.4, **everyone),
            cell("K19a", value=80.0, **everyone),
            owner("better", "K25b", 0.6, 0.45, 0.7),
            owner("chance", "K25b", 0.6, 0.35, 0.8),
            owner("few", "K25b", 0.9, 0.5, 1.0, n=3, status="insufficient"),
            owner("slow", "K19a", 120.0, 90.0, 150.0),
        ],
    }
    edition = page(rows).editions["en"]
    tones = {
        name: re.findall(r'class="number( tone \w+)?( few)?"', line)
        for name, line in re.findall(
            r'<tr class="segment"><th scope="row">(\w+)</th>(.*?)</tr>', edition, re.S
        )
    }
    assert tones["better"][0] == (" tone better", "")
    assert tones["chance"][0] == ("", "")
    assert tones["few"][0] == ("", " few")
    assert tones["slow"][1] == (" tone worse", "")


def test_the_comparison_says_whether_the_intervals_are_apart(page: Builder) -> None:
    def sides(high: float) -> dict[str, list[Row]]:
        return one(
            "K25b",
            cell("K25b", value=0.5, ci_low=0.4, ci_high=0.6),
            cell("K25b", value=0.3, ci_low=0.2, ci_high=high, segment_value="non_abm"),
        )

    assert f"ABM +20.0{NBSP}pts; intervals apart" in page(sides(0.39)).text("en")
    assert f"ABM +20.0{NBSP}pts; intervals overlap" in page(sides(0.41)).text("en")
    assert f"ABM +20,0{NBSP}pts{NNBSP}; intervalles disjoints" in page(sides(0.39)).text("fr")


def test_raw_and_like_for_like_agree_only_within_each_other_s_interval(page: Builder) -> None:
    def effect(like: float, low: float | None, high: float | None) -> str:
        rows = one("K20a", cell("K20a", value=0.45, ci_low=0.3, ci_high=0.6))
        rows["kpi.kpi_catalog"].append(kpi("K20b", kpi_level="tactical"))
        rows["kpi.kpi_values"].append(cell("K20b", value=like, ci_low=low, ci_high=high))
        return page(rows).text("en")

    gone = f"Like for like, 30.0{NBSP}pts of the raw 45.0% are gone."
    assert "Here 45.0% and 40.0% agree" in effect(0.40, 0.2, 0.6)
    assert "Here 45.0% and 40.0% agree" in effect(0.40, None, 0.6)  # an open end excludes nothing
    assert gone in effect(0.15, -0.05, 0.35)
    assert gone in effect(0.15, -0.05, 0.5)  # raw's interval does not hold it
    assert f"Like for like, the effect is 15.0{NBSP}pts higher." in effect(0.60, 0.5, 0.7)
    assert "Here 45.0% and 40.0%" not in effect(0.40, None, None)


# Trust


def test_every_check_finding_and_source_is_told(page: Builder) -> None:
    written = page(full_release())
    english, french = written.text("en"), written.text("fr")
    assert "All 5 checks of the gate passed." in english
    assert "dim_account 2 checks, all passed" in english
    for name in ("primary_key_dim_account_account_id", "not_null_dim_account_abm_segment"):
        assert name in english
    assert "The parts of a sum equal its total in every breakdown, to the cent." in english
    assert "Les parties d'une somme égalent son total dans chaque découpage, au centime." in french
    assert "Nothing: the raw tables have the columns and types they had" in english
    assert "Something new holds." in french
    assert '<span lang="en">Something new holds.</span>' in written.editions["fr"]
    assert "type of deal empty deals 4 taken for new business" in english
    assert "3 rows in quarantine, counted in no figure." in english
    assert "3 / 600 (0.5%)" in english
    assert "est obligatoire et vide" in french
    assert "1 of 2 sources not up to date: salesforce (late)." in english
    assert "26 Dec 2025, 19:17" in english
    assert re.search(r"20260105T060000Z.*5 Jan 2026, 07:00", english)


def test_a_check_that_did_not_pass_is_not_hidden(page: Builder) -> None:
    rows = full_release()
    rows["operations.data_quality_result"].append(
        result("dbt_test", "not_null_kpi_values_n", "kpi_values", status="warn", n_rows=7)
    )
    english = page(rows).text("en")
    assert "5 of 6 checks of the gate passed." in english
    assert "kpi_values 2 checks, 1 not passed" in english


def test_what_the_gate_let_pass_and_what_changed_at_the_sources_are_told(page: Builder) -> None:
    rows = full_release()
    rows["operations.data_quality_result"] += [
        result(
            "expectation",
            "invoices_are_of_won_deals",
            "input_layer.input__invoices",
            says="invoices are of deals that were won",
            status="warn",
            n_rows=3,
        ),
        # told in its own table, not as a check
        result("drift", "column_added", "files.accounts", status="note"),
    ]
    drift = {"source_system": "files", "severity": "note"}
    rows["operations.source_drift"] = [
        {
            **drift,
            "check_name": "column_added",
            "table_name": "users",
            "column_name": "colour",
            "value_now": "VARCHAR",
        },
        {
            **drift,
            "check_name": "rows_fell",
            "table_name": "costs",
            "value_before": "12000",
            "value_now": "90",
            "severity": "warn",
        },
    ]
    written = page(rows)
    english, french = written.text("en"), written.text("fr")
    assert "5 of 6 checks of the gate passed." in english
    assert "Invoices are of deals that were won. warning, 3 rows" in english
    assert "Les factures sont celles d'affaires gagnées. avertissement, 3 lignes" in french
    fell, added = (
        "far fewer rows files costs 12,000 90 warning",
        "new column files users colour VARCHAR noted",
    )
    assert f"{fell} {added}" in english
    assert "nouvelle colonne files users colour VARCHAR noté" in french


def test_restatements_are_counted_by_cause_and_shown_newest_first(page: Builder) -> None:
    rows = full_release()
    first = rows["kpi.kpi_ledger"][0]
    later = {"release_id": "r3", "published_at": "2026-01-05 06:00:00+00", "cause": "changed_target"}
    rows["kpi.kpi_ledger"] += [
        {**first, **later, "period_start": "2025-10-01", "period_end": "2025-11-01"},
        {**first, "segment_type": "owner", "segment_value": "ada"},
        {**first, "change": "update", "cause": None},
    ]
    english = page(rows).text("en")
    assert re.search(
        r"r3 5 Jan 2026, 07:00 a target changed 1 r2 4 Jan 2026, 07:00 late data 2 The latest", english
    )
    assert re.search(
        r"October 2025 .*€55,000 €60,000 a target changed r3.*November 2025 .*late data r2", english
    )


# Reading without eyes, and in the dark


class Outline(HTMLParser):
    """Headings, ids, links within the page, and tables without caption or with a header that has no scope."""

    def __init__(self) -> None:
        super().__init__()
        self.levels: list[int] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.captions = self.tables = 0
        self.bare_headers = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if re.fullmatch(r"h[1-6]", tag):
            self.levels.append(int(tag[1]))
        self.ids += [found["id"] or ""] if "id" in found else []
        self.links += [link[1:] for link in [found.get("href") or ""] if link.startswith("#")]
        self.links += (found.get("aria-labelledby") or "").split()
        self.tables += tag == "table"
        self.captions += tag == "caption"
        self.bare_headers += tag == "th" and "scope" not in found


def test_headings_links_and_tables_are_in_order(page: Builder) -> None:
    outline = Outline()
    outline.feed(page(full_release()).source)
    steps = [after - before for before, after in zip(outline.levels, outline.levels[1:], strict=False)]
    assert max(steps) == NORMAL_HEADING_STEP
    assert outline.levels.count(1) == len(("en", "fr"))
    assert len(outline.ids) == len(set(outline.ids))
    assert set(outline.links) <= set(outline.ids)
    assert outline.captions == outline.tables > 0
    assert outline.bare_headers == 0


def test_every_chart_has_words_and_a_table(page: Builder) -> None:
    edition = page(full_release()).editions["en"]
    charts = re.findall(r'<div class="chart" role="img" aria-label="([^"]+)">', edition)
    figures = re.findall(r"<figure>.*?</figure>", edition, flags=re.S)
    assert len(charts) == len(figures) == 5
    assert all("<table>" in figure for figure in figures)
    assert (
        "Name of K25b, 12 months to each month end. ABM: 40.0% in June 2025, 42.4% in December 2025."
        in charts[3]
    )


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == len("fff") else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", [0, 1, 2], ids=["light", "dark", "print"])
def test_text_stands_out_from_its_ground(scheme: int) -> None:
    style = (TEMPLATES / "style.css").read_text(encoding="utf-8")
    blocks = [
        dict(re.findall(r"--(\w+): (#\w+);", block)) for block in re.findall(r":root \{(.*?)\}", style, re.S)
    ]
    colours = blocks[0] | blocks[scheme]
    grounds = ("paper", "card")
    pairs = [
        (ink, ground) for ink in ("ink", "soft", "abm", "other", "good", "bad", "rule") for ground in grounds
    ]
    pairs += [(ink, ground) for ink in ("ink", "soft") for ground in ("better", "worse", "neutral")]
    for ink, ground in pairs:
        light, dark = sorted((luminance(colours[ink]), luminance(colours[ground])), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= AA, (ink, ground)
