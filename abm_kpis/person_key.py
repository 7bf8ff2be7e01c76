"""The key that people's published keys are made with: nobody without it can tell who one is (HMAC-SHA256).

It comes from the environment. Without it the demo uses one that everybody can read here, and a company one
that was made for its home once and lies beside the private database. It is loaded as a private one-row table
when dbt opens that database: no file of dbt, no log and no release holds it.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path

import duckdb

from abm_kpis.errors import AbmError
from abm_kpis.places import Home

FROM_ENVIRONMENT = "ABM_KPIS_PERSON_KEY"
DEMO = b"everybody can read this key of the demo company"
SHORTEST = 16
_BLOCK = 64


def person_key(database: Path) -> bytes:
    """The key of the private database: the environment's, else its home's own, else the demo's.

    Raises:
        AbmError: the environment's key is too short to protect anybody.
    """
    given = os.environ.get(FROM_ENVIRONMENT, "").encode()
    if given:
        if len(given) < SHORTEST:
            raise AbmError(
                f"{FROM_ENVIRONMENT} has fewer than {SHORTEST} characters, so it could be guessed; make one"
                " with python3 -c 'import secrets; print(secrets.token_hex(32))'."
            )
        return given
    kept = _kept(database)
    return kept.read_bytes() if kept.exists() else DEMO


def settle_person_key(home: Home, is_demo: bool) -> str | None:
    """Make sure that the run has a key; what the user should know of it.

    Raises:
        AbmError: the environment's key is too short.
    """
    if os.environ.get(FROM_ENVIRONMENT):
        person_key(home.database)
        return None
    if is_demo:
        return f"{FROM_ENVIRONMENT} is not set: the demo's people get keys that everybody can make."
    kept = _kept(home.database)
    if kept.exists():
        return None
    kept.parent.mkdir(parents=True, exist_ok=True)
    step = kept.with_suffix(".step")
    step.touch(0o600)
    step.write_text(secrets.token_hex(32), encoding="ascii")
    step.replace(kept)
    return (
        f"{FROM_ENVIRONMENT} is not set: a key for people's published keys was made and is kept in {kept}."
        " If it is lost, they get other keys (docs/privacy.md)."
    )


def key_id(key: bytes) -> str:
    """A name for the key: releases of one name give a person the same published key."""
    return hashed(key, "the key itself")[:12]


def hashed(key: bytes, text: str) -> str:
    """What macro keyed_hash makes of a text."""
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def load_person_key(connection: duckdb.DuckDBPyConnection, key: bytes) -> None:
    """Put it where models read it (source secret.person_key), as the two pads that HMAC makes of a key."""
    block = (hashlib.sha256(key).digest() if len(key) > _BLOCK else key).ljust(_BLOCK, b"\0")
    pads = [bytes(byte ^ pad for byte in block).hex() for pad in (0x36, 0x5C)]
    connection.execute("create schema if not exists secret")
    connection.execute("create table if not exists secret.person_key (inner_pad varchar, outer_pad varchar)")
    if connection.execute("select inner_pad, outer_pad from secret.person_key").fetchall() != [tuple(pads)]:
        connection.execute("delete from secret.person_key")
        connection.execute("insert into secret.person_key values (?, ?)", pads)


def _kept(database: Path) -> Path:
    return database.parent / "person_key"
