"""dbt-duckdb's hook (profiles.yml): where dbt opens the private database, the raw one is attached to it.

What the live release said of its sources is laid beside it by `abm run`; here its empty tables are made.
"""

from __future__ import annotations

from typing import Any

from dbt.adapters.duckdb.plugins import BasePlugin
from dbt_common.exceptions import DbtRuntimeError
from duckdb import DuckDBPyConnection

from abm_kpis.errors import AbmError
from abm_kpis.previous import ensure_previous
from abm_kpis.raw_database import attach_raw_database
from abm_kpis.settings import project_vars


class Plugin(BasePlugin):
    def initialize(self, plugin_config: dict[str, Any]) -> None:
        # a profile sees the vars of the command line only, not those of dbt_project.yml
        self.raw_database = plugin_config["raw_database"] or project_vars()["raw_database"]

    def configure_connection(self, conn: DuckDBPyConnection) -> None:
        ensure_previous(conn)
        if self.raw_database:
            try:
                attach_raw_database(conn, self.raw_database)
            except AbmError as error:
                raise DbtRuntimeError(str(error)) from error
