"""The few pieces of SQL text that cannot be parameters."""

from __future__ import annotations

from pathlib import Path

import duckdb


def quoted(text: str | Path) -> str:
    """A literal of SQL."""
    return "'" + str(text).replace("'", "''") + "'"


def comment(
    connection: duckdb.DuckDBPyConnection, table: str, description: str, columns: dict[str, str]
) -> None:
    """Describe a table and its columns in the database itself; empty descriptions are left out."""
    connection.execute(f"comment on table {table} is {quoted(_on_one_line(description))}")
    for column, text in columns.items():
        if text:
            connection.execute(f'comment on column {table}."{column}" is {quoted(_on_one_line(text))}')


def _on_one_line(text: str) -> str:
    return " ".join(text.split())
