"""The raw database: where loaders landed, if that is not the private database. It is attached read-only.

The setting `raw_database` gives it a name, the environment says where it is: no path, host or password
stands in settings, target/, logs or a release. docs/loading.md has it command by command.
"""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path

import duckdb

from abm_kpis.errors import AbmError
from abm_kpis.settings import Vars
from abm_kpis.sql import quoted

WHERE = "ABM_KPIS_RAW_DATABASE"
EXTENSION = "postgres_scanner"
# libpq would wait for minutes for a host that does not answer
PATIENCE = "10"
_HOW_TO_REACH = (
    "Say where it is with PGHOST, PGPORT, PGDATABASE, PGUSER and PGPASSWORD (or PGSERVICE, or ~/.pgpass);"
    f" a DuckDB file is named by {WHERE}."
)


def whereabouts() -> dict[str, str]:
    """What the environment says of it, whatever folder dbt works in."""
    path = os.environ.get(WHERE)
    return {WHERE: str(Path(path).resolve())} if path and "://" not in path else {}


def attach_raw_database(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Attach it read-only: the DuckDB file that the environment names, else the Postgres libpq would open.

    Raises:
        AbmError: it cannot be reached or opened, or DuckDB's extension for Postgres is not there.
    """
    path = os.environ.get(WHERE)
    if path:
        _attach_file(connection, name, path)
    else:
        _attach_postgres(connection, name)


def refuse_unreadable(chosen: Vars) -> None:
    """Stop before the build where the raw database cannot be read, or lacks the schema of a source.

    Raises:
        AbmError: the database cannot be attached, or a source that is on has no schema there.
    """
    name = chosen["raw_database"]
    if not name:
        return
    if chosen["raw_from"] != "source":
        raise AbmError(
            f"raw_database: {name} holds your own data, and this would be a run of the demo company. Name"
            " your sources with --vars '{raw_from: source, sources_enabled: [salesforce]}'."
        )
    with duckdb.connect() as connection:
        attach_raw_database(connection, name)
        found = connection.execute(
            "select distinct schema_name from duckdb_schemas() where database_name = ? and not internal"
            " and schema_name not like 'pg!_%' escape '!' and schema_name != 'information_schema'"
            " order by all",
            [name],
        ).fetchall()
    schemas = [schema for (schema,) in found]
    known = {schema.lower() for schema in schemas}
    for source in chosen["sources_enabled"]:
        wanted = chosen["raw_schemas"].get(source, f"raw_{source}")
        if source != "files" and wanted.lower() not in known:
            raise AbmError(
                f"raw_database: {name} has no schema {wanted} for {source}; it has"
                f" {', '.join(schemas) or 'none'}. Land {source} there, name its schema with"
                f" raw_schemas: {{{source}: ...}}, or leave {source} out of sources_enabled."
            )


def _attach_file(connection: duckdb.DuckDBPyConnection, name: str, path: str) -> None:
    if "://" in path:
        # not repeated: such an address may hold a password
        raise AbmError(f"{WHERE} takes the path of a DuckDB file. A Postgres needs none. {_HOW_TO_REACH}")
    try:
        connection.execute(f'attach if not exists {quoted(path)} as "{name}" (type duckdb, read_only)')
    except duckdb.Error as error:
        raise AbmError(
            f"raw_database: {name} cannot be opened, {WHERE} says it is {path}. A loader that still writes it"
            " has to end first, and a file of DuckDB 2 has to be written anew by DuckDB 1.5"
            f" (docs/loading.md).\n  {_first_line(error)}"
        ) from error


def _attach_postgres(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    connection.execute("set autoinstall_known_extensions = false")
    try:
        connection.execute(f"load {quoted(_extension_file())}")
    except duckdb.Error as error:
        raise AbmError(
            f"raw_database: {name} needs DuckDB's extension for Postgres, which does not load;"
            f" `make setup` installs it.\n  {_first_line(error)}"
        ) from error
    # all else about the connection is read by libpq from its own variables and files
    how = "" if "PGCONNECT_TIMEOUT" in os.environ else f"connect_timeout={PATIENCE}"
    try:
        connection.execute(f'attach if not exists {quoted(how)} as "{name}" (type postgres, read_only)')
    except duckdb.Error as error:
        why = _first_line(error).split('": ', 1)[-1]
        raise AbmError(f"raw_database: {name} cannot be reached: {why}\n  {_HOW_TO_REACH}") from error


def _extension_file() -> Path:
    package = importlib.util.find_spec(f"duckdb_extension_{EXTENSION}")
    folder = Path(next(iter(package.submodule_search_locations or []))) if package else Path(EXTENSION)
    return folder / "extensions" / f"v{duckdb.__version__}" / f"{EXTENSION}.duckdb_extension"


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]
