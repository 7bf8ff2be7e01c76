"""Write an immutable release from the private database, and make it live in one step.

The only module that writes below `published`, with `releases`, which moves and removes what stands there.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import duckdb

from abm_kpis.checks import Check
from abm_kpis.errors import AbmError
from abm_kpis.interface import refuse_broken_promises
from abm_kpis.ledger import write_ledger
from abm_kpis.page import write_page
from abm_kpis.person_key import key_id, person_key
from abm_kpis.places import Home
from abm_kpis.reference_content import reference_content
from abm_kpis.releases import (
    DATABASE,
    INCOMING,
    LEDGER_PART,
    next_release_id,
    point_current_at,
    prune,
    remove,
    seal,
    settle_ledger,
)
from abm_kpis.settings import Vars
from abm_kpis.sql import comment, quoted
from quality.gate import Verdict

PAGE = "index.html"
CHECK_COMMENTS = (
    "One row per check of the release, and one per finding: what the data got wrong and how it was treated.",
    {
        "check_type": "dbt_test, expectation (Great Expectations), reconciliation, drift (a source that"
        " changed) or finding.",
        "check_name": "Name of the check or finding.",
        "table_name": "The table it is about.",
        "status": "pass; warn or note where the check found something and stops nothing; told for a finding.",
        "n_rows": "Rows that break the check, or that the finding is about.",
        "description": "What the check says, the sum that came out, what changed at the source, or how the"
        " finding was treated.",
    },
)
RELEASE_COMMENTS = (
    "One row: the release itself.",
    {
        "release_id": "The release: its start in UTC.",
        "published_at": "When the run that published it started.",
        "as_of_date": "Last day included.",
        "as_of_at": "The instant the run speaks of: the earlier of its start and the end of the last day.",
        "reporting_currency": "Currency of every amount (ISO 4217).",
        "reporting_timezone": "Time zone of every date.",
        "n_values": "Rows of kpi.kpi_values.",
        "n_checks": "Checks that passed.",
        "freshness": "Of each source that is on its status and when its newest row landed, as JSON.",
        "settings": "All settings of the run, as JSON.",
        "reference_tables": "A number for what each reference table says from each day on, as JSON.",
        "person_key_id": "Name of the key that people's keys are made with; where it is equal, they are.",
        "project_version": "Version of abm-kpis.",
        "duckdb_version": "Version of DuckDB.",
    },
)


@dataclass(frozen=True)
class Candidate:
    """A build that passed every check: what publishing needs to know of it."""

    started_at: datetime
    chosen: Vars
    manifest: dict[str, Any]
    checks: list[Check]
    verdicts: list[Verdict]


def publish(home: Home, candidate: Candidate) -> str:
    """Write the release under a new name, move `current` to it, prune old ones; its id.

    Raises:
        AbmError: the release lacks a table or column that the live one has.
    """
    release_id = next_release_id(home, candidate.started_at)
    incoming = home.releases / (INCOMING + release_id)
    incoming.mkdir(parents=True)
    _write_database(home, candidate, incoming, release_id)
    try:
        refuse_broken_promises(home, incoming, str(candidate.chosen["as_of_date"]))
    except AbmError:
        remove(incoming)
        raise
    write_page(incoming / DATABASE, incoming / PAGE)
    seal(incoming)
    incoming.rename(home.releases / release_id)
    point_current_at(home, release_id)
    settle_ledger(home, release_id)
    prune(home, int(candidate.chosen["releases_kept"]))
    return release_id


def published_models(manifest: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Models whose YAML says `published_as`, by that name."""
    models = {}
    for node in manifest["nodes"].values():
        name = node.get("config", {}).get("meta", {}).get("published_as")
        if node["resource_type"] == "model" and name:
            models[name] = node
    return dict(sorted(models.items()))


def _write_database(home: Home, candidate: Candidate, folder: Path, release_id: str) -> None:
    with duckdb.connect(str(folder / DATABASE)) as connection:
        connection.execute("set TimeZone = 'UTC'")
        # by the name that its views know it by
        connection.execute(f"attach {quoted(home.database)} as warehouse (read_only)")
        models = published_models(candidate.manifest)
        for schema in sorted({name.split(".")[0] for name in models} | {"kpi", "operations"}):
            connection.execute(f"create schema if not exists {schema}")
        for name, node in models.items():
            relation = f'warehouse."{node["schema"]}"."{node["alias"]}"'
            connection.execute(f"create table {name} as select * from {relation} order by all")
            _comment(connection, name, node)
        reconciled = connection.execute(_DEALS_RECONCILED).fetchall()
        references = reference_content(connection, "warehouse.input_layer")
        connection.execute("detach warehouse")
        reconciled += connection.execute(_ROWS_RECONCILED).fetchall()
        _write_checks(connection, candidate, reconciled)
        _write_release(connection, candidate, release_id, references, person_key(home.database))
        write_ledger(connection, home, folder / LEDGER_PART)
        export_parquet(connection, folder / "parquet")


def _comment(connection: duckdb.DuckDBPyConnection, name: str, node: dict[str, Any]) -> None:
    """The YAML's descriptions travel with the release."""
    columns = {column["name"]: column["description"] for column in node["columns"].values()}
    comment(connection, name, node["description"], columns)


# what was not accepted is named where there is any
_ROWS_RECONCILED = """
    select 'rows_of_' || source_system, table_name, concat_ws(
        ' ',
        n_raw || ' raw = ' || n_accepted || ' accepted',
        case when n_erased > 0 then '+ ' || n_erased || ' erased' end,
        case when n_quarantined > 0 then '+ ' || n_quarantined || ' quarantined' end,
        case when n_duplicate > 0 then '+ ' || n_duplicate || ' duplicate' end,
        case when n_deleted > 0 then '+ ' || n_deleted || ' deleted' end,
        case when n_other_crm > 0 then '+ ' || n_other_crm || ' of another CRM' end
    ) || case
        when raw_amount is null then ''
        else '; amounts ' || raw_amount || ' = ' || coalesce(accepted_amount, 0) || ' accepted'
            || coalesce(' + ' || other_amount || ' not accepted', '')
    end
    from operations.row_reconciliation
    where n_raw > 0
"""
_DEALS_RECONCILED = """
    select 'deals_in_' || currency, 'fct_opportunity', concat_ws(
        ' ',
        n_landed || ' landed = ' || n_mart || ' in the mart',
        case when n_quarantined > 0 then '+ ' || n_quarantined || ' quarantined' end,
        case when n_duplicate > 0 then '+ ' || n_duplicate || ' duplicate' end,
        case when n_other_crm > 0 then '+ ' || n_other_crm || ' of another CRM' end,
        case when n_later > 0 then '+ ' || n_later || ' after the last day' end,
        case when n_deleted > 0 then '+ ' || n_deleted || ' deleted' end
    ) || '; won ' || won_amount_landed || ' = ' || won_amount_mart || ' in the mart'
    from warehouse.intermediate.int_opportunity_reconciled
"""


def _write_checks(
    connection: duckdb.DuckDBPyConnection, candidate: Candidate, reconciled: list[tuple[str, str, str]]
) -> None:
    connection.execute(
        "create table operations.data_quality_result"
        " (check_type varchar, check_name varchar, table_name varchar, status varchar, n_rows bigint,"
        " description varchar)"
    )
    comment(connection, "operations.data_quality_result", *CHECK_COMMENTS)
    rows: list[tuple[str, str, str, str, int, str]] = [
        ("dbt_test", check.name, check.table, check.status, check.failures, "") for check in candidate.checks
    ]
    rows += [
        ("expectation", verdict.name, verdict.table, verdict.status, verdict.rows, verdict.says)
        for verdict in candidate.verdicts
    ]
    rows += [("reconciliation", name, table, "pass", 0, sentence) for name, table, sentence in reconciled]
    rows += connection.execute(
        "select 'drift', check_name, source_system || '.' || table_name, severity, 1, message"
        " from operations.source_drift"
    ).fetchall()
    rows += [
        ("finding", finding, table, "told", count, treatment)
        for finding, treatment, table, count in connection.execute(
            "select finding, treatment, table_name, n_rows from operations.data_quality_finding"
        ).fetchall()
    ]
    # as lists: executemany would import pandas, and commit each row by itself
    connection.execute(
        "insert into operations.data_quality_result select unnest(?::varchar[]), unnest(?::varchar[]),"
        " unnest(?::varchar[]), unnest(?::varchar[]), unnest(?::bigint[]), unnest(?::varchar[])",
        [list(column) for column in zip(*sorted(rows), strict=True)] or [[]] * 6,
    )


def _write_release(
    connection: duckdb.DuckDBPyConnection,
    candidate: Candidate,
    release_id: str,
    references: str,
    key: bytes,
) -> None:
    connection.execute(
        """
        create table operations.release as select
            ? as release_id, cast(? as timestamptz) as published_at, cast(? as date) as as_of_date,
            cast(? as timestamptz) as as_of_at, ? as reporting_currency, ? as reporting_timezone,
            (select count(*) from kpi.kpi_values) as n_values,
            (
                select count(*) from operations.data_quality_result
                where check_type in ('dbt_test', 'expectation') and status = 'pass'
            ) as n_checks,
            (
                select to_json(map_from_entries(list((source_system, newest) order by source_system)))
                from (
                    select source_system,
                        {'status': max(status), 'newest_row': max(latest_ingested_at)} as newest
                    from operations.source_freshness group by source_system
                )
            ) as freshness,
            ? as settings, ? as reference_tables, ? as person_key_id,
            ? as project_version, ? as duckdb_version
        """,
        [
            release_id,
            candidate.started_at.isoformat(),
            candidate.chosen["as_of_date"],
            candidate.chosen["as_of_at"],
            candidate.chosen["reporting_currency"],
            candidate.chosen["reporting_timezone"],
            json.dumps({k: v for k, v in candidate.chosen.items() if k != "run_id"}, sort_keys=True),
            references,
            key_id(key),
            version("abm-kpis"),
            duckdb.__version__,
        ],
    )
    comment(connection, "operations.release", *RELEASE_COMMENTS)


def export_parquet(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Every table of an open release as a Parquet file, <schema>/<table>.parquet."""
    tables = connection.execute(
        "select schema_name, table_name from duckdb_tables() where not temporary order by all"
    ).fetchall()
    for schema, table in tables:
        (folder / schema).mkdir(parents=True, exist_ok=True)
        connection.execute(
            f"copy (select * from {schema}.{table}) to {quoted(folder / schema / f'{table}.parquet')}"
            " (format parquet)"
        )
