"""What earlier builds found of people who asked to be erased: who has left their source since is still known.

A request by address leads to a record only as long as the source has it, and the person's calls and older
releases name the record. So what a build finds is kept in the private database, hashed with the key, and
counts as long as its request is there.
"""

from __future__ import annotations

import duckdb

TABLE = "secret.erased_identifier"
FOUND = "input_layer.landed__erased_identifier"
COLUMNS = ("request", "identifier_type", "identifier")


def keep_erased(connection: duckdb.DuckDBPyConnection) -> None:
    """Add what the last build found to what is kept, where it is read (source secret.erased_identifier)."""
    connection.execute("create schema if not exists secret")
    connection.execute(f"create table if not exists {TABLE} ({', '.join(f'{c} varchar' for c in COLUMNS)})")
    found = connection.execute(
        "select column_name from duckdb_columns() where database_name = current_database()"
        " and schema_name || '.' || table_name = ?",
        [FOUND],
    ).fetchall()
    # the table of an older version has other columns
    if set(COLUMNS) <= {column for (column,) in found}:
        chosen = ", ".join(COLUMNS)
        connection.execute(
            f"insert into {TABLE} select {chosen} from {FOUND} where is_known"
            f" except select {chosen} from {TABLE}"
        )
