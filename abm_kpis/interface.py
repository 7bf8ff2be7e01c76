"""The published interface: what a release promises its readers, and whether another one keeps it."""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterable
from pathlib import Path

import duckdb

from abm_kpis.errors import AbmError
from abm_kpis.places import PROJECT, Home
from abm_kpis.releases import DATABASE, current_id

FOLDER = PROJECT / "docs" / "interface"
HEADER = ("table_name", "column_name", "data_type")
WHOLE = {"INTEGER": "DECIMAL(10,0)"}
Column = tuple[str, str, str]
"""Table with its schema, column, type."""


def published_columns(database: Path) -> list[Column]:
    """Every column of a release."""
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute(
            "select schema_name || '.' || table_name, column_name, data_type from duckdb_columns()"
            " where not internal order by all"
        ).fetchall()


def broken_promises(promised: Iterable[Column], kept: Iterable[Column], as_of_date: str) -> list[str]:
    """What is missing or has another type, in words; deprecated columns may be missing from their day on."""
    types = {column[:2]: column[2] for column in kept}
    gone = deprecated(as_of_date)
    told = []
    for table, column, kind in promised:
        found = types.get((table, column))
        if found is None and (table, column) not in gone:
            told.append(f"{table}.{column} is missing")
        elif found not in (None, kind) and not widens(found, kind):
            told.append(f"{table}.{column} is {found}, it was {kind}")
    return told


def widens(found: str | None, kind: str) -> bool:
    """Whether one type is a decimal that holds whatever the other, a decimal or whole numbers, does."""
    wide, narrow = (
        re.fullmatch(r"DECIMAL\((\d+),(\d+)\)", one or "") for one in (found, WHOLE.get(kind, kind))
    )
    if wide is None or narrow is None:
        return False
    (width, scale), (least, least_scale) = (map(int, one.groups()) for one in (wide, narrow))
    return scale >= least_scale and width - scale >= least - least_scale


def deprecated(as_of_date: str) -> set[tuple[str, str]]:
    """The columns that may be missing on a day."""
    with (FOLDER / "deprecated.csv").open(encoding="utf-8", newline="") as file:
        return {
            (row["table_name"], row["column_name"])
            for row in csv.DictReader(file)
            if row["may_be_missing_from"] <= as_of_date
        }


def refuse_broken_promises(home: Home, incoming: Path, as_of_date: str) -> None:
    """Stop a release that lacks what the live one has: who reads that one would fail with this.

    Raises:
        AbmError: a published table or column is missing, or has another type.
    """
    live = current_id(home)
    if live is None:
        return
    promised = published_columns(home.releases / live / DATABASE)
    told = broken_promises(promised, published_columns(incoming / DATABASE), as_of_date)
    if told:
        raise AbmError(
            f"The release would break what readers of {live} rely on, nothing was published:\n"
            + "\n".join(f"  {line}" for line in told)
            + "\n  Bring it back, or deprecate it first (docs/interface/README.md)."
        )


if __name__ == "__main__":
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(published_columns(Home(PROJECT).current / DATABASE))
