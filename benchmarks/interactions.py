"""How long it takes to say whose interactions are, and to take one more day: models on generated tables.

    python -m benchmarks.interactions [interactions] [threads] [memory_limit]

Prints tables for docs/performance.md: CPU (user + system) and wall seconds of each model in a full build and
in a run with one more day, beside a scan of the input, and the peak of memory of each. The tables stand in
the input layer's shape in a DuckDB file of their own; what it takes to load and parse them is not in. The two
are processes of their own, as two runs are.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

import duckdb

from abm_kpis.places import PROJECT
from tests.compiled import input_columns
from tests.growing import CHANGED, GROWN, SCORE_FOLDER, STALE, Stream, compile_stream, dated, replace_rows

INTERACTIONS_PER_ACCOUNT = 1000
PEOPLE_PER_ACCOUNT = 10
SHOWN_FROM_SECONDS = 0.05
GENERATED = Path(__file__).with_suffix(".sql")
SEEDS = PROJECT / "seeds" / "reference"
SELECTED = (
    "fct_interaction",
    "account_engagement_daily",
    "int_account_interaction_counted",
    "int_session_measured",
    "int_person_opted_out",
)
SETTINGS: dict[str, object] = {
    "raw_from": "source",
    "as_of_date": "2025-06-30",
    "as_of_at": "2025-06-30T12:00:00+00:00",
    "sources_enabled": ["salesforce", "hubspot", "web"],
}
SCORE = {path.stem for path in SCORE_FOLDER.glob("*.sql")}
READERS = {"int_account_interaction_counted", "int_session_measured", "int_person_opted_out"}
# the ends of the last two days, in the time zone of reports
ENDS = datetime(2025, 6, 29, 22, tzinfo=UTC), datetime(2025, 6, 30, 22, tzinfo=UTC)
# the last day, and rows of the week before it that landed on it
ONE_DAY = f"ingested_at >= timestamptz '{ENDS[0]}'"


def land(connection: duckdb.DuckDBPyConnection, interactions: int) -> None:
    """Generated tables in the input layer."""
    accounts = max(10, interactions // INTERACTIONS_PER_ACCOUNT)
    connection.execute(
        "create schema input_layer; create schema intermediate; create schema account_engagement"
    )
    for name, columns in input_columns().items():
        typed = ", ".join(f"{column} {kind}" for column, kind in columns.items())
        connection.execute(f"create table input_layer.{name} ({typed})")
    connection.execute(
        f"set variable interactions = {interactions}; set variable accounts = {accounts};"
        f" set variable people = {accounts * PEOPLE_PER_ACCOUNT}; set variable seeds = '{SEEDS}'"
    )
    connection.execute(GENERATED.read_text("utf-8"))


class Clock:
    """CPU and wall seconds since it was made."""

    def __init__(self) -> None:
        self.cpu, self.wall = sum(os.times()[:2]), time.perf_counter()

    def __str__(self) -> str:
        cpu, wall = self.read()
        return f"{cpu:.2f} | {wall:.2f}"

    def read(self) -> tuple[float, float]:
        return sum(os.times()[:2]) - self.cpu, time.perf_counter() - self.wall


def opened(path: Path, threads: int, memory: str) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute(f"set TimeZone = 'UTC'; set threads = {threads}; set enable_progress_bar = false")
    if memory:
        connection.execute(f"set memory_limit = '{memory}'; set temp_directory = '{path.parent / 'spilled'}'")
    connection.execute(f"attach '{path}' as warehouse; use warehouse")
    return connection


def generate(path: Path, interactions: int) -> None:
    """All but the last day, which is laid aside."""
    with opened(path, 2, "") as connection:
        land(connection, interactions)
        for table in ("interactions", "sales_activities"):
            connection.execute(
                f"create table {table}_of_one_day as"
                f" select * from input_layer.input__{table} where {ONE_DAY};"
                f" delete from input_layer.input__{table} where {ONE_DAY}"
            )
        connection.execute("checkpoint")


def scan(path: Path, threads: int, memory: str) -> None:
    """Read every column of the interactions once."""
    with opened(path, threads, memory) as connection:
        clock = Clock()
        connection.execute(
            "create temp table scanned as select count(*), min(columns(*))"
            " from input_layer.input__interactions"
        )
        print(f"| scanning every column of the interactions | {clock} |")


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def _part(model: str) -> str:
    if model in SCORE:
        return "the score"
    if model in READERS:
        return "what reads it"
    return "the stream" if "interaction" in model or model == "int_user_agent_judged" else "identity"


def build(path: Path, models: Stream, is_later: bool, threads: int, memory: str) -> None:
    """Build each model and print what it took."""
    with opened(path, threads, memory) as connection:
        if is_later:
            for table in ("interactions", "sales_activities"):
                connection.execute(f"insert into input_layer.input__{table} from {table}_of_one_day")
            connection.execute("checkpoint")
        print("\n| model | CPU s | wall s | peak by then, GB |\n|---|---|---|---|")
        whole = Clock()
        parts = dict.fromkeys(("identity", "the stream", "what reads it", "the score"), 0.0)
        at = ENDS[is_later]
        for kind, name, sql in dated(models.later if is_later else models.first, at.date(), at):
            clock = Clock()
            if is_later and name in GROWN:
                replace_rows(connection, name, sql)
            else:
                connection.execute(f"create or replace {kind} {name} as {sql}")
            model = name.split(".")[1]
            parts[_part(model)] += clock.read()[0]
            if clock.read()[0] > SHOWN_FROM_SECONDS:
                print(f"| {model} | {clock} | {_peak():.2f} |")
        print(f"| all | {whole} |")
        print("CPU s of " + ", ".join(f"{part} {seconds:.2f}" for part, seconds in parts.items()))
        counted = connection.execute(
            "select count(*), count(account_key), count(excluded_reason), sum((not is_human)::int),"
            f" (select count(*) from {CHANGED} where is_judged_again)"
            " from intermediate.int_interaction_judged"
        ).fetchone()
        print("rows, with an account, excluded, by machines; blocks judged again:", counted)
        scored = connection.execute(
            f"select (select count(*) from {STALE} where is_scored_again), count(*)"
            " from account_engagement.account_engagement_daily"
        ).fetchone()
        print("blocks of accounts scored again; account-days with a score:", scored)
    print(f"peak memory: {_peak():.2f} GB", flush=True)


def publish(path: Path, threads: int, memory: str) -> None:
    """What a release does with the stream: a copy, in order."""
    with opened(path, threads, memory) as connection:
        clock = Clock()
        connection.execute(
            "create table published as select * from account_engagement.fct_interaction order by all"
        )
        print(f"\n| fct_interaction into a release | {clock} |")
    print(f"peak memory: {_peak():.2f} GB", flush=True)


def alone(step: object, *arguments: object) -> None:
    process = get_context("spawn").Process(target=step, args=arguments)  # type: ignore[arg-type]
    process.start()
    process.join()
    assert process.exitcode == 0


if __name__ == "__main__":
    interactions, threads, memory = (sys.argv[1:] + ["1000000", "2", ""][len(sys.argv) - 1 :])[:3]
    with tempfile.TemporaryDirectory() as made:
        models = compile_stream(Path(made, "models"), SELECTED, SETTINGS)
        path = Path(made, "warehouse.duckdb")
        alone(generate, path, int(interactions))
        print(
            f"{int(interactions):,} interactions, {threads} threads, DuckDB {duckdb.__version__} {memory}\n"
        )
        print("| | CPU s | wall s |\n|---|---|---|", flush=True)
        alone(scan, path, int(threads), memory)
        alone(build, path, models, False, int(threads), memory)
        alone(build, path, models, True, int(threads), memory)
        alone(publish, path, int(threads), memory)
