"""The ledger: every value ever published, with the release that first said so and why it changed.

One Parquet part a release, outside the releases that get pruned; a part holds only what differs from what was
published last. A complete period that changes is restated, with a cause; that open deals close as time passes
restates nothing.
"""

from __future__ import annotations

import json
from pathlib import Path

import duckdb

from abm_kpis.ledger_causes import causes, late_interactions
from abm_kpis.ledger_columns import COLUMNS, DATA, DESCRIPTION, KEY, MEASURES, TARGET
from abm_kpis.places import Home
from abm_kpis.reference_content import changed_references
from abm_kpis.releases import DATABASE, current_id
from abm_kpis.sql import comment, quoted

# settings that change no value by themselves
OPERATIONAL = {
    "accepted_drift",
    "as_of_date",
    "as_of_at",
    "fiscal_year_named_by",
    "freshness_hours",
    "history_years",
    "max_rejected",
    "published_days",
    "reference_replaced",
    "releases_kept",
    "unknown_warning_share",
}


def write_ledger(connection: duckdb.DuckDBPyConnection, home: Home, part: Path) -> None:
    """Write kpi.kpi_ledger of the release under way, and its own part to `part`.

    `connection` is open on the release's file, which holds all its other tables already.
    """
    _attach_previous(connection, home)
    _read_parts(connection, home)
    connection.execute(f"create temp table compared as {_compared()}")
    connection.execute(f"create temp table late_interactions as {late_interactions()}")
    connection.execute(f"create temp table causes as {causes()}")
    connection.execute(f"create temp table changes as {_changes()}")
    typed = ", ".join(f"cast({name} as {kind}) as {name}" for name, (kind, _) in COLUMNS.items())
    order = ", ".join(("release_id", *KEY))
    connection.execute(
        f"create table kpi.kpi_ledger as select {typed} from settled"
        f" union all select {typed} from changes order by {order}"
    )
    comment(connection, "kpi.kpi_ledger", DESCRIPTION, {name: text for name, (_, text) in COLUMNS.items()})
    connection.execute(
        f"copy (select {typed} from changes order by {order}) to {quoted(part)} (format parquet)"
    )
    connection.execute("drop view evidence_before; drop view interactions_before; detach previous")


def _attach_previous(connection: duckdb.DuckDBPyConnection, home: Home) -> None:
    """The live release tells why a value changed; an empty one stands in where there is none."""
    live = current_id(home)
    database = home.releases / live / DATABASE if live else None
    if database is not None and database.exists():
        connection.execute(f"attach {quoted(database)} as previous (read_only)")
    else:
        connection.execute("attach ':memory:' as previous")
        for table in (
            "account_engagement.fct_interaction", "kpi.kpi_evidence", "kpi.kpi_values",
            "operations.release", "pipeline_funnel.fct_opportunity",
        ):  # fmt: skip
            connection.execute(f"create schema if not exists previous.{table.split('.')[0]}")
            connection.execute(f"create table previous.{table} as select * from {table} where false")
    _name_before(connection, "kpi.kpi_evidence", "evidence_before")
    _name_before(connection, "account_engagement.fct_interaction", "interactions_before")
    _name_before(connection, "operations.release", "release_before")
    _tell_run(connection, live)
    connection.execute("drop view release_before")


def _tell_run(connection: duckdb.DuckDBPyConnection, live: str | None) -> None:
    """What of the run itself may have changed values: settings, reference tables, the day."""
    said = "select settings, reference_tables, person_key_id from "
    settings, references, key = connection.execute(said + "operations.release").fetchall()[0]
    before = connection.execute(said + "release_before").fetchall()
    old_settings, old_references, old_key = before[0] if before else (settings, None, None)
    chosen, chosen_before = json.loads(settings), json.loads(old_settings)
    changed = sorted(
        name
        for name in chosen.keys() & chosen_before.keys() - OPERATIONAL
        if _unordered(chosen[name]) != _unordered(chosen_before[name])
    )
    connection.execute(
        "create temp table run as select release_id, published_at, cast(? as varchar) as settings_changed,"
        " cast(? as varchar) as live_id, cast(? as boolean) as has_same_key,"
        " (select max(as_of_date) from kpi.kpi_values) as as_of_date,"
        " (select max(as_of_date) from previous.kpi.kpi_values) as previous_day,"
        " cast((select max(as_of_date) from kpi.kpi_values) - to_years(?) as date) as windows_from"
        " from operations.release",
        [", ".join(changed) or None, live, key == old_key, int(chosen.get("history_years", 100))],
    )
    connection.execute(
        "create temp table changed_references (table_name varchar, kpis varchar, changed_from date)"
    )
    for row in changed_references(references, old_references):
        connection.execute("insert into changed_references values (?, ?, ?)", row)


def _name_before(connection: duckdb.DuckDBPyConnection, table: str, name: str) -> None:
    """A previous table in the columns of today: a release of an older version may lack one, or all."""
    here = [column for column, *_ in connection.execute(f"describe {table}").fetchall()]
    try:
        before = [column for column, *_ in connection.execute(f"describe previous.{table}").fetchall()]
    except duckdb.CatalogException:
        connection.execute(f"create temp view {name} as select * from {table} where false")
        return
    lacking = "".join(f", null as {column}" for column in here if column not in before)
    connection.execute(f"create temp view {name} as select *{lacking} from previous.{table}")


def _unordered(value: object) -> object:
    return sorted(map(str, value)) if isinstance(value, list) else value


def _read_parts(connection: duckdb.DuckDBPyConnection, home: Home) -> None:
    """What was published before, as `settled`."""
    connection.execute(
        f"create temp table settled ({', '.join(f'{n} {k}' for n, (k, _) in COLUMNS.items())})"
    )
    parts = sorted(str(path) for path in home.ledger.glob("*.parquet")) if home.ledger.is_dir() else []
    if parts:
        # by name: a part that an older version wrote may lack a column
        connection.execute(
            "insert into settled by name select * from read_parquet(?, union_by_name = true)", [parts]
        )


def _compared() -> str:
    """One row per value that is new, gone or different, with both sides of it.

    The other side is the entry of the latest as-of date not after this one's: what a later day knew is no
    earlier version of this one. Entries of releases that were rolled back only show that one is needed.
    """
    old_columns = ", ".join(
        f"old.{column} as old_{column}" for column in (*MEASURES, "definition_version", "as_of_date")
    )
    new_columns = ", ".join(f"new.{column}" for column in (*MEASURES, "definition_version", "seen_on"))
    # a window that ended with an as-of date inside a month, or before the oldest that is published, is not
    # withdrawn: the next one stands in its place
    superseded = (
        "new.kpi_id is null and (old.period_type = 'as_of' or old.period_type like 'trailing%')"
        " and (old.period_end - 1 != last_day(old.period_end - 1) or old.period_end <= run.windows_from)"
        " and old.period_end <= run.as_of_date"
    )
    same_cell = " and ".join(f"new.{column} = old.{column}" for column in KEY)
    return f"""
        with entries as (
            select
                settled.* replace (
                    coalesce(settled.is_complete, settled.period_end <= settled.as_of_date + 1) as is_complete
                ),
                settled.release_id > run.live_id as is_rolled_back
            from settled
            cross join run
            where settled.as_of_date <= run.as_of_date
        ),
        old as (
            select * from entries
            where not coalesce(is_rolled_back, false)
            qualify row_number() over (
                partition by {", ".join(KEY)} order by as_of_date desc, release_id desc
            ) = 1
        ),
        rolled_back as (
            select distinct {", ".join(KEY)} from entries where is_rolled_back
        ),
        new as (
            select * from kpi.kpi_values
        )
        select
            {", ".join(f"coalesce(new.{column}, old.{column}) as {column}" for column in KEY)},
            {new_columns}, {old_columns}, run.*,
            new.kpi_id is not null as is_published,
            old.kpi_id is not null as was_published,
            old.release_id as previous_release_id,
            coalesce({_differs(DATA)}, false) as data_differs,
            coalesce({_differs(TARGET)}, false) as target_differs,
            old.kpi_id is not null and new.kpi_id is not null
            and not {_differs((*MEASURES, "definition_version"))} as is_rollback
        from new
        full join (from old where change != 'withdrawn') as old on {same_cell}
        cross join run
        left join rolled_back
            on {" and ".join(f"rolled_back.{c} = coalesce(new.{c}, old.{c})" for c in KEY)}
        where
            (
                old.kpi_id is null or new.kpi_id is null or rolled_back.kpi_id is not null
                or {_differs((*MEASURES, "definition_version"))}
            )
            and not coalesce({superseded}, false)
    """


def _differs(columns: tuple[str, ...]) -> str:
    return "(" + " or ".join(f"new.{column} is distinct from old.{column}" for column in columns) + ")"


def _changes() -> str:
    """The rows of the ledger that this release adds."""
    return f"""
        with referenced as (
            select
                {", ".join(f"compared.{column}" for column in KEY)},
                string_agg(changed_references.table_name, ', ' order by table_name) as references_changed
            from compared
            inner join changed_references
                on
                    regexp_full_match(compared.kpi_id, changed_references.kpis)
                    and compared.period_end > changed_references.changed_from
            group by all
        ),
        caused as (
            select
                compared.*,
                references_changed,
                case
                    when is_rollback then 'rollback'
                    -- what appears where nothing was complete is no change of anything
                    when not was_published and causes.cause is null then null
                    when was_published and not old_is_complete then null
                    when definition_version != old_definition_version then 'changed_definition'
                    when is_published and was_published and not data_differs and target_differs
                        then 'changed_target'
                    when settings_changed is not null then 'changed_setting'
                    when
                        references_changed is not null
                        and (data_differs or not was_published or not is_published)
                        then 'changed_reference'
                    when not was_published then causes.cause
                    when is_published and not data_differs then
                        case when as_of_date > previous_day then 'later_as_of_date' else 'changed_setting' end
                    else coalesce(causes.cause, 'changed_source_row')
                end as cause
            from compared
            left join causes using ({", ".join(KEY)})
            left join referenced using ({", ".join(KEY)})
        )
        select
            * replace (coalesce(definition_version, old_definition_version) as definition_version),
            case
                when not is_published then 'withdrawn'
                when cause is null and not was_published then 'first'
                when cause is null or cause in ('later_as_of_date', 'rollback') then 'update'
                else 'restatement'
            end as change,
            case cause
                when 'changed_setting' then settings_changed
                when 'changed_reference' then references_changed
            end as cause_detail,
            old_value as previous_value
        from caused
    """
