"""Companies apart: what looks at a whole company is built for one at a time, all else for all at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import duckdb

from tests.compiled import Compiled, Tables

Model = tuple[str, str, str]
READS = re.compile(r'"warehouse"\."(\w+)"\."(\w+)"')


def read_by(model: Model) -> set[str]:
    return {f"{schema}.{name}" for schema, name in READS.findall(model[2])}


def needed(models: list[Model], *wanted: str) -> list[Model]:
    """These models and what they read, in the order in which they build."""
    names = set(wanted)
    for model in reversed(models):
        if model[1] in names:
            names |= read_by(model)
    return [model for model in models if model[1] in names]


def with_evidence(models: list[Model], evidence: Iterable[str], wanted: str) -> list[Model]:
    """A model that reads the evidence of all KPIs, with that of a few alone; and what it needs then."""
    drawn = " union all by name ".join(
        f'from "warehouse"."{schema}"."{name}"' for schema, name in (one.split(".") for one in evidence)
    )
    return needed(
        [(kind, name, drawn if name == "kpi.kpi_evidence_drawn" else sql) for kind, name, sql in models],
        wanted,
    )


@dataclass(frozen=True)
class Apart:
    """Models of which some look at a whole company: its programme's first day, its shares, its cycle.

    Every id begins with the name of its company ('c7_...'), by which rows are told apart.
    """

    models: list[Model]
    whole: frozenset[str]

    def each(self, tables: Tables, names: list[str]) -> Iterator[tuple[str, duckdb.DuckDBPyConnection]]:
        alone: list[Model] = []
        together: list[Model] = []
        seen = set(self.whole)
        for model in self.models:
            is_alone = model[1] in seen or bool(read_by(model) & seen)
            (alone if is_alone else together).append(model)
            if is_alone:
                seen.add(model[1])
        assert self.whole <= seen, self.whole - seen
        shared = set().union(*map(read_by, alone)) - seen
        with Compiled([("table", name, sql) for _, name, sql in together]).build(tables) as connection:
            for name in shared:
                connection.execute(
                    f"create table {name}_of_all as"
                    f" select *, regexp_extract(one::varchar, 'c[0-9]+_') as company from {name} as one"
                )
            for _, name, _ in alone:
                connection.execute(f"create schema if not exists {name.split('.')[0]}")
            for company in names:
                connection.execute("begin")
                for name in shared:
                    connection.execute(
                        f"create or replace table {name} as select * exclude (company) from {name}_of_all"
                        f" where company in ('', '{company}_')"
                    )
                for _, name, sql in alone:
                    connection.execute(f"create or replace table {name} as {sql}")
                connection.execute("commit")
                yield company, connection
