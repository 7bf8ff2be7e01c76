"""The golden cases of identity from the rows to the numbers (golden_cases.md)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.compiled import Compiled, rows

Row = dict[str, Any]
MARCH = datetime(2025, 3, 10, 9, tzinfo=UTC)


def account(account_id: str, **given: Any) -> Row:
    return {"source_system": "salesforce", "account_id": account_id, "account_name": account_id, **given}


def person(person_id: str, **given: Any) -> Row:
    return {"source_system": "salesforce", "person_id": person_id, **given}


def interaction(number: int, **given: Any) -> Row:
    return {
        "source_system": "salesforce",
        "interaction_id": f"i{number}",
        "occurred_at": MARCH.replace(minute=number),
        "type": "form_submit",
        "direction": "inbound",
        **given,
    }


WEIGHTS = [
    {
        "type": "form_submit",
        "direction": "inbound",
        "quality": "high",
        "points": 10,
        "valid_from": date(2000, 1, 1),
    }
]


def test_free_mail_and_providers_match_nobody(identity: Compiled) -> None:
    """T15: two of four are matched by domain; the naive rule matches three."""
    addresses = ("jean@acme.fr", "marie@acme.fr", "paul@gmail.com", "li@orange.fr")
    with identity.build(
        {
            "accounts": [
                account("acme", email_domains="acme.fr"),
                account("orange", email_domains="orange.fr"),
            ],
            "people": [person(f"p{number}", email=email) for number, email in enumerate(addresses)],
            "free_email_domains": [
                {"domain": "gmail.com", "kind": "free"},
                {"domain": "orange.fr", "kind": "isp"},
            ],
        }
    ) as connection:
        assert rows(
            connection,
            "select match_method, count(*) from intermediate.int_person_placed group by 1 order by 1",
        ) == [("email_domain", 2), ("none", 2)]
        assert rows(
            connection, "select account_id, contact_count from intermediate.int_account_described order by 1"
        ) == [("acme", 2), ("orange", 0)]


def test_a_shared_domain_counts_once(identity: Compiled) -> None:
    """T16: one row of 10 points for three accounts on one domain is 10; the naive join makes 30."""
    with identity.build(
        {
            "accounts": [account(one, email_domains="acme.com") for one in ("a", "b", "c")],
            "interactions": [interaction(1, email="lead@acme.com")],
            "engagement_weights": WEIGHTS,
        }
    ) as connection:
        assert rows(
            connection,
            "select sum(n_interactions), sum(points) from intermediate.int_account_interaction_counted",
        ) == [(1, 10)]


def test_merged_contacts_are_one(identity: Compiled) -> None:
    """T32: c1 into c2 into c3, with 2, 1 and 3 events: one contact with 6; the naive mean is 2.0."""
    chain = {"c1": "c2", "c2": "c3", "c3": None}
    with identity.build(
        {
            "people": [person(one, merged_into_person_id=target) for one, target in chain.items()],
            "interactions": [
                interaction(number, person_id=one)
                for number, one in enumerate(["c1", "c1", "c2", "c3", "c3", "c3"])
            ],
        }
    ) as connection:
        assert rows(
            connection,
            "select person_id, count(*) from intermediate.int_interaction_judged"
            " inner join intermediate.int_person_described using (person_key) group by 1",
        ) == [("c3", 6)]


@pytest.mark.parametrize(("asked", "contacts"), [(date(2025, 7, 1), 2), (date(2025, 6, 30), 1)])
def test_an_erased_contact_leaves_what_they_did(identity: Compiled, asked: date, contacts: int) -> None:
    """T53: the account keeps its 5 interactions of March; the contact falls from the erasure on."""
    with identity.build(
        {
            "accounts": [account("a", email_domains="a.example")],
            "people": [
                person("p", account_id="a", email="p@a.example", full_name="P"),
                person("q", account_id="a", email="q@a.example", full_name="Q"),
            ],
            "interactions": [interaction(number, email="p@a.example") for number in range(5)],
            "erasure_requests": [
                {
                    "source_system": "files",
                    "email": "P@a.example",
                    "requested_at": datetime.combine(asked, datetime.min.time(), UTC),
                }
            ],
        }
    ) as connection:
        assert rows(
            connection, "select account_id, contact_count from intermediate.int_account_described"
        ) == [("a", contacts)]
        assert rows(
            connection,
            "select count(*), count(person_key), count(account_key), count(address)"
            " from intermediate.int_interaction_identified",
        ) == [(5, 5, 5, 5 if contacts == 2 else 0)]
        assert rows(
            connection, "select count(email), count(full_name) from intermediate.int_person_described"
        ) == [(contacts, contacts)]


def test_records_of_tomorrow_take_nothing_over(identity: Compiled) -> None:
    """An account created after the as-of date does not stand for one that is there already."""
    with identity.build(
        {
            "accounts": [
                account("young", email_domains="a.example", created_at=datetime(2025, 8, 1, tzinfo=UTC)),
                account("old", source_system="files", email_domains="a.example"),
            ],
            "interactions": [interaction(1, email="x@a.example")],
        }
    ) as connection:
        assert rows(connection, "select account_id from intermediate.int_account_described") == [("old",)]
        assert rows(connection, "select match_method from intermediate.int_interaction_judged") == [
            ("domain",)
        ]
