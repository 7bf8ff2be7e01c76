"""What has been released: list, current, rollback, recovery after a crash, pruning."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

from abm_kpis.alone import alone
from abm_kpis.errors import AbmError
from abm_kpis.places import Home

DATABASE = "abm_kpis.duckdb"
LEDGER_PART = "ledger.parquet"
INCOMING = ".incoming-"
REWRITTEN = ".rewritten-"
RELEASE_ID = re.compile(r"\d{8}T\d{6}Z")


@dataclass(frozen=True)
class Release:
    """A published release, as its own operations.release tells it."""

    release_id: str
    published_at: datetime
    as_of_date: str
    n_values: int
    is_current: bool


def current_id(home: Home) -> str | None:
    """The live release, or None before the first one."""
    return home.current.readlink().name if home.current.is_symlink() else None


def release_folders(home: Home) -> list[Path]:
    """Folders of the published releases, oldest first."""
    if not home.releases.is_dir():
        return []
    return sorted(path for path in home.releases.iterdir() if RELEASE_ID.fullmatch(path.name))


def all_releases(home: Home) -> list[Release]:
    """Every release that is still kept, newest first."""
    live = current_id(home)
    return [_described(folder, live) for folder in reversed(release_folders(home))]


def _described(folder: Path, live: str | None) -> Release:
    row = query(folder, "select published_at, as_of_date, n_values from operations.release")[0]
    return Release(folder.name, row[0], str(row[1]), row[2], folder.name == live)


def query(folder: Path, sql: str, parameters: list[Any] | None = None) -> list[tuple[Any, ...]]:
    """Rows of a query on one release, opened read-only."""
    with duckdb.connect(str(folder / DATABASE), read_only=True) as connection:
        connection.execute("set TimeZone = 'UTC'")
        return connection.execute(sql, parameters or []).fetchall()


def find_release(home: Home, release_id: str | None) -> Path:
    """Folder of a release, of the live one where none is named.

    Raises:
        AbmError: nothing is published yet, or the release is not kept.
    """
    wanted = release_id or current_id(home)
    if wanted is None:
        raise AbmError(f"Nothing is published under {home.published} yet; `abm run` publishes.")
    kept = {path.name: path for path in release_folders(home)}
    if wanted not in kept:
        raise AbmError(f"{wanted} is not a release that is kept; kept are: {', '.join(kept) or 'none'}.")
    return kept[wanted]


def rollback(home: Home, release_id: str | None, refuse: Callable[[Home, str], None] | None = None) -> str:
    """Move `current` to the named release, else to the one before it; the id it moved to.

    `refuse` raises where the release must not go live.
    """
    with alone(home):
        recover(home)
        if release_id is None:
            live = current_id(home)
            older = [path.name for path in release_folders(home) if live and path.name < live]
            if not older:
                raise AbmError("There is no older release to go back to; `abm releases` lists what is kept.")
            release_id = older[-1]
        folder = find_release(home, release_id)
        if refuse is not None:
            refuse(home, folder.name)
        point_current_at(home, folder.name)
        return folder.name


def point_current_at(home: Home, release_id: str) -> None:
    """Move `current` in one step: a reader sees the old release or the new one, never nothing."""
    step = home.published / f".current-{os.getpid()}"
    step.unlink(missing_ok=True)
    step.symlink_to(Path("releases") / release_id)
    step.replace(home.current)


def next_release_id(home: Home, started_at: datetime) -> str:
    """The run's start in UTC, later than every id given before, so that ids sort by time."""
    given = [path.name for path in release_folders(home)]
    if home.ledger.is_dir():
        given += [path.stem for path in home.ledger.glob("*.parquet")]
    at = started_at.astimezone(UTC).replace(microsecond=0)
    if given:
        at = max(
            at,
            datetime.strptime(max(given), "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC) + timedelta(seconds=1),
        )
    return f"{at:%Y%m%dT%H%M%SZ}"


def recover(home: Home) -> None:
    """Bring `published` to order after a run that was killed.

    A release went live when `current` moved to it; its part of the ledger follows. So a live release
    without its part gets it, and a later one without a part never was live and goes.
    """
    if not home.releases.is_dir():
        return
    for folder in home.releases.glob(f"{INCOMING}*"):
        remove(folder)
    for folder in home.releases.glob(f"{REWRITTEN}*"):
        put_rewritten_in_place(home, folder.name.removeprefix(REWRITTEN))
    live = current_id(home)
    if live is not None:
        settle_ledger(home, live)
    for folder in release_folders(home):
        was_live = live is not None and folder.name <= live
        if not was_live and not (home.ledger / f"{folder.name}.parquet").exists():
            remove(folder)
    for step in home.published.glob(".current-*"):
        step.unlink()


def settle_ledger(home: Home, release_id: str) -> None:
    """Put a live release's part of the ledger where pruning does not reach."""
    settled = home.ledger / f"{release_id}.parquet"
    if not settled.exists():
        home.ledger.mkdir(parents=True, exist_ok=True)
        step = home.ledger / f".{release_id}"
        shutil.copyfile(home.releases / release_id / LEDGER_PART, step)
        step.replace(settled)


def put_rewritten_in_place(home: Home, release_id: str) -> None:
    """Let a release that was written anew stand in its old one's place; if killed, `recover` begins again.

    A reader of the live release sees the one or the other, never nothing.
    """
    step, folder = home.releases / (REWRITTEN + release_id), home.releases / release_id
    is_live = current_id(home) in (step.name, release_id)
    if is_live:
        point_current_at(home, step.name)
    if folder.exists():
        remove(folder)
    incoming = folder.with_name(INCOMING + release_id)
    shutil.copytree(step, incoming)
    incoming.rename(folder)
    if is_live:
        point_current_at(home, release_id)
    remove(step)


def seal(folder: Path) -> None:
    """Nobody writes to a release any more."""
    for path in folder.rglob("*"):
        if path.is_file():
            path.chmod(0o444)


def prune(home: Home, kept: int) -> list[str]:
    """Remove the oldest releases beyond `kept`, never the live one; their ids."""
    live = current_id(home)
    candidates = [folder for folder in release_folders(home) if folder.name != live]
    surplus = candidates[: max(0, len(candidates) - max(0, kept - 1))]
    for folder in surplus:
        remove(folder)
    return [folder.name for folder in surplus]


def remove(folder: Path) -> None:
    """Remove a release folder; its files are read-only, who has one open goes on reading."""
    hidden = folder if folder.name.startswith(INCOMING) else folder.with_name(INCOMING + folder.name)
    if hidden != folder:
        folder.rename(hidden)
    shutil.rmtree(hidden)
