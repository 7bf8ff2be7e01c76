"""How long it takes to read a Parquet file of interactions and to parse it, whole, as each run does.

    python -m benchmarks.landing [interactions] [threads] [memory_limit]

The rows of benchmarks/interactions.sql as files of the input layer: what `abm run --files` does with them
before the first model, then staging and landed__interactions. Nothing is kept: another day costs the same.
"""

from __future__ import annotations

import resource
import sys
import tempfile
from pathlib import Path

import duckdb

from abm_kpis.land import entity_columns
from abm_kpis.land import land as land_files
from abm_kpis.person_key import load_person_key
from abm_kpis.previous import ensure_previous
from benchmarks.interactions import SHOWN_FROM_SECONDS, Clock, alone, land, opened
from tests.compiled import Compiled, compile_models

FILES = ("accounts", "people", "content_assets", "interactions")
SETTINGS: dict[str, object] = {
    "raw_from": "source",
    "as_of_date": "2025-06-30",
    "sources_enabled": ["files"],
}
KEY = b"a key of this benchmark only"


def write(folder: Path, interactions: int) -> None:
    """The generated tables as Parquet files; one source has all."""
    with duckdb.connect() as connection:
        connection.execute(
            "set TimeZone = 'UTC'; set threads = 2; set enable_progress_bar = false;"
            " attach ':memory:' as warehouse; use warehouse"
        )
        land(connection, interactions)
        for name in FILES:
            columns = ", ".join([*entity_columns()[name], "ingested_at"])
            connection.execute(
                f"copy (select {columns} from input_layer.input__{name}) to '{folder}/{name}.parquet'"
            )


def read(folder: Path, database: Path) -> None:
    clock = Clock()
    land_files(folder, database)
    print(f"| reading the files into tables of text | {clock} |", flush=True)
    with duckdb.connect(str(database)) as connection:
        ensure_previous(connection)
        load_person_key(connection, KEY)
        connection.execute("create table if not exists secret.erased (kind varchar)")
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB", flush=True)


def scan(folder: Path) -> None:
    with duckdb.connect() as connection:
        connection.execute("set threads = 2; set enable_progress_bar = false")
        clock = Clock()
        connection.execute(
            f"create table scanned as select count(*), min(columns(*)) from '{folder}/interactions.parquet'"
        )
        print(f"| scanning every column of the file | {clock} |", flush=True)


def parse(models: Compiled, database: Path, threads: int, memory: str) -> None:
    with opened(database, threads, memory) as connection:
        for schema in sorted({name.split(".")[0] for _, name, _ in models.models}):
            connection.execute(f"create schema if not exists {schema}")
        whole = Clock()
        for kind, name, sql in models.models:
            clock = Clock()
            connection.execute(f"create or replace {kind} {name} as {sql}")
            if clock.read()[0] > SHOWN_FROM_SECONDS:
                print(f"| {name.split('.')[1]} | {clock} |")
        print(f"| all | {whole} |", flush=True)
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB", flush=True)


if __name__ == "__main__":
    interactions, threads, memory = (sys.argv[1:] + ["1000000", "2", ""][len(sys.argv) - 1 :])[:3]
    with tempfile.TemporaryDirectory() as made:
        files, folder = Path(made, "files"), Path(made, "models")
        files.mkdir()
        folder.mkdir()
        database = folder / "warehouse.duckdb"
        alone(write, files, int(interactions))
        print(
            f"{int(interactions):,} interactions, {threads} threads, DuckDB {duckdb.__version__} {memory}\n"
        )
        print("| | CPU s | wall s |\n|---|---|---|", flush=True)
        alone(scan, files)
        alone(read, files, database)
        models = compile_models(
            folder,
            "landed__interactions",
            layers=("path:models/staging", "path:models/input_layer"),
            **SETTINGS,
        )
        alone(parse, models, database, int(threads), memory)
