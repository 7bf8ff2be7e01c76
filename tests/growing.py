"""The stream of interactions as it grows from run to run, without dbt between (tests/compiled.py)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import duckdb

from tests.compiled import INTERMEDIATE, Compiled, Tables, compile_models
from tests.conftest import PROJECT

SELECTED = (
    "fct_interaction",
    "account_engagement_daily",
    "int_session_measured",
    "int_account_interaction_counted",
)
SCORE_FOLDER = PROJECT / "models" / "intermediate" / "engagement" / "score"
LAYERS = (*INTERMEDIATE, "path:models/marts/account_engagement")
SETTINGS: dict[str, object] = {
    "sources_enabled": ["salesforce", "hubspot", "files"],
    "raw_from": "source",
    "as_of_date": "2025-06-30",
    "as_of_at": "2025-06-30T12:00:00+00:00",
    # a window that half a year leaves several times, and all that is off by default
    "score_window_days": 30,
    "score_half_life_days": 7,
    "score_daily_cap": 25,
    "score_breadth_roles": 2,
}
SETTLED = "intermediate.int_interaction_settled"
CHANGED = "intermediate.int_interaction_changed"
RULED = "intermediate.int_interaction_ruled"
COUNTED = "intermediate.int_account_day_settled"
STALE_DAYS = "intermediate.int_engaged_day_stale"
DAYS_RULED = "intermediate.int_engaged_day_ruled"
SCORED = "intermediate.int_account_score_settled"
STALE = "intermediate.int_account_score_stale"
SCORE_RULED = "intermediate.int_account_score_ruled"
KEPT = (
    SETTLED,
    "intermediate.int_interaction_placed",
    "intermediate.int_interaction_judged",
    "intermediate.int_session_measured",
    "intermediate.int_account_interaction_counted",
    COUNTED,
    "intermediate.int_account_day_engaged",
    SCORED,
    "account_engagement.account_engagement_daily",
    "account_engagement.fct_interaction",
)


@dataclass(frozen=True)
class Grown:
    """A table that a run builds on: which rows it replaces, who asks for it first, whose rules it keeps."""

    column: str
    replaced: str
    asks: str
    ruled: str


GROWN = {
    SETTLED: Grown("block", f"select block from {CHANGED} where is_judged_again", CHANGED, RULED),
    COUNTED: Grown("day_number", f"select day_number from {STALE_DAYS}", STALE_DAYS, DAYS_RULED),
    SCORED: Grown("block_number", f"select block_number from {STALE}", STALE, SCORE_RULED),
}


def replace_rows(connection: duckdb.DuckDBPyConnection, table: str, made: str) -> None:
    """What dbt does with a table that grows."""
    grown = GROWN[table]
    connection.execute(f"create or replace temp table made_again as {made}")
    connection.execute("begin")
    connection.execute(f"delete from {table} where {grown.column} in ({grown.replaced})")
    connection.execute(f"insert into {table} by name from made_again")
    connection.execute("commit")


def may_build_on(connection: duckdb.DuckDBPyConnection, table: str) -> bool:
    """The rules are those by which it was made."""
    others = f"from {table} where rules_number != (select rules_number from {GROWN[table].ruled}) limit 1"
    return not connection.execute(others).fetchall()


@dataclass(frozen=True)
class Stream:
    """The models as the first run has them, and as a later one that builds on what is settled."""

    first: Compiled
    later: Compiled

    def build(self, tables: Tables, as_of: date, at: datetime) -> duckdb.DuckDBPyConnection:
        return Compiled(dated(self.first, as_of, at)).build(tables)

    def grow(
        self,
        connection: duckdb.DuckDBPyConnection,
        tables: Tables,
        as_of: date,
        at: datetime,
        breaks_before: str | None = None,
    ) -> list[int]:
        """A run on what earlier ones left, as dbt does it; the blocks that were judged again."""
        Compiled.land(connection, tables)
        first = {name: sql for _, name, sql in dated(self.first, as_of, at)}
        builds_on = dict.fromkeys(GROWN, True)
        asking = {grown.asks: table for table, grown in GROWN.items()}
        for kind, name, sql in dated(self.later, as_of, at):
            if name == breaks_before:
                return []
            if name in asking:
                builds_on[asking[name]] = may_build_on(connection, asking[name])
            if builds_on.get(name):
                replace_rows(connection, name, sql)
                continue
            may_build = builds_on[asking.get(name, name if name in GROWN else SETTLED)]
            connection.execute(f"create or replace {kind} {name} as {sql if may_build else first[name]}")
        return [
            block
            for (block,) in connection.execute(
                f"select block from {CHANGED} where is_judged_again order by 1"
            ).fetchall()
        ]


def compile_stream(
    folder: Path, selected: tuple[str, ...] = SELECTED, settings: dict[str, object] = SETTINGS
) -> Stream:
    """Both forms: dbt takes a model for one that builds on its table where it finds the table."""
    (folder / "first").mkdir(parents=True)
    (folder / "later").mkdir()
    first = compile_models(folder / "first", *selected, layers=LAYERS, **settings)
    with first.build({}) as connection:
        columns = {
            table: ", ".join(
                f"{name} {kind}" for name, kind, *_ in connection.execute(f"describe {table}").fetchall()
            )
            for table in GROWN
        }
    with duckdb.connect(str(folder / "later" / "warehouse.duckdb")) as connection:
        connection.execute("create schema intermediate")
        for table, typed in columns.items():
            connection.execute(f"create table {table} ({typed})")
    return Stream(first, compile_models(folder / "later", *selected, layers=LAYERS, **settings))


def written(stream: Stream, path: Path) -> None:
    path.write_text(json.dumps([stream.first.models, stream.later.models]), "utf-8")


def read(path: Path) -> Stream:
    first, later = json.loads(path.read_text("utf-8"))
    return Stream(Compiled(first), Compiled(later))


def dated(models: Compiled, as_of: date, at: datetime) -> list[tuple[str, str, str]]:
    return [
        (
            kind,
            name,
            sql.replace(str(SETTINGS["as_of_date"]) + "' as date", f"{as_of}' as date").replace(
                str(SETTINGS["as_of_at"]), at.isoformat()
            ),
        )
        for kind, name, sql in models.models
    ]
