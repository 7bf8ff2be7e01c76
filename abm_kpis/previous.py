"""What the live release knew of its sources, laid beside the private database's tables for comparison.

The release, not the private database, is what a run is held against: it outlives the loss of that database,
and a run that failed never becomes what the next one is compared with.
"""

from __future__ import annotations

import duckdb

from abm_kpis.places import Home
from abm_kpis.releases import DATABASE, current_id
from abm_kpis.settings import Vars
from abm_kpis.sql import quoted

SCHEMA = "previous"
TABLES = {
    "source_table": "source_system varchar, table_name varchar, n_rows bigint",
    "source_column": (
        "source_system varchar, table_name varchar, column_name varchar, landed_as varchar,"
        " data_type varchar, type_family varchar, is_read boolean, is_required boolean"
    ),
    "distribution": "table_name varchar, measure varchar, period_month date, bucket varchar, n_rows bigint",
    "daily_volume": "source_system varchar, table_name varchar, occurred_on date, n_rows bigint",
}


def ensure_previous(connection: duckdb.DuckDBPyConnection) -> None:
    """The tables, empty where no run has filled them: a bare `dbt build` has nothing to compare with."""
    connection.execute(f"create schema if not exists {SCHEMA}")
    for table, columns in TABLES.items():
        connection.execute(f"create table if not exists {SCHEMA}.{table} ({columns})")


def recall_previous(home: Home, chosen: Vars) -> None:
    """Copy what the live release says of its sources; nothing where none is live or it read other ones."""
    home.private.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(home.database)) as connection:
        connection.begin()
        connection.execute(f"drop schema if exists {SCHEMA} cascade")
        ensure_previous(connection)
        connection.commit()
        if current_id(home) is None:
            return
        connection.execute(f"attach {quoted(home.current / DATABASE)} as live (read_only)")
        connection.execute("begin")
        for table in _comparable(connection, chosen):
            connection.execute(
                f"insert into {SCHEMA}.{table} by name"
                f" select {', '.join(_columns(table))} from live.operations.{table}"
            )
        connection.execute("commit")
        connection.execute("detach live")


def _comparable(connection: duckdb.DuckDBPyConnection, chosen: Vars) -> list[str]:
    """The tables that the live release has; an older release lacks some."""
    (raw_from,) = connection.execute(
        "select json_extract_string(settings, '$.raw_from') from live.operations.release"
    ).fetchall()[0]
    if raw_from != chosen["raw_from"]:
        return []
    columns = connection.execute(
        "select table_name, column_name from duckdb_columns()"
        " where database_name = 'live' and schema_name = 'operations'"
    ).fetchall()
    return [
        table
        for table in TABLES
        if set(_columns(table)) <= {column for of_table, column in columns if of_table == table}
    ]


def _columns(table: str) -> list[str]:
    return [column.split()[0] for column in TABLES[table].split(", ")]
