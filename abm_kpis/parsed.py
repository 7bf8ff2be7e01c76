"""dbt's manifest of the project, parsed once for all runs that read the same sources.

dbt parses anew whenever a var differs, and a run's dates always do. Most vars stand in the text of models
alone, never in what depends on what (tests/test_parsed.py).
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from dbt.cli.main import dbtRunner
from dbt.constants import PARTIAL_PARSE_FILE_NAME
from dbt.contracts.graph.manifest import Manifest
from dbt.parser.manifest import extended_mashumuro_decoder
from dbt.version import __version__

from abm_kpis.errors import AbmError
from abm_kpis.places import PROJECT
from abm_kpis.seldom import seldom_collected
from abm_kpis.settings import Vars, project_vars

# the vars that decide what a model depends on, or where a source is
SHAPING = ("raw_from", "sources_enabled", "demo_tables", "raw_database", "raw_schemas", "reference_replaced")
KEPT = 20
READ = ("models", "macros", "seeds", "snapshots", "analyses", "tests")
SUFFIXES = (".sql", ".yml", ".md", ".csv")


def parsed(chosen: Vars, arguments: list[str]) -> Manifest:
    """The manifest of the project under these vars; parsed, or as an earlier run parsed it.

    Raises:
        AbmError: the project cannot be parsed.
    """
    kept = PROJECT / "target" / "parsed" / _key(chosen)
    try:
        content = kept.read_bytes()
        os.utime(kept)
    except FileNotFoundError:
        content = _parse(kept, arguments)
    manifest: Manifest = Manifest.from_msgpack(content, decoder=extended_mashumuro_decoder)
    return manifest


def _parse(kept: Path, arguments: list[str]) -> bytes:
    """Parse and keep it; other runs may do the same at once."""
    unfinished = kept.with_name(f"{kept.name}.{os.getpid()}")
    with seldom_collected():
        outcome = dbtRunner().invoke(
            ["parse", *arguments, "--no-write-json", "--target-path", str(unfinished)]
        )
    if not outcome.success:
        raise AbmError(f"dbt could not start: {outcome.exception}")
    content = (unfinished / PARTIAL_PARSE_FILE_NAME).read_bytes()
    (unfinished / PARTIAL_PARSE_FILE_NAME).replace(kept)
    shutil.rmtree(unfinished)
    by_use = sorted(kept.parent.glob("*.msgpack"), key=_last_used, reverse=True)
    for path in by_use[KEPT:]:
        path.unlink(missing_ok=True)
    return content


def _last_used(path: Path) -> float:
    return path.stat().st_mtime if path.exists() else 0.0


def _key(chosen: Vars) -> str:
    """What the manifest depends on: dbt, the project's files, and the vars that shape it."""
    key = hashlib.sha256(f"{__version__} {PROJECT}".encode())
    for path in _files():
        key.update(f"{path.relative_to(PROJECT)}\0".encode())
        key.update(path.read_bytes())
    given = project_vars() | chosen
    shaping = {name: given[name] for name in SHAPING}
    key.update(json.dumps(shaping, sort_keys=True, default=str).encode())
    return f"{key.hexdigest()[:32]}.msgpack"


def _files() -> Iterator[Path]:
    yield from (PROJECT / "dbt_project.yml", PROJECT / "profiles.yml")
    for name in READ:
        yield from sorted(path for path in (PROJECT / name).rglob("*") if path.suffix in SUFFIXES)
