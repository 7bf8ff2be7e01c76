"""What the project's models and macros are: what other ones have made is not built upon."""

from __future__ import annotations

import hashlib
from functools import cache

import duckdb

from abm_kpis.places import PROJECT
from abm_kpis.sql import quoted


@cache
def project_state() -> str:
    """A digest of all SQL of the project."""
    digest = hashlib.sha256()
    for path in sorted(path for folder in ("models", "macros") for path in (PROJECT / folder).rglob("*.sql")):
        digest.update(f"{path.relative_to(PROJECT)}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:32]


def tell_project_state(cursor: duckdb.DuckDBPyConnection) -> None:
    """Let models read it (macro project_state)."""
    cursor.execute(f"set variable project_state = {quoted(project_state())}")
