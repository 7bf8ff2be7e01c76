"""Whose data a home holds: the demo company's releases and a company's own never stand in one ledger."""

from __future__ import annotations

import duckdb

from abm_kpis.errors import AbmError
from abm_kpis.places import Home
from abm_kpis.releases import current_id, query


def refuse_to_mix(home: Home, raw_from: str) -> None:
    """Stop a run of the demo company in a company's home, and the other way round.

    Raises:
        AbmError: the live release, or what has landed in the private database, is of the other one.
    """
    is_demo = raw_from == "demo"
    if current_id(home) is not None:
        (published_from,) = query(
            home.current, "select json_extract_string(settings, '$.raw_from') from operations.release"
        )[0]
        if is_demo and published_from != "demo":
            raise AbmError(
                f"{home.root} holds releases of your own data, and this would be a run of the demo company."
                f" {_HOW_TO_NAME} The demo takes a home of its own: --home demo."
            )
        if not is_demo and published_from == "demo":
            raise AbmError(
                f"{home.root} holds releases of the demo company; give your own data a home of its own:"
                " --home my_company."
            )
    if is_demo and (schemas := _landed_schemas(home)):
        raise AbmError(
            f"Your own data has landed in {home.database} ({', '.join(schemas)}), and this would be a run of"
            f" the demo company. {_HOW_TO_NAME}"
        )


_HOW_TO_NAME = (
    "Name your folder with --files, or your sources with"
    " --vars '{raw_from: source, sources_enabled: [salesforce]}'."
)


def _landed_schemas(home: Home) -> list[str]:
    if not home.database.exists():
        return []
    with duckdb.connect(str(home.database)) as connection:
        rows = connection.execute(
            "select distinct schema_name from duckdb_tables()"
            " where starts_with(schema_name, 'raw_') order by all"
        ).fetchall()
    return [schema for (schema,) in rows]
