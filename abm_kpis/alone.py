"""One at a time: who changes a home holds its lock."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from abm_kpis.errors import AbmError
from abm_kpis.places import Home


@contextmanager
def alone(home: Home) -> Iterator[None]:
    """Hold the home's lock; it goes with the process, however that ends.

    Raises:
        AbmError: another process holds it.
    """
    home.private.mkdir(parents=True, exist_ok=True)
    with home.lock.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as busy:
            raise AbmError(f"Another run is under way in {home.root}; wait for it to end.") from busy
        yield


def refuse_if_open_elsewhere(home: Home) -> None:
    """Stop before the build where another program has the private database open.

    Raises:
        AbmError: it has; DuckDB's message names the process.
    """
    if not home.database.exists():
        return
    try:
        duckdb.connect(str(home.database)).close()
    except duckdb.IOException as error:
        raise AbmError(
            f"{home.database} cannot be opened;"
            " if another program has it open, a notebook say, close it there."
            f"\n  {str(error).splitlines()[0]}"
        ) from error
