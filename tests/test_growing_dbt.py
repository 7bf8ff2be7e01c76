"""What dbt does with the stream: it replaces blocks, and begins anew where the rules are others."""

from __future__ import annotations

import json
import random
import sys
from datetime import timedelta
from pathlib import Path

import duckdb
from dbt.cli.main import dbtRunner

from abm_kpis.parsed import parsed
from tests.companies import AS_OF
from tests.compiled import Compiled, Tables
from tests.conftest import PROJECT, ok
from tests.forked import forked
from tests.growing import CHANGED, KEPT, SCORED, SELECTED, SETTINGS, SETTLED, STALE
from tests.test_growing import (
    NOON,
    adversarial,
    contents,
    landed_by,
    late_copy,
    quality,
    threshold,
    weights,
    without_one,
)


def _run(chosen: dict[str, object], folder: Path, flags: list[str]) -> None:
    arguments = ["--quiet", "--vars", json.dumps(chosen), "--log-path", str(folder / "logs")]
    arguments += ["--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT)]
    layers = ("path:models/intermediate", "path:models/marts/account_engagement")
    nodes = [f"+{model},{layer}" for model in SELECTED for layer in layers]
    outcome = dbtRunner(parsed(chosen, arguments)).invoke(
        ["run", *flags, *arguments, "--target-path", str(folder / "target"), "--select", *nodes]
    )
    sys.exit(not outcome.success)


class Database:
    """A private database whose input layer a test writes."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.folder = folder
        self.path = folder / "warehouse.duckdb"

    def run(self, tables: Tables, *flags: str, **settings: object) -> None:
        with duckdb.connect(str(self.path)) as connection:
            connection.execute("set TimeZone = 'UTC'; create schema if not exists input_layer")
            Compiled.land(connection, tables)
        chosen = SETTINGS | settings
        ok(
            forked(
                _run,
                chosen,
                self.folder,
                list(flags),
                cwd=PROJECT,
                ABM_KPIS_DATABASE=str(self.path),
                ABM_KPIS_PERSON_KEY="a key of this test only",
            )
        )

    def read(self) -> dict[str, list[tuple[object, ...]]]:
        with duckdb.connect(str(self.path), read_only=True) as connection:
            connection.execute("set TimeZone = 'UTC'")
            return dict(contents(connection))

    def count(self, sql: str) -> int:
        with duckdb.connect(str(self.path), read_only=True) as connection:
            return int(connection.execute(f"select count(*) from {sql}").fetchall()[0][0])


def test_dbt_replaces_blocks_and_begins_anew_where_the_rules_are_others(tmp_path: Path) -> None:
    draw = random.Random(7)
    tables = adversarial(7)
    grown, fresh = Database(tmp_path / "grown"), Database(tmp_path / "fresh")
    grown.run(landed_by(tables, NOON - timedelta(days=40)))
    assert grown.count(CHANGED) == 0 < grown.count(SETTLED)

    # more landed, some late; one row went with its block: what is left of it goes too
    tables = late_copy(draw, tables | {"interactions": without_one(draw, tables["interactions"])})
    grown.run(tables, as_of_date=str(AS_OF - timedelta(days=2)))
    judged_again = grown.count(f"{CHANGED} where is_judged_again")
    fresh.run(tables, as_of_date=str(AS_OF - timedelta(days=2)))
    assert grown.read() == fresh.read()
    assert 0 < judged_again < grown.count(f"(select distinct block from {SETTLED})")

    # what no change reaches is not scored again
    assert (
        0
        < grown.count(f"{STALE} where is_scored_again")
        < grown.count(f"(select distinct block_number from {SCORED})")
    )

    # other weights and thresholds: everything is judged, without anybody asking for it
    tables = threshold(draw, quality(draw, weights(draw, tables)))
    grown.run(tables)
    assert grown.count(CHANGED) == 0
    fresh.run(tables, "--full-refresh")
    assert grown.read() == fresh.read()
    assert set(grown.read()) == set(KEPT)
