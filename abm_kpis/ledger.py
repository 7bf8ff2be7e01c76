"""The ledger: every value ever published, with the release that first said so and why it changed.

One Parquet part a release, outside the releases that get pruned; a part holds only what differs from what was
published last. A complete period that changes is restated, with a cause; that open deals close as time passes
restates nothing.
"""

from __future__ import annotations

import json
from pathlib import Path

import duckdb

from abm_kpis.places import Home
from abm_kpis.releases import DATABASE, current_id
from abm_kpis.sql import comment, quoted
from quality.expectations import SEGMENTS

KEY = ("kpi_id", "period_type", "period_start", "period_end", "segment_type", "segment_value")
# an account of two campaigns has a row for each
ROW = ("entity_type", "entity_id", "campaign", "anchor_date")
CONTENT = ("numerator_part", "denominator_part", "duration", "outcome", "stratum", "excluded_reason")
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

DESCRIPTION = (
    "One row per value of kpi.kpi_values each time it differs from what was published before: what was said"
    " when, and why it changed. A value that did not change is not entered again."
)
COLUMNS = {
    "release_id": ("varchar", "The release that published it."),
    "published_at": ("timestamptz", "When the run that published it started."),
    "kpi_id": ("varchar", "The KPI."),
    "period_type": ("varchar", "Kind of period."),
    "period_start": ("date", "First day of the period."),
    "period_end": ("date", "Day after the last one of the period."),
    "segment_type": ("varchar", "What the value is broken down by."),
    "segment_value": ("varchar", "The segment."),
    "numerator": ("decimal(38, 4)", "Numerator of the value."),
    "denominator": ("decimal(38, 4)", "Denominator of the value."),
    "n": ("bigint", "Rows counted."),
    "value": ("double", "The value as published, in the KPI's unit."),
    "target_low": ("decimal(18, 8)", "Low end of the target."),
    "target_high": ("decimal(18, 8)", "High end of the target."),
    "status": ("varchar", "Where the value stood."),
    "is_complete": ("boolean", "Whether the period had ended by the as-of date."),
    "definition_version": ("varchar", "Version of the KPI's definition."),
    "as_of_date": ("date", "Last day that the release included."),
    "change": (
        "varchar",
        "first, update (the period was not complete, or nobody was wrong), restatement (a complete period"
        " changed) or withdrawn (the value is no longer published).",
    ),
    "cause": (
        "varchar",
        "Why: late_data (a deal, or an entry into the funnel, nobody knew of), changed_source_row,"
        " changed_definition (the same evidence gives another value), changed_target, changed_setting,"
        " later_as_of_date (time has passed: open deals have moved on), rollback (the release in between was"
        " taken back). Empty for first values and for periods that were not complete.",
    ),
    "previous_value": ("double", "The value published before."),
    "previous_release_id": ("varchar", "The release that published it."),
}
DATA = ("numerator", "denominator", "n", "value")
TARGET = ("target_low", "target_high")
MEASURES = (*DATA, *TARGET, "status", "is_complete")


def write_ledger(connection: duckdb.DuckDBPyConnection, home: Home, part: Path) -> None:
    """Write kpi.kpi_ledger of the release under way, and its own part to `part`.

    `connection` is open on the release's file, which holds all its other tables already.
    """
    _attach_previous(connection, home)
    _read_parts(connection, home)
    connection.execute(f"create temp table compared as {_compared()}")
    connection.execute(f"create temp table causes as {_causes()}")
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
    connection.execute("drop view evidence_before; detach previous")


def _attach_previous(connection: duckdb.DuckDBPyConnection, home: Home) -> None:
    """The live release tells why a value changed; an empty one stands in where there is none."""
    live = current_id(home)
    database = home.releases / live / DATABASE if live else None
    settings_changed = False
    if database is not None and database.exists():
        connection.execute(f"attach {quoted(database)} as previous (read_only)")
        said = connection.execute(
            "select settings from operations.release"
            " union all select settings from previous.operations.release"
        ).fetchall()
        now, before = (json.loads(row[0]) for row in said)
        settings_changed = any(
            _unordered(now[name]) != _unordered(before[name])
            for name in now.keys() & before.keys() - OPERATIONAL
        )
    else:
        connection.execute("attach ':memory:' as previous")
        for table in ("kpi.kpi_evidence", "kpi.kpi_values", "pipeline_funnel.fct_opportunity"):
            connection.execute(f"create schema if not exists previous.{table.split('.')[0]}")
            connection.execute(f"create table previous.{table} as select * from {table} where false")
    _name_evidence_before(connection)
    years = json.loads(str(connection.execute("select settings from operations.release").fetchall()[0][0]))
    connection.execute(
        "create temp table run as select release_id, published_at, cast(? as boolean) as settings_changed,"
        " cast(? as varchar) as live_id,"
        " (select max(as_of_date) from kpi.kpi_values) as as_of_date,"
        " (select max(as_of_date) from previous.kpi.kpi_values) as previous_day,"
        " cast((select max(as_of_date) from kpi.kpi_values) - to_years(?) as date) as windows_from"
        " from operations.release",
        [settings_changed, live, int(years.get("history_years", 100))],
    )


def _name_evidence_before(connection: duckdb.DuckDBPyConnection) -> None:
    """The previous evidence in the columns of today: a release of an older version may lack one."""
    here, before = (
        [name for name, *_ in connection.execute(f"describe {table}").fetchall()]
        for table in ("kpi.kpi_evidence", "previous.kpi.kpi_evidence")
    )
    lacking = "".join(f", null as {name}" for name in here if name not in before)
    connection.execute(
        f"create temp view evidence_before as select *{lacking} from previous.kpi.kpi_evidence"
    )


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


def _causes() -> str:
    """For each value of a complete period, what its rows of evidence say: the gravest of their causes.

    A value that appears in a period that the previous release had published as complete is one of them.
    """
    key = ", ".join(KEY)
    row = ", ".join((*KEY, "basis_kpi_id", *ROW))
    content_differs = " or ".join(f"now.{column} is distinct from before.{column}" for column in CONTENT)
    return f"""
        with restated as (
            select
                compared.*,
                case when seen_on = as_of_date then previous_day else seen_on end as seen_before_on,
                -- a share of ABM rests on all deals of the period, in the segments of membership too
                catalog.counts_abm_only and catalog.estimator = 'ratio'
                and compared.segment_type in ('abm', 'tier') as rests_on_all
            from compared
            left join kpi.kpi_catalog as catalog on compared.kpi_id = catalog.kpi_id
            where
                is_published
                and case
                    when was_published then old_is_complete and data_differs
                    else
                        is_complete and as_of_date >= previous_day and period_end <= previous_day + 1
                        and (compared.kpi_id, period_type, segment_type) in (
                            select (kpi_id, period_type, segment_type) from previous.kpi.kpi_values
                        )
                end
        ),
        -- deals that the previous release did not know, and when deals closed, by the entity of the evidence
        deals as (
            select
                now.opportunity_id, now.account_id, now.created_on, now.closed_on,
                before.opportunity_id is null and run.previous_day is not null as is_new
            from pipeline_funnel.fct_opportunity as now
            left join previous.pipeline_funnel.fct_opportunity as before
                on now.opportunity_id = before.opportunity_id
            cross join run
        ),
        entities as (
            select
                'opportunity' as entity_type, opportunity_id as entity_id, null as created_on, is_new,
                closed_on
            from deals
            union all
            select 'account', account_id, created_on, bool_or(is_new), min(closed_on)
            from deals
            group by account_id, created_on
        ),
        -- a derived KPI rests on the evidence of its factors
        basis as (
            select kpi_id, kpi_id as basis_kpi_id from kpi.kpi_catalog
            union
            select kpi_id, unnest(string_split(replace(factors, '/', ''), '|'))
            from kpi.kpi_catalog
            where factors is not null
        ),
        now as ({_evidence("kpi.kpi_evidence", "seen_on")}),
        before as ({_evidence("evidence_before", "seen_before_on")}),
        by_row as (
            select
                {", ".join(f"coalesce(now.{column}, before.{column}) as {column}" for column in KEY)},
                case
                    when
                        before.kpi_id is null
                        and (coalesce(entities.is_new, false) or now.entity_type = 'funnel_entry')
                        then 'late_data'
                    when
                        (before.outcome = 'censored' or before.excluded_reason in ('still_open', 'too_young'))
                        and now.kpi_id is not null
                        and now.seen_on > before.seen_on
                        and coalesce(entities.closed_on > before.seen_on, true)
                        then 'later_as_of_date'
                    else 'changed_source_row'
                end as cause
            from now
            full join before using ({row})
            left join entities
                on
                    -- a stay is its deal's
                    replace(now.entity_type, 'opportunity_stage', 'opportunity') = entities.entity_type
                    and case
                        when now.entity_type = 'opportunity_stage'
                            then regexp_replace(now.entity_id, ':[a-z_]+$', '')
                        else now.entity_id
                    end = entities.entity_id
                    and (entities.created_on is null or now.anchor_date = entities.created_on)
            where
                (now.kpi_id is null or before.kpi_id is null or {content_differs})
                -- a row that adds nothing, before and now, explains nothing
                and not ({_adds_nothing("now")} and {_adds_nothing("before")})
        )
        select
            {key},
            case
                when bool_or(cause = 'late_data') then 'late_data'
                when bool_or(cause = 'changed_source_row') then 'changed_source_row'
                when bool_or(cause = 'later_as_of_date') then 'later_as_of_date'
                else 'changed_definition'
            end as cause
        from restated
        left join by_row using ({key})
        group by {key}
    """


def _adds_nothing(side: str) -> str:
    nothing = f"{side}.numerator_part = 0 and {side}.denominator_part = 0"
    return f"({side}.kpi_id is null or coalesce({nothing}, false))"


def _evidence(table: str, seen_on: str) -> str:
    """The rows of evidence of each restated value."""
    segment = " ".join(f"when '{segment}' then evidence.{segment}" for segment in SEGMENTS)
    return f"""
        select {", ".join(f"restated.{column}" for column in KEY)}, basis_kpi_id,
            evidence.* exclude (kpi_id) replace (coalesce(evidence.campaign, '') as campaign)
        from restated
        inner join basis on basis.kpi_id = restated.kpi_id
        inner join {table} as evidence
            on evidence.kpi_id = basis.basis_kpi_id
            and evidence.seen_on = restated.{seen_on}
            and evidence.anchor_date >= restated.period_start
            and evidence.anchor_date < restated.period_end
            and (
                restated.rests_on_all
                or restated.segment_value = case restated.segment_type when 'all' then 'all' {segment} end
            )
    """


def _changes() -> str:
    """The rows of the ledger that this release adds."""
    return f"""
        with caused as (
            select
                compared.*,
                case
                    when is_rollback then 'rollback'
                    when not was_published then causes.cause
                    when not old_is_complete then null
                    when definition_version != old_definition_version then 'changed_definition'
                    when is_published and not data_differs and target_differs then 'changed_target'
                    when settings_changed then 'changed_setting'
                    when is_published and not data_differs then
                        case when as_of_date > previous_day then 'later_as_of_date' else 'changed_setting' end
                    else coalesce(causes.cause, 'changed_source_row')
                end as cause
            from compared
            left join causes using ({", ".join(KEY)})
        )
        select
            * replace (coalesce(definition_version, old_definition_version) as definition_version),
            case
                when not is_published then 'withdrawn'
                when cause is null and not was_published then 'first'
                when cause is null or cause in ('later_as_of_date', 'rollback') then 'update'
                else 'restatement'
            end as change,
            old_value as previous_value
        from caused
    """
