"""Raw tables landed as each loader does (data/raw), and staging and input layer built on them."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb
from dbt.cli.main import dbtRunner

from abm_kpis.land import entity_columns
from abm_kpis.parsed import parsed
from tests.conftest import PROJECT, Rows, ok, query
from tests.forked import forked

RAW = Path(__file__).parent / "data" / "raw"
EXPECTED = RAW / "expected"
SOURCES = ("salesforce", "hubspot", "web", "linkedin_ads")
Cast = dict[str, str]


@dataclass
class Loader:
    """How a loader writes: its types by the fixture's kind of column, its names, its own columns."""

    casts: Cast
    table: Callable[[str, str], str] = lambda _source, table: table
    column: Callable[[str], str] = lambda column: column
    own_columns: str = "timestamp '2025-06-01 06:00:00' as _fivetran_synced, false as _fivetran_deleted"


def dlt_table(source: str, table: str) -> str:
    plurals = {"contact": "contacts", "company": "companies", "deal": "deals", "owner": "owners"}
    if source == "hubspot":
        return plurals.get(table, table)
    return {"user": "sf_user"}.get(table, table)


def dlt_column(column: str) -> str:
    names = {
        "deal_id": "id",
        "deal_pipeline_stage_id": "dealstage",
        "owner_id": "hubspot_owner_id",
        "contract_months_c": "contract_months__c",
        "is_abm_c": "is_abm__c",
    }
    return names.get(column, column.removeprefix("property_"))


# i whole number, n number, b boolean, ts instant, d date, t text
LOADERS = {
    "native": Loader(
        {"i": "bigint", "n": "double", "b": "boolean", "ts": "timestamp", "d": "timestamp", "t": "varchar"}
    ),
    "text": Loader(
        {
            "i": "varchar",
            "n": "varchar",
            "b": "varchar",
            "ts": "strftime(cast({} as timestamp), '%Y-%m-%dT%H:%M:%S.000+0000')",
            "d": "varchar",
            "t": "varchar",
        },
        own_columns="timestamptz '2025-06-01 06:00:00+00' as _ingestr_loaded_at",
    ),
    "dlt": Loader(
        {
            "i": "decimal(38, 9)",
            "n": "decimal(38, 9)",
            "b": "boolean",
            "ts": "cast({} || '+00' as timestamptz)",
            "d": "date",
            "t": "varchar",
        },
        table=dlt_table,
        column=dlt_column,
        own_columns="'1748757600.0' as _dlt_load_id, 'x' as _dlt_row",
    ),
    "squashed": Loader(
        {
            "i": "double",
            "n": "float",
            "b": "upper({})",
            "ts": "timestamptz",
            "d": "date",
            "t": "varchar",
        },
        column=lambda column: column.removeprefix("property_").replace("_", "").upper(),
        own_columns="timestamptz '2025-06-01 06:00:00+00' as _airbyte_extracted_at",
    ),
}
# what identifies tables, not columns, keeps its name in the one loader that has other words for it
DLT_KEEPS = {
    "owner",
    "deal_company",
    "deal_contact",
    "deal_stage",
    "merged_deal",
    "engagement",
    "engagement_deal",
}


def cast(column: str, how: str) -> str:
    return how.format(f'"{column}"') if "{}" in how else f'cast("{column}" as {how})'


def land(database: Path, loader: Loader, left_out: frozenset[str] = frozenset(), rows: str = "true") -> None:
    """The fixtures' tables as the loader lands them, less some, with the rows that fit a condition."""
    with duckdb.connect(str(database)) as connection:
        connection.execute("set TimeZone = 'UTC'")
        for source in SOURCES:
            connection.execute(f"drop schema if exists raw_{source} cascade")
            connection.execute(f"create schema raw_{source}")
            for path in sorted((RAW / source).glob("*.csv")):
                if path.stem in left_out:
                    continue
                with path.open(encoding="utf-8", newline="") as file:
                    header = [cell.split(":") for cell in next(csv.reader(file))]
                columns = []
                for name, kind in header:
                    keeps = loader.column is dlt_column and (path.stem in DLT_KEEPS or source == "salesforce")
                    custom = name.endswith("_c")
                    spelled = name if keeps and not custom else loader.column(name)
                    columns.append(f'{cast(f"{name}:{kind}", loader.casts[kind])} as "{spelled}"')
                columns.append(loader.own_columns)
                connection.execute(
                    f'create table raw_{source}."{loader.table(source, path.stem)}" as'
                    f" select {', '.join(columns)} from read_csv('{path}', all_varchar = true, header = true)"
                    f" where {rows}"
                )


LAYERS = ("path:models/staging", "path:models/input_layer")


def build(home: Path, *selected: str, **settings: object) -> None:
    """Staging and input layer, or some of it, on what has landed in home/warehouse.duckdb."""
    given = {
        "raw_from": "source",
        "sources_enabled": list(SOURCES),
        "as_of_date": "2025-06-30",
        "as_of_at": None,
    } | settings
    ok(
        forked(
            _build,
            given,
            home,
            selected or LAYERS,
            cwd=PROJECT,
            ABM_KPIS_DATABASE=str(home / "warehouse.duckdb"),
        )
    )


def _build(given: dict[str, object], home: Path, layers: tuple[str, ...]) -> None:
    arguments = ["--quiet", "--vars", json.dumps(given), "--log-path", str(home / "logs")]
    arguments += ["--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT)]
    left_out = ["path:models/staging/reference", "path:models/input_layer/reference"]
    outcome = dbtRunner(parsed(given, arguments)).invoke(
        [
            "run",
            *arguments,
            "--target-path",
            str(home / "target"),
            "--select",
            *layers,
            "--exclude",
            *left_out,
        ]
    )
    sys.exit(not outcome.success)


def reconciled(home: Path) -> Rows:
    """Rows per entity and source that landed, beside those of the raw tables; only where they differ."""
    landed = " union all ".join(
        f"select '{entity}' as table_name, source_system, count(*) as n from input_layer.landed__{entity}"
        " group by all"
        for entity in entity_columns()
    )
    return query(
        home / "warehouse.duckdb",
        f"select r.table_name, r.source_system, r.n_raw, coalesce(l.n, 0)"
        f" from input_layer.landed__raw_row_count as r left join ({landed}) as l"
        " using (table_name, source_system) where r.n_raw != coalesce(l.n, 0)",
    )


UNCHECKED = ("ingested_at", "raw_row", "read_otherwise", "row_number", "version_at")


def landed_rows(home: Path, entity: str) -> list[list[str]]:
    """All that landed of an entity, as text, header first."""
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as connection:
        connection.execute("set TimeZone = 'UTC'")
        found = connection.execute(
            f"select cast(columns(* exclude ({', '.join(UNCHECKED)})) as varchar)"
            f" from input_layer.landed__{entity} order by all nulls last"
        )
        header = [column[0] for column in found.description or []]
        return [header, *[["" if cell is None else cell for cell in row] for row in found.fetchall()]]


def expected_rows(entity: str) -> list[list[str]]:
    with (EXPECTED / f"{entity}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def to_history_mode(database: Path, instant: str = "timestamp") -> None:
    """Salesforce's opportunity and account and HubSpot's deal as Fivetran's history mode has them."""
    with duckdb.connect(str(database)) as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute(f"""
            set schema = 'raw_salesforce';
            create table versions as
                select * replace (false as is_deleted, cast(null as timestamp) as system_modstamp),
                    cast('2025-04-02 10:00:00' as {instant}) as _fivetran_start,
                    cast('9999-12-31 00:00:00' as {instant}) as _fivetran_end, true as _fivetran_active
                from opportunity;
            insert into versions
                select * replace (
                    'Qualification' as stage_name, 20000 as amount, false as is_closed, false as is_won,
                    cast('2025-02-10 10:00:00' as {instant}) as _fivetran_start,
                    cast('2025-04-02 09:59:59.999' as {instant}) as _fivetran_end, false as _fivetran_active
                ) from versions where id = '006A0000002oPpAIAU';
            -- the source has it no more, and the loader sent its last version twice
            update versions set _fivetran_active = false, _fivetran_end = '2025-05-01 10:00:00'
                where id = '006A0000002oPpBIAU';
            insert into versions from versions where id = '006A0000002oPpBIAU';
            drop table opportunity;
            alter table versions rename to opportunity;
            create table versions as
                select *, status as mqa_status_c, cast(start_at as {instant}) as _fivetran_start,
                    cast(coalesce(lead(start_at) over (order by start_at), '9999-12-31') as {instant})
                        as _fivetran_end,
                    start_at = '2025-03-04 00:00:00' as _fivetran_active
                from account, (values
                    (null, '2025-01-01 00:00:00'), ('MQA', '2025-02-01 00:00:00'),
                    ('MQA', '2025-02-02 00:00:00'), ('Nurture', '2025-03-01 00:00:00'),
                    ('MQA', '2025-03-03 00:00:00'), ('SQA', '2025-03-04 00:00:00')
                ) as states (status, start_at)
                where id = '001A0000006Vm9uIAC';
            drop table account;
            alter table versions drop column status;
            alter table versions drop column start_at;
            alter table versions rename to account;
            create table raw_hubspot.versions as
                select *, cast('2025-02-11 10:00:00' as {instant}) as _fivetran_start,
                    cast(case deal_id when '802' then '2025-05-02 10:00:00' else '9999-12-31 00:00:00' end
                        as {instant}) as _fivetran_end,
                    deal_id != '802' as _fivetran_active
                from raw_hubspot.deal;
            drop table raw_hubspot.deal;
            alter table raw_hubspot.versions rename to deal;
        """)
        landed = (
            "select 1 from duckdb_tables() where schema_name = 'raw_hubspot' and table_name = 'deal_company'"
        )
        if connection.execute(landed).fetchall():
            # a deal may leave a company
            connection.execute(f"""
                alter table raw_hubspot.deal_company add column _fivetran_active boolean;
                alter table raw_hubspot.deal_company add column _fivetran_end {instant};
                update raw_hubspot.deal_company
                    set _fivetran_active = deal_id != '802', _fivetran_end = '2025-05-02 10:00:00';
            """)
