"""What the end of a run says of findings: column, row and value, up to three, and what to do."""

from __future__ import annotations

import duckdb
import pytest

from abm_kpis.findings import found_lines


@pytest.fixture
def connection() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute(
        """
        create schema operations;
        create table operations.data_quality_finding
            (finding varchar, treatment varchar, table_name varchar, n_rows bigint);
        create table operations.told_row (
            table_name varchar, column_name varchar, source_system varchar, row_number bigint,
            row_key varchar, finding varchar, raw_value varchar
        );
        create table operations.interaction_without_account
            (interaction_id varchar, column_name varchar, domain varchar, person_record varchar)
        """
    )
    return connection


def found(connection: duckdb.DuckDBPyConnection, finding: str, treatment: str, n: int) -> str:
    connection.execute(
        "insert into operations.data_quality_finding values (?, ?, 'interactions', ?)",
        [finding, treatment, n],
    )
    (line,) = found_lines(connection)[1:]
    return line


def test_a_reference_to_nothing_names_column_row_and_value(connection: duckdb.DuckDBPyConnection) -> None:
    told = [
        ("account_id", 12, "I12", "A9"),
        ("asset_id", 4, "I4", "X"),
        # of a database table there is no file row; a key without an id is content, which may be anybody's
        ("person_id", None, "I7", "jo.doe@acme.example"),
        ("person_id", None, "web\x1fpage_view\x1fjo", "P9"),
    ]
    connection.executemany(
        "insert into operations.told_row"
        " values ('interactions', ?, 'files', ?, ?, 'reference_to_nothing', ?)",
        told,
    )
    line = found(connection, "reference_to_nothing", "emptied", 4)
    assert line == (
        "  interactions: reference that leads nowhere (4), reference emptied: row 4: asset_id X,"
        " row 12: account_id A9, I7: person_id [e-mail]. Land the rows that they name, or mend what names"
        " them; all: operations.told_row."
    )
    connection.execute("delete from operations.told_row where row_key not like 'web%'")
    assert "emptied: person_id P9. Land" in found_lines(connection)[1]


def test_other_findings_name_their_columns_once(connection: duckdb.DuckDBPyConnection) -> None:
    connection.executemany(
        "insert into operations.told_row"
        " values ('interactions', 'amount', 'files', ?, ?, 'amount_rounded', ?)",
        [(3, "b", "1.234"), (2, "a", "2.345"), (5, "c", "3.456"), (9, "d", "4.567")],
    )
    line = found(connection, "amount_rounded", "rounded_to_the_cent", 4)
    assert line.endswith(": amount of row 2: 2.345, row 3: 1.234, row 5: 3.456")


def test_interactions_without_account_say_what_they_name(connection: duckdb.DuckDBPyConnection) -> None:
    insert = "insert into operations.interaction_without_account values (?, ?, ?, ?)"
    connection.execute(insert, ["web:1", None, None, None])
    line = found(connection, "of_no_known_account", "kept_without_account", 1)
    assert line.startswith(
        "  interactions: of no known account (1), kept, without an account:"
        " none names an account, a person or a domain. Give the account its domain"
    )
    for row in (
        ("web:2", "email", "gmail.com", None),
        ("hubspot:3", "person_id", None, "hubspot:P3"),
        ("files:jo@acme.example", "domain", "acme.example", None),
        ("web:9", "domain", "acme.example", None),
    ):
        connection.execute(insert, list(row))
    line = found_lines(connection)[1]
    assert ": files:[e-mail]: domain acme.example, hubspot:3: person_id hubspot:P3, web:2: email at" in line
    assert "operations.interaction_without_account" in line
