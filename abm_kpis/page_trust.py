"""Whether the figures can be trusted: checks, findings, quarantine, freshness, restatements, in words."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from abm_kpis.page_model import Release
from abm_kpis.page_records import (
    CheckRow,
    DriftRow,
    FreshnessRow,
    QuarantineRow,
    ReconciledRow,
    Records,
    RestatedRow,
)
from abm_kpis.page_words import Language

KINDS = (
    "primary_key",
    "not_null",
    "accepted_values",
    "relationships",
    "unique",
    "no_overlap",
    "no_rejected_rows",
    "assert",
)
Texts = tuple[str, ...]


@dataclass(frozen=True)
class Check:
    name: str
    says: str
    says_language: str
    status: str
    passed: bool
    sign: str


@dataclass(frozen=True)
class CheckTable:
    """The checks of one table; `verdict` in words."""

    table: str
    count: str
    verdict: str
    passed: bool
    checks: tuple[Check, ...]


@dataclass(frozen=True)
class Trust:
    """The trust section as texts; rows of texts are in the order of their table's columns."""

    n_checks: int
    n_passed: int
    not_fresh: tuple[str, ...]
    n_sources: int
    n_quarantined: int
    across: tuple[Check, ...]
    tables: tuple[CheckTable, ...]
    freshness: tuple[tuple[Texts, bool], ...]
    freshness_note: str
    drift: tuple[Texts, ...]
    quarantine: tuple[Texts, ...]
    reconciled: tuple[Texts, ...]
    findings: tuple[Texts, ...]
    causes: tuple[Texts, ...]
    restated: tuple[Texts, ...]
    facts: tuple[Texts, ...]
    settings: tuple[tuple[str, str], ...]


def trust(say: Language, release: Release, records: Records) -> Trust:
    """Everything of the trust section, in one language."""
    gate = [check for check in records.checks if check[0] in ("dbt_test", "expectation")]
    tests = sorted((check for check in gate if check[0] == "dbt_test"), key=lambda row: (row[2], row[1]))
    hours = release.settings.get("freshness_hours")
    as_of = release.settings.get("as_of_at")
    return Trust(
        n_checks=len(gate),
        n_passed=sum(check[3] == "pass" for check in gate),
        not_fresh=tuple(
            f"{source} ({say.known(f'trust.{status}', status)})"
            for source, status in sorted({(row[0], row[3]) for row in records.freshness})
            if status != "fresh"
        ),
        n_sources=len({row[0] for row in records.freshness}),
        n_quarantined=sum({row[:2]: row[5] for row in records.quarantine}.values()),
        across=tuple(_expectation(say, check) for check in gate if check[0] == "expectation"),
        tables=tuple(
            _table(say, table, [_test(say, check) for check in checks])
            for table, checks in groupby(tests, key=lambda row: row[2])
        ),
        freshness=tuple(_fresh(say, row) for row in records.freshness),
        freshness_note=say.t(
            "trust.freshness_note",
            hours=say.number(hours),
            instant=say.instant(datetime.fromisoformat(as_of)),
        )
        if hours and as_of
        else "",
        drift=tuple(_drifted(say, row) for row in records.drift),
        quarantine=tuple(_quarantined(say, row) for row in records.quarantine),
        reconciled=tuple(_reconciled(say, row) for row in records.reconciled),
        findings=tuple(_finding(say, check) for check in records.checks if check[0] == "finding"),
        causes=tuple(
            (release_id, say.instant(at), say.code_word("cause", cause), say.number(count))
            for release_id, at, cause, count in records.causes
        ),
        restated=tuple(_restated(say, release, row) for row in records.restated),
        facts=_facts(say, release),
        settings=tuple((name, _setting(value)) for name, value in sorted(release.settings.items())),
    )


def _expectation(say: Language, check: CheckRow) -> Check:
    """What the expectation says, in the reader's language where the page knows it, else as released."""
    _, name, _, status, rows, description = check
    told = say.rephrased("expectation", description)
    language = say.code if told != description else "en"
    sentence = f"{told[:1].upper()}{told[1:]}."
    word = _status(say, status)
    if status != "pass":
        word += f", {say.counted('count.row', rows)}"
    return Check(name, sentence, language, word, status == "pass", _sign(status))


def _test(say: Language, check: CheckRow) -> Check:
    _, name, _, status, _, _ = check
    kind = next((kind for kind in KINDS if name.startswith(kind)), "other")
    return Check(name, say.t(f"kind.{kind}"), say.code, _status(say, status), status == "pass", _sign(status))


def _sign(status: str) -> str:
    return {"pass": "good", "warn": "warning", "note": "warning"}.get(status, "bad")


def _status(say: Language, status: str) -> str:
    return say.code_word("status", status)


def _table(say: Language, table: str, checks: list[Check]) -> CheckTable:
    failed = sum(not check.passed for check in checks)
    words = say.t("trust.some_failed", n=say.number(failed)) if failed else say.t("trust.all_passed")
    return CheckTable(table, say.counted("count.check", len(checks)), words, not failed, tuple(checks))


def _fresh(say: Language, row: FreshnessRow) -> tuple[Texts, bool]:
    source, table, landed, status, newest = row
    when = say.instant(newest) if newest else say.t("trust.not_known" if landed else "trust.never")
    return (
        source,
        say.code_word("entity", table),
        say.number(landed),
        when,
        say.known(f"trust.{status}", status),
    ), status != "fresh"


def _drifted(say: Language, row: DriftRow) -> Texts:
    """A table stands under its raw name: that is where it changed."""
    check, source, table, column, before, now, severity = row
    if column is None:
        before, now = (say.number(int(value or 0)) for value in (before, now))
    return (
        say.code_word("drift", check),
        source,
        table,
        column or "",
        before or "",
        now or "",
        _status(say, severity),
    )


def _quarantined(say: Language, row: QuarantineRow) -> Texts:
    table, source, column, reason, rows, table_quarantined, table_rows, _ = row
    share = f"{say.number(table_quarantined)} / {say.number(table_rows)}"
    if table_rows:
        share += f" ({say.percent(table_quarantined / table_rows)})"
    return (
        say.code_word("entity", table),
        source,
        column,
        say.rephrased("reason", reason),
        say.number(rows),
        share,
    )


def _reconciled(say: Language, row: ReconciledRow) -> Texts:
    table, source, *counts = row
    return (say.code_word("entity", table), source, *(say.number(count) for count in counts))


def _finding(say: Language, check: CheckRow) -> Texts:
    _, name, table, _, rows, treatment = check
    return (
        say.code_word("finding", name),
        say.code_word("entity", table),
        say.number(rows),
        say.code_word("treatment", treatment),
    )


def _restated(
    say: Language,
    release: Release,
    row: RestatedRow,
) -> Texts:
    release_id, kpi_id, cause, period_type, start, end, segment, before, now = row
    kpi = release.kpi(kpi_id)
    values = (
        say.t("headlines.no_value") if value is None else say.value(kpi.unit if kpi else "", value)
        for value in (before, now)
    )
    return (
        say.own(kpi.name) if kpi else kpi_id,
        say.period(period_type, start, end),
        say.code_word("scope", segment),
        *values,
        say.code_word("cause", cause),
        release_id,
    )


def _facts(say: Language, release: Release) -> tuple[Texts, ...]:
    project, engine = release.versions
    return (
        (say.t("trust.release_id"), release.release_id),
        (say.t("trust.published_at"), say.instant(release.published_at)),
        (say.t("trust.as_of_date"), say.long_day(release.as_of_date)),
        (say.t("trust.currency"), release.currency),
        (say.t("trust.timezone"), release.timezone),
        (say.t("trust.n_values"), say.number(release.n_values)),
        (say.t("trust.versions"), f"abm-kpis {project}, DuckDB {engine}"),
    )


def _setting(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
