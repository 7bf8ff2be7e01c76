"""Engagement of generated companies beside plain Python: events, evidence, MQAs by score; golden cases."""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import duckdb
import pytest
from lifelines import KaplanMeierFitter
from lifelines.utils import qth_survival_time

from tests.compiled import INTERMEDIATE, MARTS, Compiled, Tables, compile_models, rows
from tests.conftest import made_once
from tests.cost_oracle import Costs
from tests.engagement_companies import AS_OF, companies, references
from tests.engagement_oracle import Engagement, Evidence, k9, known, observed
from tests.engagement_stream import local_day
from tests.funnel_companies import catalog
from tests.velocity_oracle import (
    Line,
    exposure,
    in_window,
    k5,
    k6,
    k6_in_all,
    k7,
    k10,
    k11,
    k12,
    k13,
    of_events,
)

COMPANIES, AT_ONCE = 200, 50
SNAPSHOTS = ("K1", "K2", "K2b", "K2c", "K3", "K4a", "K4b", "K8", "K9", "K9b", "K14a", "K14b", "K15")
EVENTS = ("K5", "K5b", "K6", "K7", "K7b", "K7c", "K10", "K12", "K12b", "K13")
CADENCES = {row["kpi_id"]: str(row["cadences"]).split("|") for row in catalog()}


@pytest.fixture(scope="session")
def engagement(tmp_path_factory: pytest.TempPathFactory) -> Compiled:
    """The models of engagement, up to the values of its KPIs."""

    def make(folder: Path) -> None:
        models = compile_models(
            folder,
            "kpi_scorecard",
            "fct_mqa_episode",
            "int_account_observed",
            "int_engagement_event",
            "account_coverage",
            "fct_interaction",
            "dim_person",
            layers=(*INTERMEDIATE, *MARTS),
            sources_enabled=["salesforce", "hubspot", "files"],
            as_of_date=AS_OF.isoformat(),
            raw_from="source",
        )
        (folder / "models.json").write_text(json.dumps([models.models, models.tests]), "utf-8")

    folder = made_once(tmp_path_factory, "engagement", make)
    return Compiled(*json.loads((folder / "models.json").read_text("utf-8")))


# one worker makes a database, for all tests of it
BATCHES = [
    pytest.param(start, marks=pytest.mark.xdist_group(f"engagement{start}"))
    for start in range(0, COMPANIES, AT_ONCE)
]


@dataclass(frozen=True)
class Batch:
    """Companies in one database, each in plain Python, and the days on which they are observed."""

    connection: duckdb.DuckDBPyConnection
    alone: list[Engagement]
    days: dict[date, str]

    @cached_property
    def of_accounts(self) -> list[Evidence]:
        lines = [line for one in self.alone for line in one.of_accounts(self.days)]
        return lines + [line for on in self.days for line in k9(self.alone, on)]

    @cached_property
    def of_events(self) -> list[tuple[str, Evidence]]:
        """With the company, from every day from which a trailing period may be seen."""
        return [
            (owner(account), line)
            for on, every in self.days.items()
            if every == "month"
            for account, line in of_events(self.alone, on)
        ]

    def seen(self, kpi: str) -> list[tuple[str, Evidence]]:
        """Evidence of a KPI from the days from which it is seen."""
        is_trailing = any(cadence.startswith(("trailing", "as_of")) for cadence in CADENCES[kpi])
        return [
            (name, line)
            for name, line in self.of_events
            if line[0] == kpi and (is_trailing or line[9] == AS_OF)
        ]


@pytest.fixture(scope="session", params=BATCHES)
def batch(request: pytest.FixtureRequest, engagement: Compiled) -> Iterator[Batch]:
    seeds = range(request.param, request.param + AT_ONCE)
    tables = companies(seeds)
    alone = [Engagement(companies(range(seed, seed + 1)), AS_OF) for seed in seeds]
    # since when anything is on record is of the database
    of_all = known(alone)
    for one in alone:
        one.known = of_all
    with engagement.build(tables) as connection:
        yield Batch(connection, alone, observed(tables, AS_OF))


def test_every_kpi_of_the_oracle_has_a_model() -> None:
    assert {*SNAPSHOTS, *EVENTS, "K11"} <= set(CADENCES)


def test_the_ground_is_what_plain_python_makes_of_it(batch: Batch) -> None:
    connection, alone, days = batch.connection, batch.alone, batch.days
    assert set(rows(connection, "from intermediate.int_date_observed")) == set(days.items())
    found = rows(connection, "select account_id, seen_on, abm_segment from intermediate.int_account_observed")
    assert Counter(found) == Counter(
        (one.name(account), on, one.abm(account, on))
        for one in alone
        for on in days
        for account in one.live(on)
    )
    events = rows(
        connection,
        """
        select a.account_id, event.type, event.occurred_at, event.person_key is not null, event.event_count,
            event.quality, event.weighted_points
        from intermediate.int_engagement_event as event
        inner join intermediate.int_account_standing as a using (account_key)
        """,
    )
    expected = [
        (
            one.name(event.account), event.type, event.at, event.person is not None, event.count,
            event.quality, event.weight,
        )
        for one in alone
        for event in one.history.engagement
    ]  # fmt: skip
    assert_same(events, expected, measures=(6,))
    seen = Counter(event.type for one in alone for event in one.history.engagement)
    assert all(seen[what] > 10 for what in ("sales_reply", "sales_call", "ad_click", "demo_request")), seen


def assert_same(found: Iterable[Evidence], expected: Iterable[Evidence], measures: tuple[int, ...]) -> None:
    """The same rows, but for roundings of the measures."""

    def sorted_by_key(lines: Iterable[Evidence]) -> dict[Any, list[tuple[float | None, ...]]]:
        groups = defaultdict(list)
        for line in lines:
            key = tuple(cell for place, cell in enumerate(line) if place not in measures)
            numbers = (line[place] for place in measures)
            groups[key].append(tuple(None if cell is None else float(cell) for cell in numbers))
        return {key: sorted(group, key=str) for key, group in groups.items()}

    mine, theirs = sorted_by_key(found), sorted_by_key(expected)
    differing = [
        (key, mine.get(key), theirs.get(key))
        for key in sorted(mine.keys() | theirs.keys(), key=str)
        if not alike(mine.get(key, []), theirs.get(key, []))
    ]
    assert not differing, (len(differing), "row, found, expected", differing[:10])


def alike(found: list[tuple[float | None, ...]], expected: list[tuple[float | None, ...]]) -> bool:
    return len(found) == len(expected) and all(
        close(one, other)
        for mine, theirs in zip(found, expected, strict=True)
        for one, other in zip(mine, theirs, strict=True)
    )


def close(found: float | None, expected: float | None) -> bool:
    if found is None or expected is None:
        return found is expected
    return math.isclose(found, expected, rel_tol=1e-7, abs_tol=2e-6)


EVIDENCE = """
    kpi_id, entity_id, anchor_date, abm, numerator_part, denominator_part, duration, outcome, excluded_reason,
    seen_on
"""
IS_OF_EVENTS = "(kpi_id, entity_type) != ('K13', 'account')"


def evidence_of(connection: duckdb.DuckDBPyConnection, kpi: str) -> list[Evidence]:
    return rows(
        connection,
        f"select {EVIDENCE} from kpi.kpi_evidence where kpi_id = '{kpi}'",
    )


@pytest.mark.parametrize("kpi", ["K2", "K2b", "K2c", "K3", "K4a", "K8", "K9", "K14a", "K15"])
def test_before_anything_happened_on_record_nothing_is_0(batch: Batch, kpi: str) -> None:
    """Deals are older than interactions here, so days are looked at of which nobody knows."""
    first = min(local_day(row["occurred_at"]) for one in batch.alone for row in one.tables["interactions"])
    before = [line for line in evidence_of(batch.connection, kpi) if line[9] < first]
    assert {line[9] for line in before} >= {date(2024, 6, 30)}
    assert {line[8] for line in before} <= {
        "no_people",
        "no_interactions",
        "no_committee",
        "account_deleted_since",
    }


@pytest.mark.parametrize("unknown", [(), ("sales_activities",)])
def test_without_any_interaction_nobody_knows_of_requests(
    engagement: Compiled, unknown: tuple[str, ...]
) -> None:
    """A company that has its CRM alone, with what sales did or without."""

    def silent(seeds: range) -> Tables:
        lacking = ("interactions", "ad_engagements", *unknown)
        return {name: rows for name, rows in companies(seeds).items() if name not in lacking}

    seeds = range(4)
    tables, alone = silent(seeds), [Engagement(silent(range(seed, seed + 1)), AS_OF) for seed in seeds]
    of_all = known(alone)
    for one in alone:
        one.known = of_all
    days = observed(tables, AS_OF)
    with engagement.build(tables) as connection:
        assert set(rows(connection, "from intermediate.int_date_observed")) == set(days.items())
        expected = Batch(connection, alone, days).of_accounts
        found = [line for kpi in SNAPSHOTS for line in evidence_of(connection, kpi)]
        assert_same(found, expected, measures=(4, 5))
        if unknown:
            assert {line[8] for line in found if line[0] in ("K8", "K15")} <= {
                "no_interactions", "account_deleted_since",
            }  # fmt: skip
        assert not rows(connection, "from kpi.kpi_evidence where kpi_id = 'K13'")
        assert rows(connection, "select count(*) from kpi.kpi_scorecard where kpi_id = 'K13'") == [(0,)]


def test_data_tests_pass_on_them(batch: Batch, engagement: Compiled) -> None:
    """Movers, what was logged elsewhere, people and rows of after the as-of date: none stops a run."""
    names = {name for name, _ in engagement.tests}
    assert {"assert_who_is_engaged_has_events", "assert_coverage_counts_who_is_there"} <= names
    assert any(name.startswith("relationships_fct_interaction_person_key") for name in names)
    found = {name: rows(batch.connection, sql)[:3] for name, sql in engagement.tests}
    assert not {name: failing for name, failing in found.items() if failing}
    assert engaged_elsewhere(batch) > 10
    assert later_people_named(batch) > 2


def engaged_elsewhere(batch: Batch) -> int:
    """People who are engaged at an account at which they did nothing in the window."""
    return sum(
        one.is_engaged(person, AS_OF) and person not in {event.person for event in one.recent(account, AS_OF)}
        for one in batch.alone
        for account in one.live(AS_OF)
        for person in one.history.staff(account, AS_OF)
    )


def later_people_named(batch: Batch) -> int:
    """Rows that name a person whose record is made only after the as-of date."""
    return sum(
        one.history.people.meant(row["source_system"], row.get("person_id")) is not None
        and one.history.person_meant(row["source_system"], row.get("person_id")) is None
        for one in batch.alone
        for row in one.tables["interactions"]
    )


@pytest.mark.parametrize("kpi", SNAPSHOTS)
def test_accounts_are_what_plain_python_says(batch: Batch, kpi: str) -> None:
    expected = [line for line in batch.of_accounts if line[0] == kpi]
    assert len({line[4] for line in expected}) > 1
    assert_same(evidence_of(batch.connection, kpi), expected, measures=(4, 5))


def test_accounts_become_mqas_on_the_day_plain_python_says(batch: Batch) -> None:
    found = rows(
        batch.connection, "select mqa_episode_id, entered_at from account_engagement.fct_mqa_episode"
    )
    expected = sorted(episode for one in batch.alone for episode in one.episodes())
    assert len(expected) > 20
    # some by an event, some as the day begins and asks for less
    assert len({local_day(at - timedelta(microseconds=1)) < local_day(at) for _, at in expected}) == 2
    assert sorted(found) == expected


def owner(account: Any) -> str:
    """The company of an account."""
    return str(account[1]).split("a", maxsplit=1)[0] if account else "unknown"


def is_compared(line: Evidence) -> bool:
    """A pair of K6 is anchored within the trailing period; others in any period of the calendar."""
    is_of_calendar = any(cadence in ("week", "month", "quarter") for cadence in CADENCES[line[0]])
    return in_window(line) or (line[9] == AS_OF and is_of_calendar and line[0] != "K6")


def owned(connection: duckdb.DuckDBPyConnection, kpi: str) -> list[tuple[str, Evidence]]:
    """With the owner; lives of accounts, which K13 divides by, are told by its values."""
    found = rows(
        connection,
        f"select owner, {EVIDENCE} from kpi.kpi_evidence where kpi_id = '{kpi}' and {IS_OF_EVENTS}",
    )
    return [(str(line[0]), line[1:]) for line in found]


@pytest.mark.parametrize("kpi", EVENTS)
def test_events_are_what_plain_python_says(batch: Batch, kpi: str) -> None:
    # ids of sessions and pairs are the models' own; a sum and a median have no denominator
    places = (2, 3, 6, 7, 8, 9, 4) + (() if kpi in ("K5b", "K7c") else (5,))

    def comparable(lines: Iterable[tuple[str, Evidence]]) -> list[Evidence]:
        return [(name, *(line[place] for place in places)) for name, line in lines if is_compared(line)]

    expected = batch.seen(kpi)
    assert len({(line[4], line[7], line[8]) for _, line in expected}) > 1
    measures = tuple(range(7, 1 + len(places)))
    assert_same(comparable(owned(batch.connection, kpi)), comparable(expected), measures)


def values_of(connection: duckdb.DuckDBPyConnection, kpi: str) -> list[tuple[Any, ...]]:
    return rows(
        connection,
        f"""
        select segment_value, period_type, period_start, period_end, value
        from kpi.kpi_scorecard
        where kpi_id = '{kpi}' and segment_type = 'owner' and segment_value != 'unknown'
        """,
    )


def test_content_offered_by_two_campaigns_is_one_pair_in_all(batch: Batch) -> None:
    found: list[tuple[Any, ...]] = rows(
        batch.connection,
        "select period_end, numerator, denominator from kpi.kpi_scorecard"
        " where kpi_id = 'K6' and segment_type = 'all'",
    )
    n_again = 0
    for end, consumed, offered in found:
        on = end - timedelta(days=1)
        alone = [k6_in_all(one, on) for one in batch.alone]
        assert (consumed, offered) == (sum(one[0] for one in alone), sum(one[1] for one in alone)), on
        n_again += sum(line[9] == on for _, line in batch.seen("K6")) - int(offered)
    # some by two campaigns in one window
    assert len(found) > 5
    assert n_again > 10


def survival_median(lapses: list[tuple[int, bool]]) -> float | None:
    """By lifelines."""
    if not lapses:
        return None
    # the curve falls by the order of the days alone, and many cells have the same
    days = sorted({0, *(lasted for lasted, _ in lapses)})
    place = median_place(tuple(sorted((days.index(lasted), ended) for lasted, ended in lapses)))
    return float(days[int(place)]) if math.isfinite(place) else None


@cache
def median_place(places: tuple[tuple[int, bool], ...]) -> float:
    """Lifelines sums logarithms and misses S = 1/2 by a rounding: the hair makes up for it."""
    fitted = KaplanMeierFitter().fit([place for place, _ in places], [ended for _, ended in places])
    # a curve of one point, as a data frame, is none to lifelines
    return float(qth_survival_time(0.5 + 1e-9, fitted.survival_function_["KM_estimate"]))


@pytest.mark.parametrize("kpi", ["K10", "K12b"])
def test_medians_are_those_of_lifelines(batch: Batch, kpi: str) -> None:
    evidence = batch.seen(kpi)
    reached = 0
    for name, period, start, end, value in values_of(batch.connection, kpi):
        is_window = period.startswith(("trailing", "as_of"))
        seen_on = end - timedelta(days=1) if is_window else AS_OF
        lapses = [
            (line[6], line[7] == "event")
            for whose, line in evidence
            if whose == name and line[8] is None and line[9] == seen_on and start <= line[2] < end
        ]
        assert close(value, survival_median(lapses)), (name, period, start, value, lapses)
        reached += value is not None
    assert reached > 50


def test_a_change_shortens_answers_by_what_lifelines_says(batch: Batch) -> None:
    mine = {owner(("", one.name(one.history.standing[0]))): one for one in batch.alone}
    n_known = 0
    for name, period, start, _, value in values_of(batch.connection, "K11"):
        assert period == "as_of"
        lapses = defaultdict(list)
        for side, lasted, ended in k11(mine[name], start):
            lapses[side].append((lasted, ended))
        before, after = (survival_median(lapses[side]) for side in ("before", "after"))
        expected = None if after is None or not before else 1 - after / before
        assert close(value, expected), (name, start, value, lapses)
        n_known += value is not None
    assert n_known > 10


def test_requests_are_counted_per_hundred_months_that_accounts_lived(batch: Batch) -> None:
    mine = {owner(("", one.name(one.history.standing[0]))): one for one in batch.alone}
    # nobody is exposed before the first interaction on record
    first = min(local_day(row["occurred_at"]) for one in batch.alone for row in one.tables["interactions"])
    exposed = cache(lambda name, start, end: exposure(mine[name], max(start, first), end))
    evidence = batch.seen("K13")
    reached = 0
    for name, period, start, end, value in values_of(batch.connection, "K13"):
        seen_on = end - timedelta(days=1) if period == "trailing_12m" else AS_OF
        requests = sum(
            line[8] is None
            for whose, line in evidence
            if whose == name and line[9] == seen_on and start <= line[2] < end
        )
        months = exposed(name, start, end)
        expected = 100 * requests / months if months else None
        assert value == pytest.approx(expected, rel=1e-5), (name, period, start, requests, months)
        reached += requests > 0
    assert reached > 50


COSTS = """
    select kpi_id, segment_type, segment_value, period_start, period_end, coalesce(numerator, 0),
        coalesce(denominator, 0)
    from kpi.kpi_scorecard
    where kpi_id in ('K50c', 'K50d') and segment_type in ('all', 'owner', 'campaign')
"""


def test_an_account_or_mqa_of_two_campaigns_costs_what_both_spent_once(batch: Batch) -> None:
    mine = {owner(("", one.name(one.history.standing[0]))): Costs(one) for one in batch.alone}
    campaigns = {
        name: {row["campaign_id"] for row in costs.one.tables["campaigns"]} for name, costs in mine.items()
    }
    pooled, apart, totals = Counter[Any](), Counter[Any](), Counter[Any]()
    for kpi, kind, segment, start, end, spent, n in rows(batch.connection, COSTS):
        if kind == "all":
            totals[kpi, start, end, "spent"] += spent
            totals[kpi, start, end, "n"] += n
            continue
        name = segment if kind == "owner" else next(one for one in mine if segment in campaigns[one])
        costs, of = mine[name], campaigns[name] if kind == "owner" else {segment}
        expected = costs.spend(of, start, end), len(costs.brought[kpi](of, start, end))
        assert (spent, n) == expected, (kpi, segment, start, end)
        if kind == "owner":
            pooled[kpi, start, end, "spent"] += spent
            pooled[kpi, start, end, "n"] += n
        else:
            apart[kpi, start, end, "n"] += n
    assert totals == pooled
    # each of them counts in each of its campaigns
    assert sum(apart[cell] > pooled[cell] for cell in apart) > 10


def test_an_answer_marked_as_uncompleted_is_an_engagement_event(engagement: Compiled) -> None:
    tables: Tables = {
        **references(),
        "accounts": [account("A")],
        "sales_activities": [
            {
                **CRM, "activity_id": "1", "occurred_at": datetime(2025, 6, 1, tzinfo=UTC), "type": "email",
                "direction": "inbound", "account_id": "A", "is_completed": False, "is_automated": False,
                "ingested_at": datetime(2025, 6, 1, tzinfo=UTC),
            }
        ],
    }  # fmt: skip
    (event,) = Engagement(tables, AS_OF).history.engagement
    with engagement.build(tables) as connection:
        found = rows(connection, "select interaction_id, points from intermediate.int_engagement_event")
    assert found == [(event.id, Decimal(6))]


# The oracle itself, held against the golden cases

NEUTRAL: Tables = {
    **references(),
    "engagement_weights": [
        row for row in references()["engagement_weights"] if row["valid_from"] == date(2000, 1, 1)
    ],
    "quality_weights": [],
    "role_weights": [],
    "buying_committee_template": [
        {"tier": tier, "buying_role": f"role{number}", "valid_from": date(2000, 1, 1), "valid_to": None}
        for tier, n_roles in (("1", 5), ("2", 10))
        for number in range(n_roles)
    ],
}
"""Points count as they are, and a committee is of five or ten."""
CRM = {"source_system": "salesforce"}


def account(name: str, **others: object) -> dict[str, Any]:
    empty = dict.fromkeys(
        ("email_domains", "created_at", "deleted_at", "merged_into_account_id", "external_ids")
    )
    return {**CRM, **empty, "account_id": name, **others}


def person(name: str, of: str = "A", **others: object) -> dict[str, Any]:
    empty = dict.fromkeys(
        ["email", "buying_role", "company_domain", "created_at", "deleted_at", "converted_at"]
    )
    empty |= dict.fromkeys(("merged_into_person_id", "external_ids"))
    return {**CRM, **empty, "person_id": name, "account_id": of, **others}


def member(name: str, tier: str = "1") -> dict[str, Any]:
    return {**CRM, "account_id": name, "tier": tier, "valid_from": date(2024, 1, 1), "valid_to": None}


def did(what: str, days_ago: float, number: int, **others: object) -> dict[str, Any]:
    """An interaction so many days before noon of the as-of date, in Paris."""
    at = datetime.combine(AS_OF, time(10), UTC) - timedelta(days=days_ago)
    way = "outbound" if what in ("email_delivered", "email_sent", "content_offered") else "inbound"
    row = {**CRM, "interaction_id": f"i{number}", "occurred_at": at, "type": what, "direction": way}
    return {**row, "ingested_at": at, **others}


def only(lines: Iterable[Evidence], kpi: str) -> list[tuple[Any, Any]]:
    return [(line[4], line[5]) for line in lines if line[0] == kpi]


def test_t18_clicks_of_scanners_and_opens_of_proxies_score_nothing() -> None:
    mail = {"campaign_id": "m", "person_id": "p"}
    opens = [did("email_open", 9 + n, n, **mail, user_agent=n < 3 and "Mozilla/5.0") for n in range(5)]
    delivered = [did("email_delivered", 1 + n, 10 + n, **mail) for n in range(3)]
    scanned = [did("email_click", 1 + n - n / 86_400, 20 + n, **mail) for n in range(3)]
    one = Engagement(
        {
            **NEUTRAL,
            "accounts": [account("A")],
            "people": [person("p")],
            "interactions": [*opens, *delivered, *scanned, did("email_click", 0, 30, **mail)],
        },
        AS_OF,
    )
    (a,) = one.live(AS_OF)
    assert [event.is_human for event in one.history.events if event.type == "email_open"].count(False) == 3
    assert only(one.k8(a, AS_OF), "K8") == [(3, 1)]


def test_t19_an_event_told_twice_is_one() -> None:
    same = {"person_id": "p", "asset_id": "blog"}
    one = Engagement(
        {
            **NEUTRAL,
            "accounts": [account("A")],
            "people": [person("p")],
            "interactions": [
                did("page_view", 3, 1, source_event_id="e", **same),
                did("page_view", 3, 2, source_event_id="e", **same),
                did("page_view", 2, 3, **same),
                did("page_view", 2, 4, **same),
            ],
        },
        AS_OF,
    )
    (a,) = one.live(AS_OF)
    assert only(one.k4a(a, AS_OF), "K4a") == [(2, 1)]


def covered(name: str, roles: int, required: int, touched: int) -> Tables:
    """An account some of whose required roles are known, and some of these touched."""
    people = [person(f"{name}{n}", name, buying_role=f"role{n}") for n in range(roles)]
    # who is known in a role that the committee does not need covers nothing
    people.append(person(f"{name}x", name, buying_role="somebody"))
    mails = [did("email_delivered", 89, n, person_id=f"{name}{n}") for n in range(touched)]
    # ninety days back is too long ago, and a mail that bounced or was only sent is no touch
    others = [
        did(what, age, 50, person_id=f"{name}{roles - 1}")
        for what, age in (("email_delivered", 90), ("email_bounced", 1), ("ad_impression", 1))
    ]
    rows = [
        row | {"interaction_id": f"{name}{number}", "direction": "outbound"}
        for number, row in enumerate((*mails, *others))
    ]
    return {
        "accounts": [account(name)],
        "people": people,
        "program_accounts": [member(name, "1" if required == 5 else "2")],
        "interactions": rows,
    }


def together(*parts: Tables) -> Engagement:
    tables: Tables = {}
    for part in parts:
        for name, some in part.items():
            tables[name] = [*tables.get(name, []), *some]
    return Engagement({**NEUTRAL, **tables}, AS_OF)


def test_t40_coverage_is_pooled_and_the_mean_is_another_figure() -> None:
    one = together(covered("A", 5, 5, 4), covered("B", 3, 10, 1))
    lines = [line for a in one.live(AS_OF) for line in one.k2(a, AS_OF)]
    assert only(lines, "K2") == [(4, 5), (1, 10)]
    assert only(lines, "K2b") == [(1, 1), (0, 1)]
    assert only(lines, "K2c") == [(0.8, 1), (0.1, 1)]


def test_t41_the_denominator_is_the_roles_required() -> None:
    one = together(covered("A", 3, 5, 2))
    (a,) = one.live(AS_OF)
    assert only(one.k1(a, AS_OF), "K1") == [(3, 5)]
    assert only(one.k2(a, AS_OF), "K2") == [(2, 5)]
    assert only(one.k3(a, AS_OF), "K3") == [(0, 5)]


def test_t53_who_asks_to_be_erased_is_a_contact_until_that_day() -> None:
    before, on = AS_OF - timedelta(days=8), AS_OF - timedelta(days=7)
    erased = {"person_id": "A0", "email": None, "requested_at": datetime.combine(on, time(9), UTC)}
    one = together(covered("A", 3, 5, 3), {"erasure_requests": [{**CRM, **erased}]})
    (a,) = one.live(AS_OF)
    assert [only(one.k1(a, day), "K1") for day in (before, on)] == [[(3, 5)], [(2, 5)]]
    # what they did stays
    visit = did("page_view", 1, 1, person_id="A0")
    tables = one.tables | {"interactions": [visit]}
    assert only(Engagement(tables, AS_OF).k4a(a, AS_OF), "K4a") == [(1, 3)]


def test_t42_points_halve_in_thirty_days_and_the_future_has_none() -> None:
    kinds = (("premium_download", 30), ("event_registered", 0), ("ad_click", 60), ("premium_download", -5))
    assets = {"asset_id": "guide"}
    visits = [
        did("content_download" if what == "premium_download" else what, age, n, person_id="p", **assets)
        for n, (what, age) in enumerate(kinds)
    ]
    one = together({"accounts": [account("A")], "people": [person("p")], "interactions": visits})
    (a,) = one.live(AS_OF)
    assert only(one.k8(a, AS_OF), "K8") == [(9.5, 1)]
    assert only(one.k9b(a, AS_OF), "K9b") == [(round(100 * (1 - math.exp(-0.19)), 6), 1)]
    # 179 days back is the last that counts
    old = [did("contact_request", age, age, person_id="p") for age in (179, 180)]
    one = together({"accounts": [account("A")], "people": [person("p")], "interactions": old})
    assert one.score(a, AS_OF) == pytest.approx(15 * 0.5 ** (179 / 30))


def test_t55_a_lower_threshold_makes_mqas_from_its_day() -> None:
    thresholds = [
        {"tier": "1", "threshold": points, "definition_version": version, "valid_from": since}
        for points, version, since in ((100, "1", date(2000, 1, 1)), (60, "2", date(2025, 6, 1)))
    ]
    requests = [
        did("rfp_request", (AS_OF - on).days, n, account_id=name, session_id=str(n))
        for n, (name, on) in enumerate(
            [("A", date(2025, 5, 20))] * 5 + [("B", date(2025, 5, 30))] * 3 + [("C", date(2025, 6, 10))] * 3
        )
    ]
    # exactly enough
    requests += [did("contact_request", 3, 20 + n, account_id="D", session_id=str(n)) for n in range(4)]
    one = Engagement(
        {
            **NEUTRAL,
            "mqa_thresholds": thresholds,
            "accounts": [account(name) for name in "ABCD"],
            "program_accounts": [member(name) for name in "ABCD"],
            "interactions": requests,
        },
        AS_OF,
    )
    # May's keep the threshold of May; B has 75 points on 30 May and 71.6 when 60 are enough
    days = ["A:mqa:2025-05-20", "B:mqa:2025-06-01", "C:mqa:2025-06-10", "D:mqa:2025-06-27"]
    assert [episode for episode, _ in one.episodes()] == days
    # A has fallen below 100 by the end of May, and is at the threshold again when it is 60
    assert ("A", date(2025, 6, 1)) in [crossing[:2] for crossing in one.crossings()]


def campaign(name: str, channel: str = "email", **others: object) -> dict[str, Any]:
    return {**CRM, "campaign_id": name, "channel": channel, "starts_on": None, "ends_on": None, **others}


def test_t3_of_those_who_have_not_answered_we_know_how_long() -> None:
    """Days to the answer, and of four until the campaign's end or the as-of date."""
    answered, waiting = (10, 20, 30, 60), ((20, 1), (45, 2), (90, 3), (90, None))
    campaigns, mails = [], []
    for number, days in enumerate(answered):
        name = f"m{number}"
        campaigns.append(campaign(name))
        mails += [
            did("email_sent", 100, number, account_id="A", campaign_id=name, session_id=name),
            did("form_submit", 100 - days, 10 + number, account_id="A", campaign_id=name, session_id=name),
            # a second answer changes nothing
            did("form_submit", 99 - days, 20 + number, account_id="A", campaign_id=name, session_id=name),
        ]
    for number, (days, _) in enumerate(waiting, 30):
        name = f"m{number}"
        campaigns.append(campaign(name, ends_on=AS_OF - timedelta(days=100 - days)))
        mails.append(did("email_sent", 100, number, account_id="A", campaign_id=name, session_id=name))
        # too late
        mails.append(did("form_submit", 1, number + 10, account_id="A", campaign_id=name, session_id=name))
    one = together({"accounts": [account("A")], "campaigns": campaigns, "interactions": mails})
    lapses = sorted((line[6], line[7]) for _, line in k10(one, AS_OF))
    assert lapses == [
        (10, "event"), (20, "censored"), (20, "event"), (30, "event"), (45, "censored"), (60, "event"),
        (90, "censored"), (90, "censored"),
    ]  # fmt: skip
    fitted = KaplanMeierFitter().fit([days for days, _ in lapses], [how == "event" for _, how in lapses])
    assert 1 - float(fitted.predict(90)) == pytest.approx(0.6)


def parts(lines: Iterable[Line], kpi: str) -> list[tuple[Any, Any]]:
    return [(line[4], line[5]) for _, line in lines if line[0] == kpi and line[8] is None]


def test_t50_a_session_lasts_half_an_hour_at_most_and_a_bounce_counts() -> None:
    visits = [
        did("page_view", n, n, person_id="p", session_id=f"s{n}", duration_seconds=seconds)
        for n, seconds in enumerate((None, 120, 5400))
    ]
    one = together({"accounts": [account("A")], "people": [person("p")], "interactions": visits})
    found = sorted(parts(k5(one, AS_OF), "K5"))
    assert found == [(0, 1), (120, 1), (1800, 1)]
    assert sum(seconds for seconds, _ in found) / len(found) == 640
    assert found[1][0] == 120


def test_t51_pairs_are_consumed_once_however_often_they_are_downloaded() -> None:
    offers = [
        did("content_offered", 9, n, person_id=f"p{n // 3}", asset_id=f"asset{n % 3}") for n in range(12)
    ]
    # seven downloads of five pairs; one before it was offered
    downloads = [
        did("content_download", age, 20 + n, person_id=f"p{pair // 3}", asset_id=f"asset{pair % 3}")
        for n, (pair, age) in enumerate(((0, 8), (0, 7), (1, 8), (4, 8), (4, 2), (7, 8), (11, 9), (2, 10)))
    ]
    one = together(
        {
            "accounts": [account("A")],
            "people": [person(f"p{n}") for n in range(4)],
            "interactions": offers + downloads,
        }
    )
    found = parts(k6(one, AS_OF), "K6")
    assert (sum(above for above, _ in found), len(found)) == (5, 12)


def test_t52_who_was_not_invited_is_a_walk_in() -> None:
    def asked(number: int, status: str) -> dict[str, Any]:
        at = datetime.combine(AS_OF - timedelta(days=30), time(), UTC)
        # a CRM keeps the last status alone
        return {
            "source_system": "files", "campaign_id": "fair", "person_id": f"p{number}", "status": status,
            "changed_at": at,
        }  # fmt: skip

    one = together(
        {
            "accounts": [account("A")],
            "people": [person(f"p{n}") for n in range(11)],
            "campaigns": [
                campaign("fair", "event", starts_on=AS_OF),
                campaign("later", "event", starts_on=AS_OF + timedelta(days=1)),
            ],
            "campaign_members": [
                *(asked(n, "invited") for n in range(10)),
                *(asked(n, "invited") | {"campaign_id": "later"} for n in range(10)),
                *(asked(n, "registered") for n in range(6)),
                *(asked(n, "attended") for n in (0, 1, 10)),
            ],
        }
    )
    lines = list(k7(one, AS_OF))
    k7_, k7b, k7c = (parts(lines, kpi) for kpi in ("K7", "K7b", "K7c"))
    assert (sum(above for above, _ in k7_), len(k7_)) == (2, 10)
    assert (sum(above for above, _ in k7b), len(k7b)) == (2, 6)
    assert sorted(above for above, _ in k7c) == [0, 0, 1]


def test_a_rise_is_above_all_that_came_before() -> None:
    reads = [
        did("content_download", age, n, person_id="p", asset_id=asset)
        for n, (asset, age) in enumerate(
            # what was read before the 90 days is not in them
            (("guide", 90), ("blog", 20), ("paper", 13), ("blog", 6), ("paper", 5), ("guide", 4))
        )
    ]
    one = together({"accounts": [account("A")], "people": [person("p")], "interactions": reads})
    # on 10 June tofu, 17 June mofu, 24-26 June tofu, mofu and bofu
    assert parts(k12(one, AS_OF), "K12") == [(2, 3)]


def test_a_request_is_spontaneous_where_nothing_went_out_for_168_hours() -> None:
    def spontaneous(hours: float, what: str = "email_sent", way: str = "outbound") -> int:
        before = did(what, 1 + hours / 24, 1, account_id="A", session_id="s", direction=way)
        request = did("demo_request", 1, 2, account_id="A", session_id="s")
        one = together({"accounts": [account("A")], "interactions": [before, request]})
        ((_, line),) = k13(one, AS_OF)
        return int(line[8] is None)

    assert [spontaneous(hours) for hours in (0, 1, 167, 168, 169)] == [1, 0, 0, 0, 1]
    assert [spontaneous(1, what) for what in ("ad_impression", "email_bounced")] == [1, 1]
    assert spontaneous(1, "page_view", "inbound") == 1
