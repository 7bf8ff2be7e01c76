"""Coverage and depth from the rows to the numbers, and beside asking every contact on every day."""

from __future__ import annotations

import json
import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.companies import AS_OF, company
from tests.compiled import Compiled, Tables, compile_models
from tests.conftest import made_once

ROLES = ("economic_buyer", "champion", "technical_buyer", "user_buyer", "procurement")
OUTBOUND = ("email_sent", "email_delivered", "email_bounced", "content_offered", "direct_mail_delivered")
MAILS_OF_FILES = tuple(kind for kind in OUTBOUND if kind != "email_delivered")
WINDOW = timedelta(days=90)
MARCH = datetime(2025, 3, 10, 9, tzinfo=UTC)
Row = dict[str, Any]


def rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    return connection.execute(sql).fetchall()


@pytest.fixture(scope="session")
def coverage(tmp_path_factory: pytest.TempPathFactory) -> Compiled:
    """The models of coverage and depth."""

    def make(folder: Path) -> None:
        models = compile_models(
            folder,
            "kpi_evidence_coverage",
            "kpi_evidence_depth",
            layers=("path:models/intermediate", "path:models/marts"),
            sources_enabled=["salesforce", "hubspot", "files"],
            as_of_date=AS_OF.isoformat(),
            raw_from="source",
        )
        (folder / "models.json").write_text(json.dumps(models.models), "utf-8")

    folder = made_once(tmp_path_factory, "coverage", make)
    return Compiled(json.loads((folder / "models.json").read_text("utf-8")))


def template(**tiers: int | tuple[str, ...]) -> list[Row]:
    """The roles that each tier needs: so many made up, or these."""
    return [
        {"tier": tier[1:], "buying_role": role, "valid_from": date(2000, 1, 1)}
        for tier, wanted in tiers.items()
        for role in (wanted if isinstance(wanted, tuple) else [f"role_{n}" for n in range(wanted)])
    ]


def person(person_id: str, **given: Any) -> Row:
    return {"source_system": "salesforce", "person_id": person_id, "account_id": "a", **given}


def happened(number: int, kind: str, person_id: str, at: datetime = datetime(2025, 6, 1, tzinfo=UTC)) -> Row:
    return {
        "source_system": "salesforce",
        "interaction_id": f"i{number}",
        "occurred_at": at + timedelta(minutes=number),
        "type": kind,
        "direction": "inbound" if kind == "form_submit" else "outbound",
        "person_id": person_id,
    }


def in_programme(*accounts: tuple[str, str]) -> Tables:
    return {
        "accounts": [
            {"source_system": "salesforce", "account_id": name, "account_name": name} for name, _ in accounts
        ],
        "program_accounts": [
            {"source_system": "files", "account_id": name, "tier": tier, "valid_from": date(2024, 1, 1)}
            for name, tier in accounts
        ],
        "engagement_weights": [
            {
                "type": "form_submit",
                "direction": "inbound",
                "quality": "high",
                "points": 10,
                "valid_from": date(2000, 1, 1),
            }
        ],
    }


def totals(connection: duckdb.DuckDBPyConnection, seen_on: date = AS_OF) -> dict[str, tuple[float, float]]:
    """Numerator and denominator of each KPI over all accounts."""
    found = rows(
        connection,
        "select kpi_id, sum(numerator_part), sum(denominator_part)"
        " from (from kpi.kpi_evidence_coverage union all from kpi.kpi_evidence_depth)"
        f" where excluded_reason is null and seen_on = date '{seen_on}' group by kpi_id",
    )
    return {str(kpi_id): (float(numerator), float(denominator)) for kpi_id, numerator, denominator in found}


def test_touched_is_of_the_roles_required(coverage: Compiled) -> None:
    """T41: of five roles three identified, two touched: 60 % and 40 %, not 2 of 3."""
    with coverage.build(
        {
            **in_programme(("a", "1")),
            "people": [person(role, buying_role=role) for role in ROLES[:3]],
            "interactions": [happened(1, "email_delivered", ROLES[0]), happened(2, "form_submit", ROLES[1])],
            "buying_committee_template": template(t1=ROLES),
        }
    ) as connection:
        found = totals(connection)
    assert (found["K1"], found["K2"], found["K3"]) == ((3, 5), (2, 5), (1, 5))
    assert (found["K2b"], found["K2c"]) == ((0, 1), (0.4, 1))


def test_pooled_mean_and_share_of_accounts_have_names_of_their_own(coverage: Compiled) -> None:
    """T40: 4 of 5 and 1 of 10: pooled 33.3 %, mean 45 %, one of two at 60 % or more."""
    people = [
        *(person(f"a{number}", buying_role=f"role_{number}") for number in range(4)),
        person("b0", account_id="b", buying_role="role_0"),
    ]
    with coverage.build(
        {
            **in_programme(("a", "1"), ("b", "2")),
            "people": people,
            "interactions": [
                happened(number, "content_offered", one["person_id"]) for number, one in enumerate(people)
            ],
            "buying_committee_template": template(t1=5, t2=10),
        }
    ) as connection:
        found = totals(connection)
    assert found["K2"] == (5, 15)
    assert found["K2c"] == (0.9, 2)
    assert found["K2b"] == (1, 2)


def test_merged_contacts_are_one_contact(coverage: Compiled) -> None:
    """T32: c1 into c2 into c3, with 2, 1 and 3 events: 6 per contact; the naive mean is 2."""
    chain = {"c1": "c2", "c2": "c3", "c3": None}
    with coverage.build(
        {
            **in_programme(("a", "1")),
            "people": [
                person(one, merged_into_person_id=target, deleted_at=target and MARCH)
                for one, target in chain.items()
            ],
            "interactions": [
                happened(number, "form_submit", one)
                for number, one in enumerate(["c1", "c1", "c2", "c3", "c3", "c3"])
            ],
        }
    ) as connection:
        found = totals(connection)
    assert (found["K4a"], found["K4b"]) == ((6, 1), (6, 1))


def test_an_erased_contact_leaves_coverage_on_that_day(coverage: Compiled) -> None:
    """T53: five interactions of March stay; the contact falls from the erasure in April on, not before."""
    with coverage.build(
        {
            **in_programme(("a", "1")),
            "people": [person("p", buying_role="champion"), person("q")],
            "interactions": [happened(number, "form_submit", "p", MARCH) for number in range(5)],
            "erasure_requests": [
                {
                    "source_system": "salesforce",
                    "person_id": "p",
                    "requested_at": datetime(2025, 4, 10, tzinfo=UTC),
                }
            ],
            "buying_committee_template": template(t1=("champion",)),
        }
    ) as connection:
        march, april = (totals(connection, day) for day in (date(2025, 3, 31), date(2025, 4, 30)))
    assert (march["K1"], march["K3"], march["K4a"], march["K4b"]) == ((1, 1), (1, 1), (5, 2), (5, 1))
    assert (april["K1"], april["K3"], april["K4a"], april["K4b"]) == ((0, 1), (0, 1), (5, 1), (5, 0))


def with_committees(tables: Tables, seed: int) -> Tables:
    """The company with roles, mails that are sent to people, and a template that changes."""
    draw = random.Random(seed)
    people = [{**row, "buying_role": draw.choice((*ROLES[:3], None))} for row in tables["people"]]
    mails = [
        {
            "source_system": one["source_system"],
            "interaction_id": f"m{number}",
            "occurred_at": datetime(2025, 1, 1, tzinfo=UTC) + timedelta(hours=draw.randrange(4500)),
            # the files tell of no delivery
            "type": draw.choice(MAILS_OF_FILES if one["source_system"] == "files" else OUTBOUND),
            "direction": "outbound",
            "person_id": one["person_id"],
            "campaign_id": draw.choice(("m", None)),
        }
        for number, one in enumerate(draw.choices(people, k=60))
    ]
    changed = date(2025, draw.randint(2, 6), 15)
    committee = template(t1=ROLES[:3], t2=ROLES[:2], t3=ROLES[:1])
    committee[0]["valid_to"] = changed
    return {
        **tables,
        "people": people,
        "interactions": [*tables["interactions"], *mails],
        "buying_committee_template": [*committee, {**committee[3], "tier": "3", "valid_from": changed}],
        "program_accounts": [
            *tables["program_accounts"],
            *(
                {
                    **{k: row[k] for k in ("source_system", "account_id")},
                    "tier": draw.choice("123"),
                    "valid_from": date(2024, 6, 1),
                }
                for row in draw.sample(tables["accounts"], 5)
            ),
        ],
    }


LOCAL = "cast({} at time zone 'Europe/Paris' as date)"
PEOPLE = f"""
    select person_key, replace(lower(buying_role), ' ', '_'), {LOCAL.format("created_at")},
        {LOCAL.format("deleted_at")}, {LOCAL.format("erased_at")}
    from intermediate.int_person_described
"""
TOUCHES = """
    select source_system, person_key, campaign_id, type, direction, is_done, occurred_on
    from intermediate.int_interaction_judged
    where excluded_reason is null and person_key is not null
    order by occurred_at, type != 'email_sent', interaction_id
"""
EVENTS = """
    select account_key, person_key, direction, event_count, occurred_on
    from intermediate.int_interaction_engaged
"""
SALES = ("sales_call", "sales_meeting", "sales_email", "sales_message")


class Asked:
    """Who is where on a day, touched by what: each question answered by looking at every row."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.people = {row[0]: row[1:] for row in rows(connection, PEOPLE)}
        self.employers, self.domains = (
            rows(
                connection, f"select person_key, account_key, valid_from, valid_to from intermediate.{model}"
            )
            for model in ("int_person_employed", "int_person_domained")
        )
        self.events = rows(connection, EVENTS)
        mails = rows(connection, TOUCHES)
        telling = {row[0] for row in mails if row[3] == "email_delivered"}
        self.touches = [(row[1], row[6]) for row in mails if self._reaches(row)]
        for place, row in enumerate(mails):
            if (
                row[3] == "email_sent"
                and row[0] not in telling
                and not self._bounces(row, mails[place + 1 :])
            ):
                self.touches.append((row[1], row[6]))
        self.touches += [(row[1], row[4]) for row in self.events]

    @staticmethod
    def _bounces(sent: tuple[Any, ...], later: list[tuple[Any, ...]]) -> bool:
        """Whether a bounce of its campaign, or of none, comes before the next mail that it may be of."""
        mine = [one for one in later if one[:2] == sent[:2]]
        of_campaign = [one[3] for one in mine if one[2] == sent[2] is not None]
        of_any = [one[3] for one in mine if one[3] == "email_sent" or one[2] is None]
        return any(
            [kind for kind in kinds if kind in ("email_sent", "email_bounced")][:1] == ["email_bounced"]
            for kinds in (of_campaign, of_any)
        )

    @staticmethod
    def _reaches(row: tuple[Any, ...]) -> bool:
        return row[3] in ("email_delivered", "content_offered", "direct_mail_delivered") or (
            row[3] in SALES and row[4] == "outbound" and row[5]
        )

    def is_there(self, person: int, day: date) -> bool:
        # who is made after the as-of date is not described
        if person not in self.people:
            return False
        created, deleted, erased = self.people[person][1:]
        return (created or day) <= day and all(gone is None or gone > day for gone in (deleted, erased))

    def has_left(self, person: int, day: date) -> bool:
        return any(gone is not None and gone <= day for gone in self.people[person][2:])

    def contacts(self, account: int, day: date) -> set[int]:
        works = {person: employer for person, employer, start, end in self.employers if start <= day < end}
        owned = {person: owner for person, owner, start, end in self.domains if start <= day < end}
        return {
            person for person, of in (owned | works).items() if of == account and self.is_there(person, day)
        }

    def rungs(self, account: int, role: str, day: date) -> tuple[int, int, int]:
        contacts = {one for one in self.contacts(account, day) if self.people[one][0] == role}
        touched = {who for who, on in self.touches if day - WINDOW < on <= day}
        engaged = {row[1] for row in self.events if row[2] == "inbound" and day - WINDOW < row[4] <= day}
        return len(contacts), len(contacts & touched), len(contacts & engaged)

    def depth(self, account: int, day: date) -> tuple[int, int, int, int]:
        events = [row for row in self.events if row[0] == account and day - WINDOW < row[4] <= day]
        # who is made after the as-of date is nobody yet
        who = {row[1] for row in events if row[1] in self.people}
        return (
            len(self.contacts(account, day)),
            len([one for one in who if not self.has_left(one, day)]),
            sum(row[3] for row in events),
            sum(row[3] for row in events if row[1] in self.people),
        )


COVERAGE = """
    select account_key, buying_role, seen_on, n_contacts, n_touched_contacts, n_engaged_contacts
    from account_engagement.account_coverage
    inner join intermediate.int_account_standing using (account_id)
"""
DEPTH = """
    select account_key, seen_on, n_contacts, n_engaged_people, n_events, n_events_of_people
    from intermediate.int_account_engagement_counted
    inner join intermediate.int_account_standing using (account_id)
"""
REQUIRED = """
    select count(*) from (
        select account_key, seen_on, t.buying_role
        from intermediate.int_account_observed as o
        inner join intermediate.int_account_matchable using (account_key)
        inner join input_layer.input__buying_committee_template as t
            on
                o.tier = t.tier and o.seen_on >= t.valid_from
                and o.seen_on < coalesce(t.valid_to, date '9999-12-31')
        where o.abm_segment = 'abm' and o.observed_every != 'day'
        group by all
    )
"""


def test_spans_count_whom_every_day_finds(coverage: Compiled) -> None:
    """In 40 companies of movers, mergers and bounces each count is what asking day by day gives."""
    seen: Counter[str] = Counter()
    for seed in range(40):
        with coverage.build(with_committees(company(seed), seed)) as connection:
            asked = Asked(connection)
            covered = rows(connection, COVERAGE)
            assert [(len(covered),)] == rows(connection, REQUIRED), seed
            for account, role, day, *counts in covered:
                assert tuple(counts) == asked.rungs(account, role, day), (seed, account, role, day)
                seen.update(identified=counts[0], several=counts[0] > 1, touched=counts[1], engaged=counts[2])
            for account, day, *counts in rows(connection, DEPTH):
                assert tuple(counts) == asked.depth(account, day), (seed, account, day)
                seen.update(
                    contacts=counts[0],
                    engaged_people=counts[1],
                    anonymous=counts[2] - counts[3],
                    left=not counts[0],
                )
    # every kind of row is among them
    assert min(seen.values()) > 100, seen
