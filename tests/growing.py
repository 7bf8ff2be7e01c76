"""The stream of interactions as it grows from run to run, without dbt between (tests/compiled.py)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import duckdb

from tests.compiled import INTERMEDIATE, Compiled, Tables, compile_models

SELECTED = ("fct_interaction", "int_session_measured", "int_account_interaction_counted")
LAYERS = (*INTERMEDIATE, "path:models/marts/account_engagement")
SETTINGS: dict[str, object] = {
    "sources_enabled": ["salesforce", "hubspot", "files"],
    "raw_from": "source",
    "as_of_date": "2025-06-30",
    "as_of_at": "2025-06-30T12:00:00+00:00",
}
SETTLED = "intermediate.int_interaction_settled"
CHANGED = "intermediate.int_interaction_changed"
RULED = "intermediate.int_interaction_ruled"
KEPT = (
    SETTLED,
    "intermediate.int_interaction_placed",
    "intermediate.int_interaction_judged",
    "intermediate.int_session_measured",
    "intermediate.int_account_interaction_counted",
    "account_engagement.fct_interaction",
)


@dataclass(frozen=True)
class Stream:
    """The models as the first run has them, and as a later one that builds on what is settled."""

    first: Compiled
    later: Compiled

    def build(self, tables: Tables, as_of: date, at: datetime) -> duckdb.DuckDBPyConnection:
        return Compiled(_dated(self.first, as_of, at)).build(tables)

    def grow(
        self, connection: duckdb.DuckDBPyConnection, tables: Tables, as_of: date, at: datetime
    ) -> list[int]:
        """A run on what earlier ones left, as dbt does it; the blocks that were judged again."""
        Compiled.land(connection, tables)
        first = {name: (kind, sql) for kind, name, sql in _dated(self.first, as_of, at)}
        is_later = True
        for kind, name, sql in _dated(self.later, as_of, at):
            if name == CHANGED:
                is_later = not connection.execute(
                    f"from {SETTLED} where rules_number != (select rules_number from {RULED}) limit 1"
                ).fetchall()
            made = sql if is_later else first[name][1]
            if name == SETTLED and is_later:
                connection.execute(f"create or replace temp table judged_again as {made}")
                connection.execute(
                    f"delete from {SETTLED}"
                    f" where block in (select block from {CHANGED} where is_judged_again)"
                )
                connection.execute(f"insert into {SETTLED} by name from judged_again")
            else:
                connection.execute(f"create or replace {kind} {name} as {made}")
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
        columns = [
            f"{name} {kind}" for name, kind, *_ in connection.execute(f"describe {SETTLED}").fetchall()
        ]
    with duckdb.connect(str(folder / "later" / "warehouse.duckdb")) as connection:
        connection.execute(f"create schema intermediate; create table {SETTLED} ({', '.join(columns)})")
    return Stream(first, compile_models(folder / "later", *selected, layers=LAYERS, **settings))


def written(stream: Stream, path: Path) -> None:
    path.write_text(json.dumps([stream.first.models, stream.later.models]), "utf-8")


def read(path: Path) -> Stream:
    first, later = json.loads(path.read_text("utf-8"))
    return Stream(Compiled(first), Compiled(later))


def _dated(models: Compiled, as_of: date, at: datetime) -> list[tuple[str, str, str]]:
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
