"""Raw tables as each loader lands them: other names, other types, one input layer (data/raw)."""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from dbt.cli.main import dbtRunner

from abm_kpis.land import entity_columns
from abm_kpis.parsed import parsed
from tests.conftest import PROJECT, Abm, Rows, ok, query
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
            "i": "double",
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
            "i": "hugeint",
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


def land(database: Path, loader: Loader, left_out: frozenset[str] = frozenset()) -> None:
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


UNCHECKED = ("ingested_at", "raw_row", "row_number")


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


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("raw")


@pytest.mark.xdist_group("raw_sources")
@pytest.mark.parametrize("name", LOADERS)
def test_every_loader_gives_the_same_input_layer(home: Path, name: str) -> None:
    land(home / "warehouse.duckdb", LOADERS[name])
    build(home)
    assert reconciled(home) == []
    for entity in sorted(entity_columns()):
        assert landed_rows(home, entity) == expected_rows(entity), entity
    assert query(
        home / "warehouse.duckdb",
        "select distinct ingested_at from input_layer.landed__people",
    ) == [(datetime(2025, 6, 1, 6, tzinfo=UTC),)]
    # every column that staging reads has landed, in this loader's type and under its name
    if name == "native":
        for model in (home / "target" / "compiled").rglob("stg_*.sql"):
            if model.parent.name in SOURCES:
                missing = re.findall(r'cast\(null as TEXT\) as "(\w+)"', model.read_text("utf-8"))
                assert missing == [], (model.name, missing)


def test_the_fixtures_leave_no_column_empty() -> None:
    for source in SOURCES:
        for path in (RAW / source).glob("*.csv"):
            with path.open(encoding="utf-8", newline="") as file:
                header, *rows = list(csv.reader(file))
            empty = [name for name, *cells in zip(header, *rows, strict=True) if not any(cells)]
            assert empty == [], path


HISTORY = (
    "select history_id, opportunity_id, changed_at, stage, amount, probability"
    " from input_layer.input__opportunity_history order by all"
)
A, B = "006A0000002oPpAIAU", "006A0000002oPpBIAU"


def at(day: str, time: str = "10:00") -> datetime:
    return datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=UTC)


@pytest.mark.xdist_group("raw_sources")
def test_changed_fields_give_the_states_between_them(home: Path) -> None:
    database = home / "warehouse.duckdb"
    land(database, LOADERS["native"], frozenset({"opportunity_history"}))
    build(home)
    assert reconciled(home) == []
    before, after = Decimal(20000), Decimal("24000.50")
    assert query(database, HISTORY) == [
        # before its first change a field had the value which that change replaced; nobody tracked probability
        ("017A0000005fIeAIAU", A, at("2025-02-10"), "Qualification", before, None),
        ("017A0000005fIeBIAU", A, at("2025-03-01"), "Qualification", after, None),
        ("017A0000005fIeCIAU", A, at("2025-04-02"), "Closed Won", after, None),
        ("017A0000005fIeDIAU", A, at("2025-04-02"), "Closed Won", after, None),
    ]


@pytest.mark.xdist_group("raw_sources")
def test_a_row_flagged_deleted_is_gone_though_nobody_says_since_when(home: Path) -> None:
    land(home / "warehouse.duckdb", replace(LOADERS["native"], own_columns="1 as batch"))
    build(home, "+landed__account_statuses")
    assert query(
        home / "warehouse.duckdb",
        "select status, disposition from input_layer.landed__account_statuses"
        " where source_system = 'salesforce' order by all",
    ) == [("mqa", "accepted"), ("rejected", "deleted"), ("sqa", "accepted")]


def to_history_mode(database: Path) -> None:
    """The opportunity and the account as Fivetran's history mode has them."""
    with duckdb.connect(str(database)) as connection:
        connection.execute("""
            set schema = 'raw_salesforce';
            create table versions as
                select * replace (false as is_deleted, cast(null as timestamp) as system_modstamp),
                    timestamp '2025-04-02 10:00:00' as _fivetran_start,
                    timestamp '9999-12-31' as _fivetran_end, true as _fivetran_active
                from opportunity;
            insert into versions
                select * replace (
                    'Qualification' as stage_name, 20000 as amount, false as is_closed, false as is_won,
                    timestamp '2025-02-10 10:00:00' as _fivetran_start,
                    timestamp '2025-04-02 09:59:59.999' as _fivetran_end, false as _fivetran_active
                ) from versions where id = '006A0000002oPpAIAU';
            -- the source has it no more
            update versions set _fivetran_active = false, _fivetran_end = timestamp '2025-05-01 10:00:00'
                where id = '006A0000002oPpBIAU';
            drop table opportunity;
            alter table versions rename to opportunity;
            create table versions as
                select *, status as mqa_status_c, start_at as _fivetran_start,
                    coalesce(lead(start_at) over (order by start_at), timestamp '9999-12-31')
                        as _fivetran_end,
                    start_at = timestamp '2025-03-04' as _fivetran_active
                from account, (values
                    (null, timestamp '2025-01-01'), ('MQA', timestamp '2025-02-01'),
                    ('MQA', timestamp '2025-02-02'), ('Nurture', timestamp '2025-03-01'),
                    ('MQA', timestamp '2025-03-03'), ('SQA', timestamp '2025-03-04')
                ) as states (status, start_at)
                where id = '001A0000006Vm9uIAC';
            drop table account;
            alter table versions drop column status;
            alter table versions drop column start_at;
            alter table versions rename to account;
        """)


@pytest.mark.xdist_group("raw_sources")
def test_history_mode_gives_versions_states_and_deletions(home: Path) -> None:
    database = home / "warehouse.duckdb"
    land(database, LOADERS["native"], frozenset({"opportunity_history", "account_history"}))
    to_history_mode(database)
    build(home)
    assert reconciled(home) == []
    assert query(
        database,
        "select opportunity_id, stage, amount, disposition, deleted_at from input_layer.landed__opportunities"
        " where source_system = 'salesforce' order by all",
    ) == [
        (A, "Closed Won", Decimal("24000.50"), "accepted", None),
        (A, "Qualification", Decimal(20000), "duplicate", None),
        (B, "Proposal/Price Quote", Decimal(1000), "accepted", at("2025-05-01")),
    ]
    assert [row[1:5] for row in query(database, HISTORY)] == [
        (A, at("2025-02-10"), "Qualification", Decimal(20000)),
        (A, at("2025-04-02"), "Closed Won", Decimal("24000.50")),
        (B, at("2025-04-02"), "Proposal/Price Quote", Decimal(1000)),
    ]
    # each version says the status it found; only the day it began counts
    assert query(
        database,
        "select changed_at, status from input_layer.input__account_statuses"
        " where source_system = 'salesforce' order by all",
    ) == [
        (at("2025-02-01", "00:00"), "mqa"),
        (at("2025-03-03", "00:00"), "mqa"),
        (at("2025-03-04", "00:00"), "sqa"),
    ]
    assert query(
        database,
        "select count(*) from input_layer.landed__account_statuses where disposition = 'duplicate'",
    ) == [(1,)]


REQUIRED = {"account", "opportunity", "company", "deal"}
OPTIONAL = frozenset(path.stem for path in RAW.glob("*/*.csv")) - REQUIRED
NOTHING: frozenset[str] = frozenset()


@pytest.mark.parametrize(
    ("sources", "left_out", "in_history_mode", "deals"),
    [
        pytest.param(["salesforce"], NOTHING, False, ("salesforce", 2), id="salesforce"),
        pytest.param(["hubspot"], NOTHING, False, ("hubspot", 4), id="hubspot"),
        # deals of the CRM of record alone
        pytest.param(["salesforce", "hubspot"], NOTHING, False, ("salesforce", 2), id="both"),
        pytest.param(list(SOURCES), NOTHING, False, ("salesforce", 2), id="all"),
        pytest.param(list(SOURCES), OPTIONAL, False, ("salesforce", 2), id="optional tables missing"),
        pytest.param(["salesforce"], OPTIONAL, True, ("salesforce", 3), id="history mode"),
    ],
)
def test_every_combination_of_sources_publishes(
    tmp_path: Path,
    sources: list[str],
    left_out: frozenset[str],
    in_history_mode: bool,
    deals: tuple[str, int],
) -> None:
    abm = Abm(tmp_path)
    (tmp_path / "private").mkdir()
    database = tmp_path / "private" / "warehouse.duckdb"
    land(database, LOADERS["native"], left_out)
    if in_history_mode:
        to_history_mode(database)
    settings = {"raw_from": "source", "sources_enabled": sources, "min_n": 1}
    ok(abm("run", "--as-of", "2025-06-30", "--vars", json.dumps(settings)))
    found = abm.published(
        "select source_system, n_landed from operations.source_freshness where table_name = 'opportunities'"
    )
    assert deals in found
    won = "select count(*), sum(amount) from pipeline_funnel.fct_opportunity where outcome = 'won'"
    assert abm.published(won) == [(1, Decimal("24000.50"))]
    assert abm.published("select count(*) > 0 from kpi.kpi_values where value is not null") == [(True,)]
