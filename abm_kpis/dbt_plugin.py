"""dbt-duckdb's hook (profiles.yml): where dbt opens the private database.

The raw database is attached to it, the key that people's keys are made with is loaded, and what the last
build found of people who asked to be erased is kept; models are told whether they are those of the last
build. What the live release said of its sources is laid beside it by `abm run`; here its empty tables are
made.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from dbt.adapters.duckdb.plugins import BasePlugin
from dbt_common.exceptions import DbtRuntimeError
from duckdb import DuckDBPyConnection

from abm_kpis.erased_before import keep_erased
from abm_kpis.errors import AbmError
from abm_kpis.person_key import load_person_key, person_key
from abm_kpis.previous import ensure_previous
from abm_kpis.project_state import tell_project_state
from abm_kpis.raw_database import attach_raw_database
from abm_kpis.settings import project_vars

THREADS = "ABM_KPIS_THREADS"


class Plugin(BasePlugin):
    def initialize(self, plugin_config: dict[str, Any]) -> None:
        # a profile sees the vars of the command line only, not those of dbt_project.yml
        self.raw_database = plugin_config["raw_database"] or project_vars()["raw_database"]

    def configure_connection(self, conn: DuckDBPyConnection) -> None:
        ensure_previous(conn)
        try:
            _settle_threads(conn, os.environ.get(THREADS, ""))
            if self.raw_database:
                attach_raw_database(conn, self.raw_database)
            load_person_key(conn, person_key(_database(conn)))
            keep_erased(conn)
        except AbmError as error:
            raise DbtRuntimeError(str(error)) from error

    def configure_cursor(self, cursor: DuckDBPyConnection) -> None:
        # each cursor has variables of its own
        tell_project_state(cursor)


def _settle_threads(connection: DuckDBPyConnection, asked: str) -> None:
    """DuckDB takes every core unless asked to take fewer: on small tables its threads wait for each other."""
    if not asked:
        return
    if not asked.isdecimal() or int(asked) == 0:
        raise AbmError(f"{THREADS} is {asked}; write a whole number from 1 on.")
    connection.execute(f"set threads = {int(asked)}")


def _database(connection: DuckDBPyConnection) -> Path:
    """The file that is open: of several, the one whose tables need no name before theirs."""
    (path,) = connection.execute(
        "select path from duckdb_databases() where database_name = current_database()"
    ).fetchall()[0]
    return Path(path or ".")
