"""What a run that stops by max_rejected says of the rows: the first of each reason, and where all are."""

from __future__ import annotations

import duckdb

from abm_kpis.findings import masked
from abm_kpis.places import Home

NAMED_REASONS = 8
SHOWN_LETTERS = 80


def rejected_lines(home: Home, tables: list[tuple[str, str]]) -> tuple[list[str], list[str]]:
    """What to say before and after the reasons of these tables, each with its source."""
    with duckdb.connect(str(home.database), read_only=True) as connection:
        return _without_accounts(connection), _examples(home, connection, tables)


def _without_accounts(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The one cause behind many reasons."""
    (has_accounts,) = connection.execute("select count(*) > 0 from input_layer.input__accounts").fetchall()[0]
    named = connection.execute(
        "select distinct table_name from operations.quarantine"
        " where reason like 'is in no accepted row of accounts%' order by all"
    ).fetchall()
    if has_accounts or not named:
        return []
    tables = ", ".join(table for (table,) in named)
    return [
        f"  No source lands a row of accounts that is accepted, and rows of {tables} must name one: land the"
        " accounts first (accounts.csv in the folder of files, or the CRM's table of accounts)."
    ]


def _examples(home: Home, connection: duckdb.DuckDBPyConnection, tables: list[tuple[str, str]]) -> list[str]:
    rows = connection.execute(
        """
        select table_name, source_system, column_name, reason,
            first(coalesce('row ' || row_number, 'id ' || row_key, 'a row')
                order by row_number nulls last, row_key, raw_value),
            first(coalesce(raw_value, '') order by row_number nulls last, row_key, raw_value)
        from operations.quarantine
        group by all
        order by count(*) desc, 1, 2, 3, 4
        """
    ).fetchall()
    named = [row for row in rows if (row[0], row[1]) in tables][:NAMED_REASONS]
    return [
        f"  Such as (operations.quarantine in {home.database} has each row):",
        *(
            f"    {table} ({source}), {where}: {column} {reason}" + (f": {_shown(word)}" if word else "")
            for table, source, column, reason, where, word in named
        ),
    ]


def _shown(word: str) -> str:
    text = masked(word)
    return text if len(text) <= SHOWN_LETTERS else text[:SHOWN_LETTERS] + "…"
