"""What a run that stops by max_rejected says: a row and a word of each reason, and what lies behind many."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from abm_kpis.places import Home
from abm_kpis.rejected import rejected_lines


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path)
    home.database.parent.mkdir(parents=True, exist_ok=True)
    _execute(
        home,
        """
        create schema operations;
        create schema input_layer;
        create table input_layer.input__accounts (account_id varchar);
        create table operations.quarantine (
            table_name varchar, source_system varchar, row_number bigint, row_key varchar,
            column_name varchar, reason varchar, raw_value varchar
        );
        insert into operations.quarantine values
            ('costs', 'files', 10, 'files:K10', 'category', 'is none of technology', 'salaries'),
            ('costs', 'files', 9, 'files:K9', 'category', 'is none of technology', 'wages'),
            ('users', 'files', 2, 'files:U', 'email', 'is not an address', 'a@b@acme.fr'),
            ('opportunities', 'salesforce', null, '006', 'created_at', 'is required and empty', null),
            ('opportunities', 'files', 3, 'files:3', 'is_won', 'is not true or false', 'peut-être')
        """,
    )
    return home


def _execute(home: Home, statement: str) -> None:
    with duckdb.connect(str(home.database)) as connection:
        connection.execute(statement)


def test_each_reason_has_its_first_row_and_its_word(home: Home) -> None:
    tables = [("costs", "files"), ("users", "files"), ("opportunities", "salesforce")]
    assert rejected_lines(home, tables) == (
        [],
        [
            f"  Such as (operations.quarantine in {home.database} has each row):",
            "    costs (files), row 9: category is none of technology: wages",
            "    opportunities (salesforce), id 006: created_at is required and empty",
            "    users (files), row 2: email is not an address: [e-mail]",
        ],
    )


def test_that_no_account_has_landed_is_said_first(home: Home) -> None:
    _execute(
        home,
        "insert into operations.quarantine values ('contracts', 'salesforce', null, '800', 'account_id',"
        " 'is in no accepted row of accounts', 'A')",
    )
    (before,), _ = rejected_lines(home, [("contracts", "salesforce")])
    assert before.startswith(
        "  No source lands a row of accounts that is accepted, and rows of contracts must name one: land the"
        " accounts first"
    )
    _execute(home, "insert into input_layer.input__accounts values ('B')")
    assert rejected_lines(home, [("contracts", "salesforce")])[0] == []
