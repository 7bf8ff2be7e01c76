"""One rule of the gate, and how severe it is when it is broken."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

SEVERITIES = ("error", "warn", "note")


@dataclass(frozen=True)
class Expectation:
    """One rule: the table it is about, its name, what it says, and the query for the rows that break it.

    A rule with a `check` is as severe as reference table check_severity says of that check, row by row: its
    query (see `judged`) asks for the rows of one severity.
    """

    table: str
    name: str
    says: str
    breaking: str
    check: str = ""
    severity: str = "error"


def judged(check: str, found: str, reached: str = ">") -> str:
    """The rows that `found` brings, where they are of the severity asked for and have reached their limit.

    Each has source_system and table_name, by which the most specific row of check_severity is chosen, and
    `measured`, which is held against the limit, or empty where the check has none.
    """
    return f"""
        with found as ({found}),
        numbered as (select *, row_number() over () as found_number from found),
        fitting as (
            select numbered.*, s.severity, s.limit_value,
                row_number() over (
                    partition by numbered.found_number
                    order by s.table_name is not null desc, s.source_name is not null desc
                ) as preference
            from numbered
            inner join input_layer.input__check_severity as s
                on s.check_name = '{check}'
                and coalesce(s.source_name, numbered.source_system) = numbered.source_system
                and coalesce(s.table_name, numbered.table_name) = numbered.table_name
        )
        select * exclude (found_number, preference, severity, limit_value, measured) from fitting
        where preference = 1 and severity = '{{severity}}'
            and (measured is null or measured {reached} limit_value)
        order by all
    """


def by_severity(database: Path, expectations: tuple[Expectation, ...]) -> list[Expectation]:
    """Every rule once for each severity that its check has in check_severity of this database."""
    if not any(expectation.check for expectation in expectations):
        return list(expectations)
    with duckdb.connect(str(database), read_only=True) as connection:
        known = set(
            connection.execute(
                "select check_name, severity from input_layer.input__check_severity"
            ).fetchall()
        )
    settled = []
    for expectation in expectations:
        if not expectation.check:
            settled.append(expectation)
            continue
        settled += [
            replace(expectation, severity=severity, breaking=of_severity(expectation, severity))
            for severity in SEVERITIES
            if (expectation.check, severity) in known
        ]
    return settled


def of_severity(expectation: Expectation, severity: str) -> str:
    """The query for the rows that break the rule with this severity."""
    return expectation.breaking.replace("{severity}", severity)
