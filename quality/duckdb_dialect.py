"""DuckDB as Great Expectations can use it.

It fetches a result after giving the connection back, and the rollback of that moment clears DuckDB's pending
result ("list index out of range"). The database is only read: begin, commit and rollback have nothing to do.
"""

from __future__ import annotations

from typing import Any

from duckdb_engine import Dialect
from sqlalchemy.dialects import registry
from sqlalchemy.pool import StaticPool


class ReadOnlyDuckDB(Dialect):  # type: ignore[misc]
    """The duckdb dialect, read-only and without transactions."""

    name = "duckdb"
    supports_statement_cache = False

    @classmethod
    def get_pool_class(cls, url: Any) -> type[StaticPool]:
        return StaticPool

    def create_connect_args(self, url: Any) -> Any:
        arguments, options = super().create_connect_args(url)
        return arguments, {**options, "read_only": True}

    def do_begin(self, dbapi_connection: Any) -> None:
        pass

    def do_commit(self, dbapi_connection: Any) -> None:
        pass

    def do_rollback(self, dbapi_connection: Any) -> None:
        pass


def register() -> None:
    """Make the dialect known as abmduckdb://."""
    registry.register("abmduckdb", "quality.duckdb_dialect", "ReadOnlyDuckDB")
