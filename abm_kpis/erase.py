"""Take people who asked to be erased out of the releases that were published before they asked.

A new release does not know them. An older one holds their key with their title: it is written anew without,
under its own name, or dropped. Aggregates that were published stay as they are, and so do interactions under
a key that leads nowhere any more.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import duckdb

from abm_kpis.alone import alone
from abm_kpis.errors import AbmError
from abm_kpis.person_key import key_id, person_key
from abm_kpis.places import Home
from abm_kpis.publish import PAGE, export_parquet
from abm_kpis.releases import (
    DATABASE,
    INCOMING,
    LEDGER_PART,
    REWRITTEN,
    current_id,
    put_rewritten_in_place,
    recover,
    release_folders,
    remove,
    seal,
)
from abm_kpis.sql import quoted

PERSON = "account_engagement.dim_person"
PERSONAL = ("job_title", "seniority")
KEY_DIGITS = 32


@dataclass(frozen=True)
class Holding:
    """A release that still describes people who asked; `n_people` None: it was made with another key."""

    release_id: str
    n_people: int | None

    @property
    def told(self) -> str:
        """Whom it describes, and what takes them out."""
        if self.n_people is None:
            return (
                f"{self.release_id} was made with another key, so people who asked to be erased may still be"
                " described in it; `abm erase --drop` drops it."
            )
        people = "1 person" if self.n_people == 1 else f"{self.n_people} people"
        return (
            f"{self.release_id} still describes {people} who asked to be erased; `abm erase` takes them out,"
            " `abm erase --drop` drops the release."
        )


def holding_releases(home: Home) -> list[Holding]:
    """Releases, oldest first, that describe somebody whom the last run knew to have asked."""
    keys = _erased_keys(home)
    if not keys:
        return []
    holding = []
    for folder in release_folders(home):
        with duckdb.connect(str(folder / DATABASE), read_only=True) as connection:
            if not _has_people(connection):
                continue
            if not _has_key(connection, key_id(person_key(home.database))):
                holding.append(Holding(folder.name, None))
                continue
            described = " or ".join(f"{column} is not null" for column in PERSONAL)
            (count,) = connection.execute(
                f"select count(*) from {PERSON} where list_contains(?, person_key) and ({described})", [keys]
            ).fetchall()[0]
            if count:
                holding.append(Holding(folder.name, int(count)))
    return holding


def refuse_described(home: Home, release_id: str) -> None:
    """Keep a release that describes who asked from going live again.

    Raises:
        AbmError: it describes somebody who asked, or may.
    """
    for release in holding_releases(home):
        if release.release_id == release_id:
            raise AbmError(f"{release.told} To make it live as it is: `abm rollback {release_id} --force`.")


def erase(home: Home, drop: bool) -> list[Holding]:
    """Write anew each release that still describes somebody who asked, or drop it; which they were.

    A release made with another key can only be dropped: who its people are, nobody can tell any more.

    Raises:
        AbmError: it is the live release that would have to be dropped.
    """
    with alone(home):
        recover(home)
        holding = holding_releases(home)
        if drop and current_id(home) in {release.release_id for release in holding}:
            raise AbmError(
                f"{current_id(home)} is live and cannot be dropped; `abm run` publishes one that does not"
                " know those who asked, then this drops it."
            )
        for release in holding:
            folder = home.releases / release.release_id
            if drop:
                remove(folder)
            elif release.n_people is not None:
                _rewrite(home, folder, _erased_keys(home))
        return holding


def _erased_keys(home: Home) -> list[str]:
    """Every key that the people who asked may have been published under: of each of their records."""
    if not home.database.exists():
        return []
    # attached: the gate of this process may have it open in its own way
    with duckdb.connect() as connection:
        connection.execute(f"attach {quoted(home.database)} as private (read_only)")
        if not connection.execute(
            "select 1 from duckdb_columns() where table_name = 'landed__erased_identifier'"
            " and column_name = 'request'"
        ).fetchall():
            return []
        records = connection.execute(
            "select distinct identifier from private.input_layer.landed__erased_identifier"
            " where identifier_type = 'record'"
        ).fetchall()
    return [record[:KEY_DIGITS] for (record,) in records]


def _has_people(connection: duckdb.DuckDBPyConnection) -> bool:
    return bool(
        connection.execute("select 1 from duckdb_tables() where table_name = 'dim_person'").fetchall()
    )


def _has_key(connection: duckdb.DuckDBPyConnection, name: str) -> bool:
    return connection.execute("select person_key_id from operations.release").fetchall() == [(name,)]


def _rewrite(home: Home, folder: Path, keys: list[str]) -> None:
    """A release whose every byte is new: what is changed in place leaves its old bytes behind."""
    incoming = folder.with_name(INCOMING + folder.name)
    incoming.mkdir()
    step = incoming / "step.duckdb"
    nothing = ", ".join(f"{column} = null" for column in PERSONAL)
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute(f"attach {quoted(folder / DATABASE)} as old (read_only)")
        connection.execute(f"attach {quoted(step)} as step")
        connection.execute("copy from database old to step")
        connection.execute(f"update step.{PERSON} set {nothing} where list_contains(?, person_key)", [keys])
        connection.execute(f"attach {quoted(incoming / DATABASE)} as anew")
        connection.execute("copy from database step to anew")
    step.unlink()
    with duckdb.connect(str(incoming / DATABASE), read_only=True) as connection:
        connection.execute("set TimeZone = 'UTC'")
        export_parquet(connection, incoming / "parquet")
    # neither says anything of people
    for name in (PAGE, LEDGER_PART):
        shutil.copyfile(folder / name, incoming / name)
    seal(incoming)
    incoming.rename(folder.with_name(REWRITTEN + folder.name))
    put_rewritten_in_place(home, folder.name)
