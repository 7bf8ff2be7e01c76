"""Response times, alerts, acceptance and satisfaction of generated companies beside plain Python."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.alignment_oracle import (
    PARIS,
    Request,
    due_day,
    local_day,
    midnight_after,
    requests,
    satisfaction,
)
from tests.compiled import INTERMEDIATE, Compiled, Tables, compile_models, rows
from tests.conftest import PROJECT, made_once

COMPANIES = 200
AS_OF = date(2025, 11, 2)
SEEN_AT = midnight_after(AS_OF)
CRM = {"source_system": "salesforce"}
# around the nights on which clocks change, holidays that make a bridge, and the last days
DECISIVE = [
    *(date(2025, 3, 28) + timedelta(days=n) for n in range(4)),
    *(date(2025, 4, 29) + timedelta(days=n) for n in range(12)),
    *(date(2025, 6, 5) + timedelta(days=n) for n in range(6)),
    *(date(2025, 10, 24) + timedelta(days=n) for n in range(12)),
]
CLOCKS = ("calendar", "business")
HOUR = 3600


def instant(draw: random.Random) -> datetime:
    """Often on the hour, at an opening or a closing, or a microsecond beside it."""
    day = draw.choice(DECISIVE)
    hour = draw.choice((0, 2, 3, 8, 9, 9, 12, 17, 18, 18, 23))
    at = datetime(day.year, day.month, day.day, hour, tzinfo=PARIS).astimezone(UTC)
    return at + draw.choice((timedelta(), timedelta(microseconds=1), timedelta(seconds=draw.randrange(3600))))


def company(seed: int) -> Tables:
    draw = random.Random(seed)
    accounts = [f"c{seed}a{n}" for n in range(3)]
    signals = _apart([(account, instant(draw)) for account in accounts for _ in range(draw.randrange(5))])
    # some touches exactly so many hours after a signal, or at the very instant
    touches = _apart(
        [
            (account, at + timedelta(hours=draw.choice((0, 1, 24, 48, 72, 100))))
            for account, at in signals
            if draw.random() < 0.6
        ]
        + [(account, instant(draw)) for account in accounts if draw.random() < 0.7]
    )
    return {
        "accounts": [{**CRM, "account_id": one, "account_name": one} for one in accounts],
        "users": [
            {**CRM, "user_id": f"c{seed}{role}", "role": role} for role in ("sales", "sdr", "marketing")
        ],
        "people": [{**CRM, "person_id": f"{one}p", "account_id": one} for one in accounts],
        "interactions": [
            {
                **CRM,
                "interaction_id": f"c{seed}i{n}",
                "type": draw.choice(("demo_request", "contact_request", "rfp_request", "page_view")),
                "direction": "inbound",
                "person_id": f"{account}p",
                "account_id": account,
                "occurred_at": at,
            }
            for n, (account, at) in enumerate(signals)
        ],
        "sales_activities": [
            {
                **CRM,
                "activity_id": f"c{seed}t{n}",
                "type": draw.choice(("call", "call", "meeting", "email", "message", "task")),
                "direction": draw.choice(("outbound", "outbound", None, "inbound")),
                "user_id": draw.choice((None, *(f"c{seed}{role}" for role in ("sales", "sdr", "marketing")))),
                "account_id": account,
                "is_automated": draw.choice((None, False, False, True)),
                "is_completed": draw.choice((None, True, True, False)),
                "occurred_at": at,
            }
            for n, (account, at) in enumerate(touches)
        ],
        "account_statuses": [row for account in accounts for row in _handover(draw, account)],
        "survey_responses": _wave(draw, seed),
    }


def _apart(events: list[tuple[str, datetime]]) -> list[tuple[str, datetime]]:
    """One event of an account a second: more of them would be duplicates, which another test is about."""
    return list({(account, at.replace(microsecond=0)): (account, at) for account, at in events}.values())


def _handover(draw: random.Random, account: str) -> list[dict[str, Any]]:
    became, sent = sorted((instant(draw), instant(draw)))
    if sent - became > timedelta(days=60):
        return []
    decided = sent + timedelta(days=draw.randrange(12), seconds=draw.randrange(86_400))
    decision = draw.choice(("accepted", "accepted", "rejected", None))
    steps = [("mqa", became), ("sent_to_sales", sent), *([(decision, decided)] if decision else [])]
    return [{**CRM, "account_id": account, "status": status, "changed_at": at} for status, at in steps]


def _wave(draw: random.Random, seed: int) -> list[dict[str, Any]]:
    low, high = draw.choice(((1, 5), (0, 10), (1, 7)))
    return [
        {
            "source_system": "files",
            "response_id": f"c{seed}{side}{n}",
            "wave_on": date(2025, 1, 1) + timedelta(days=seed),
            "respondent_id": f"{side}{n}",
            "respondent_side": side,
            "score": draw.choice((None, *range(low, high + 1))),
            "scale_min": low,
            "scale_max": high,
        }
        for side in ("marketing", "sales")
        for n in range(draw.randrange(1, 8))
    ]


def companies() -> Tables:
    with (PROJECT / "seeds" / "reference" / "holidays.csv").open(encoding="utf-8") as file:
        holidays = [
            {**row, "holiday_on": date.fromisoformat(row["holiday_on"])} for row in csv.DictReader(file)
        ]
    tables: Tables = {"holidays": holidays}
    for seed in range(COMPANIES):
        for name, found in company(seed).items():
            tables.setdefault(name, []).extend(found)
    return tables


@pytest.fixture(scope="module")
def tables() -> Tables:
    return companies()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, tables: Tables) -> Iterator[duckdb.DuckDBPyConnection]:
    def make(folder: Path) -> None:
        models = compile_models(
            folder,
            *("fct_response", "sla_alert", "fct_mqa_handover", "satisfaction_wave"),
            *("kpi_evidence_response", "kpi_evidence_alert", "kpi_evidence_handover"),
            layers=(*INTERMEDIATE, "path:models/marts/alignment", "path:models/marts/kpi/evidence"),
            sources_enabled=["salesforce", "files"],
            as_of_date=AS_OF.isoformat(),
            raw_from="source",
        )
        (folder / "models.json").write_text(json.dumps(models.models), "utf-8")

    folder = made_once(tmp_path_factory, "alignment", make)
    compiled = Compiled(json.loads((folder / "models.json").read_text("utf-8")))
    with compiled.build(tables) as connection:
        yield connection


@pytest.fixture(scope="module")
def asked(tables: Tables) -> list[Request]:
    found = list(requests(tables, SEEN_AT))
    assert len(found) > 400
    assert sum(one.answered_at is None for one in found) > 100
    return found


def test_requests_take_the_hours_that_plain_python_counts(
    built: duckdb.DuckDBPyConnection, asked: list[Request]
) -> None:
    found = built.execute(
        "select account_id, opened_at, answered_at, n_signals, calendar_hours, business_hours"
        " from alignment.fct_response order by all"
    ).fetchall()
    expected = sorted(asked, key=lambda one: (one.account, one.opened_at))
    assert [line[:4] for line in found] == [
        (one.account, one.opened_at, one.answered_at, one.signals) for one in expected
    ]
    for place, clock in enumerate(CLOCKS, start=4):
        assert [float(line[place]) for line in found] == pytest.approx(
            [float(one.elapsed(clock) / HOUR) for one in expected], abs=1e-6
        )


def test_what_is_counted_is_what_plain_python_counts(
    built: duckdb.DuckDBPyConnection, asked: list[Request]
) -> None:
    found = {
        (kpi, account, opened): (part, duration, outcome, reason)
        for kpi, account, opened, part, duration, outcome, reason in rows(
            built,
            f"""
            select e.kpi_id, r.account_id, r.opened_at, cast(e.numerator_part as double),
                cast(e.duration as double), e.outcome, e.excluded_reason
            from kpi.kpi_evidence_response as e
            inner join alignment.fct_response as r on e.entity_id = r.signal_interaction_id
            where e.seen_on = date '{AS_OF}'
            """,
        )
    }
    assert len(found) == 10 * len(asked)
    for one in asked:
        for clock, names in zip(CLOCKS, (("a", "b", "c"), ("d", "e", "f")), strict=True):
            key = one.account, one.opened_at
            mean, median, p90 = (found[f"K44{name}", *key] for name in names)
            spent, age = one.elapsed(clock), one.age(clock)
            assert mean[0] == pytest.approx(float(spent / HOUR), abs=1e-6)
            assert mean[3] == ("too_young" if age < 48 * HOUR else None)
            assert median[1] == p90[1] == mean[0]
            assert median[2] == p90[2] == ("event" if one.answered_at else "censored")
            for limit, name in zip((24, 48), ("a", "b") if clock == "calendar" else ("c", "d"), strict=True):
                in_time = one.answered_at is not None and spent <= limit * HOUR
                assert found[f"K45{name}", *key] == (
                    float(in_time),
                    None,
                    None,
                    "too_young" if age < limit * HOUR else None,
                ), (one, name)


def test_who_waits_too_long_is_in_the_list(built: duckdb.DuckDBPyConnection, asked: list[Request]) -> None:
    expected = sorted(
        (one.account, one.opened_at, limit, "breached" if age > limit * HOUR else "due_soon")
        for one in asked
        for limit in (24, 48)
        if one.answered_at is None and (age := one.age("calendar")) > Fraction(3, 4) * limit * HOUR
    )
    found = rows(built, "select account_id, opened_at, sla_hours, alert_state from alignment.sla_alert")
    assert sorted(found) == expected
    assert {line[3] for line in expected} == {"breached", "due_soon"}
    late = "select count(*) from alignment.sla_alert where (alert_state = 'breached') != (due_at < $1)"
    assert built.execute(late, [SEEN_AT]).fetchall() == [(0,)]


def test_decisions_are_due_when_plain_python_says(built: duckdb.DuckDBPyConnection, tables: Tables) -> None:
    steps: dict[str, dict[str, datetime]] = {}
    for row in tables["account_statuses"]:
        if row["changed_at"] < SEEN_AT:
            steps.setdefault(row["account_id"], {})[row["status"]] = row["changed_at"]
    expected = sorted(
        (
            account,
            local_day(at["sent_to_sales"]),
            due,
            local_day(at["accepted"]) <= due if "accepted" in at else False,
        )
        for account, at in steps.items()
        if "sent_to_sales" in at
        for due in [due_day(local_day(at["sent_to_sales"]))]
    )
    assert len(expected) > 100
    assert (
        rows(
            built,
            "select account_id, sent_on, decision_due_on, is_accepted_in_time from alignment.fct_mqa_handover"
            " order by account_id",
        )
        == expected
    )


def test_sides_are_as_satisfied_as_plain_python_finds(
    built: duckdb.DuckDBPyConnection, tables: Tables
) -> None:
    expected = satisfaction(tables)
    found = built.execute(
        "select wave_on, cast(score_mutual as double), cast(score_weaker_side as double),"
        " cast(score_gap as double) from alignment.satisfaction_wave"
    ).fetchall()
    assert len(found) == len(expected) == COMPANIES
    assert 20 < sum(one is None for one in expected.values()) < COMPANIES - 20
    for wave, *scores in found:
        told = expected[wave]
        assert scores == (pytest.approx([float(one) for one in told], abs=2e-6) if told else [None] * 3)
