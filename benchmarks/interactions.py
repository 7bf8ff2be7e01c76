"""How long it takes to say whose a million interactions are: the models alone, on generated tables.

    python -m benchmarks.interactions [interactions] [threads]

Prints a table for docs/performance.md: CPU (user + system) and wall seconds of each model, and the peak of
memory. The tables stand in the input layer's shape in a DuckDB file of their own; what it takes to load
and parse them is not in.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from abm_kpis.places import PROJECT
from tests.compiled import Compiled, compile_models, input_columns

INTERACTIONS_PER_ACCOUNT = 1000
PEOPLE_PER_ACCOUNT = 10
SHOWN_FROM_SECONDS = 0.05
GENERATED = Path(__file__).with_suffix(".sql")
SEEDS = PROJECT / "seeds" / "reference"


def land(connection: duckdb.DuckDBPyConnection, interactions: int) -> None:
    """Generated tables in the input layer."""
    accounts = max(10, interactions // INTERACTIONS_PER_ACCOUNT)
    connection.execute("create schema input_layer; create schema intermediate")
    for name, columns in input_columns().items():
        typed = ", ".join(f"{column} {kind}" for column, kind in columns.items())
        connection.execute(f"create table input_layer.{name} ({typed})")
    connection.execute(
        f"set variable interactions = {interactions}; set variable accounts = {accounts};"
        f" set variable people = {accounts * PEOPLE_PER_ACCOUNT}; set variable seeds = '{SEEDS}'"
    )
    connection.execute(GENERATED.read_text("utf-8"))


def measure(models: Compiled, interactions: int, threads: int) -> None:
    """Build each model and print what it took."""
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        connection.execute(f"set TimeZone = 'UTC'; set threads = {threads}")
        connection.execute(f"attach '{Path(folder, 'warehouse.duckdb')}' as warehouse; use warehouse")
        land(connection, interactions)
        connection.execute("checkpoint")
        print(f"{interactions:,} interactions, {threads} threads, DuckDB {duckdb.__version__}\n")
        print("| model | CPU s | wall s |\n|---|---|---|")
        total_cpu = total_wall = 0.0
        for kind, name, sql in models.models:
            cpu, wall = sum(os.times()[:2]), time.perf_counter()
            connection.execute(f"create {kind} {name} as {sql}")
            cpu, wall = sum(os.times()[:2]) - cpu, time.perf_counter() - wall
            total_cpu, total_wall = total_cpu + cpu, total_wall + wall
            if cpu > SHOWN_FROM_SECONDS:
                print(f"| {name.split('.')[1]} | {cpu:.2f} | {wall:.2f} |")
        print(f"| all {len(models.models)} | {total_cpu:.2f} | {total_wall:.2f} |")
        cpu = sum(os.times()[:2])
        connection.execute(
            "create table scanned as select count(*), min(columns(*)) from input_layer.input__interactions"
        )
        print(f"\nscanning every column of the interactions: {sum(os.times()[:2]) - cpu:.2f} s CPU")
        counted = connection.execute(
            "select count(*), count(account_key), count(excluded_reason), sum((not is_human)::int)"
            " from intermediate.int_interaction_judged"
        ).fetchone()
        print("rows, with an account, excluded, by machines:", counted)
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB")


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:]] + [1_000_000, 2][len(sys.argv) - 1 :]
    with tempfile.TemporaryDirectory() as made:
        compiled = compile_models(
            Path(made),
            "int_account_interaction_counted",
            "int_session_measured",
            "int_person_opted_out",
            raw_from="source",
            as_of_date="2025-06-30",
            sources_enabled=["salesforce", "hubspot", "web"],
        )
    measure(compiled, *given)
