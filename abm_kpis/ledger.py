"""The ledger: every value ever published, with the release that first said so and why it changed.

One Parquet part a release, outside the releases that get pruned; a part holds only what differs from what was
published last. A change to a period that was complete when it was published is a restatement and has a cause.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from abm_kpis.places import Home
from abm_kpis.releases import DATABASE, current_id

KEY = ("kpi_id", "period_type", "period_start", "period_end", "segment_type", "segment_value")
MEASURES = (
    "numerator",
    "denominator",
    "n",
    "value",
    "target_low",
    "target_high",
    "status",
    "definition_version",
)
COLUMNS = {
    "release_id": "varchar",
    "published_at": "timestamptz",
    "kpi_id": "varchar",
    "period_type": "varchar",
    "period_start": "date",
    "period_end": "date",
    "segment_type": "varchar",
    "segment_value": "varchar",
    "numerator": "decimal(38, 4)",
    "denominator": "decimal(38, 4)",
    "n": "bigint",
    "value": "double",
    "target_low": "decimal(18, 8)",
    "target_high": "decimal(18, 8)",
    "status": "varchar",
    "definition_version": "varchar",
    "as_of_date": "date",
    "change": "varchar",
    "cause": "varchar",
    "previous_value": "double",
    "previous_release_id": "varchar",
}


def write_ledger(
    connection: duckdb.DuckDBPyConnection,
    home: Home,
    release_id: str,
    published_at: str,
    part: Path,
) -> None:
    """Write kpi.kpi_ledger of the release under way, and its own part to `part`.

    `connection` is open on the release's file, which holds kpi.kpi_values and kpi.kpi_evidence already.
    """
    _attach_previous(connection, home)
    typed = ", ".join(f"cast({name} as {kind}) as {name}" for name, kind in COLUMNS.items())
    parts = sorted(str(path) for path in home.ledger.glob("*.parquet")) if home.ledger.is_dir() else []
    if parts:
        connection.execute(f"create temp table settled as select {typed} from read_parquet(?)", [parts])
    else:
        empty = ", ".join(f"cast(null as {kind}) as {name}" for name, kind in COLUMNS.items())
        connection.execute(f"create temp table settled as select {empty} where false")
    connection.execute(f"create temp table changes as {_changes_sql()}", [release_id, published_at])
    order = ", ".join(("release_id", *KEY))
    connection.execute(
        f"create table kpi.kpi_ledger as select {typed} from settled"
        f" union all select {typed} from changes order by {order}"
    )
    connection.execute(f"copy (select {typed} from changes order by {order}) to '{part}' (format parquet)")
    connection.execute("detach previous")


def _attach_previous(connection: duckdb.DuckDBPyConnection, home: Home) -> None:
    """The evidence of the live release tells late data from changed rows; without one there is none."""
    live = current_id(home)
    database = home.releases / live / DATABASE if live else None
    if database is not None and database.exists():
        connection.execute(f"attach '{database}' as previous (read_only)")
    else:
        connection.execute("attach ':memory:' as previous")
        connection.execute("create schema previous.kpi")
        for table in ("kpi_evidence", "kpi_values"):
            connection.execute(f"create table previous.kpi.{table} as select * from kpi.{table} where false")


def _changes_sql() -> str:
    same_cell = " and ".join(f"new.{column} = old.{column}" for column in KEY)
    differs = " or ".join(f"new.{column} is distinct from old.{column}" for column in MEASURES)
    data_differs = " or ".join(
        f"new.{column} is distinct from old.{column}" for column in ("numerator", "denominator", "n", "value")
    )
    key = ", ".join(KEY)
    new_key = ", ".join(f"coalesce(new.{column}, old.{column}) as {column}" for column in KEY)
    measures = ", ".join(f"new.{column}" for column in MEASURES if column != "definition_version")
    return f"""
        with last as (
            select * from settled
            qualify row_number() over (partition by {key} order by release_id desc) = 1
        ),
        old as (
            select * from last where change != 'withdrawn'
        ),
        new as (
            select * from kpi.kpi_values
        ),
        as_of as (
            select max(as_of_date) as as_of_date from new
        ),
        late as (
            select distinct evidence.kpi_id, periods.period_type, periods.period_start, periods.period_end
            from kpi.kpi_evidence as evidence
            inner join (
                select distinct kpi_id, period_type, period_start, period_end, as_of_date from new
            ) as periods
                on evidence.kpi_id = periods.kpi_id
                and evidence.anchor_date >= periods.period_start
                and evidence.anchor_date < periods.period_end
                and evidence.seen_on = case
                    when periods.period_type like 'trailing%' then periods.period_end - 1
                    else periods.as_of_date
                end
            left join (
                select distinct kpi_id, entity_type, entity_id, anchor_date from previous.kpi.kpi_evidence
            ) as before
                on evidence.kpi_id = before.kpi_id and evidence.entity_type = before.entity_type
                and evidence.entity_id = before.entity_id and evidence.anchor_date = before.anchor_date
            where before.entity_id is null
        )
        select
            ? as release_id, cast(? as timestamptz) as published_at, {new_key}, {measures},
            coalesce(new.definition_version, old.definition_version) as definition_version,
            as_of.as_of_date,
            case
                when new.kpi_id is null then 'withdrawn'
                when old.kpi_id is null then 'first'
                when old.period_end <= old.as_of_date + 1 then 'restatement'
                else 'update'
            end as change,
            case
                when old.kpi_id is null or old.period_end > old.as_of_date + 1 then null
                when new.definition_version != old.definition_version then 'changed_definition'
                when new.kpi_id is null and old.as_of_date > as_of.as_of_date then 'earlier_as_of_date'
                when new.kpi_id is not null and not ({data_differs}) then 'changed_target'
                when late.kpi_id is not null then 'late_data'
                else 'changed_source_row'
            end as cause,
            old.value as previous_value,
            old.release_id as previous_release_id
        from new
        full join old on {same_cell}
        cross join as_of
        left join late
            on late.kpi_id = new.kpi_id and late.period_type = new.period_type
            and late.period_start = new.period_start and late.period_end = new.period_end
        where old.kpi_id is null or new.kpi_id is null or {differs}
    """
