"""Fifty damaged companies: every row and every cent is accounted for, as plain Python accounts for them."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from abm_kpis.erased_before import keep_erased
from abm_kpis.land import land
from abm_kpis.person_key import DEMO, load_person_key
from tests.compiled import Compiled, compile_models, rows
from tests.conftest import made_once
from tests.damage import CLEAN, write_company
from tests.dirty_companies import MONEY, TABLES, Company, company

COMPANIES = 50
# of every so many companies the deals are followed to where the mart takes them
WITH_DEALS = 10
# as profiles.yml has it
SESSION = "set TimeZone = 'UTC'; set threads = 1; set disabled_optimizers = 'top_n_window_elimination'"
ACCOUNTS = (
    "intermediate.int_landed_row_counted",
    "intermediate.int_row_reconciled",
    "operations.quarantine",
)
AS_OF = "2025-06-30"


@pytest.fixture(scope="session")
def layers(tmp_path_factory: pytest.TempPathFactory) -> Compiled:
    """Staging, input layer and the account of rows, compiled against files that have every column."""

    def make(folder: Path) -> None:
        write_company(folder / "files", CLEAN)
        land(folder / "files", folder / "warehouse.duckdb")
        models = compile_models(
            folder,
            "int_row_reconciled",
            "int_row_quarantined",
            "int_opportunity_reconciled",
            layers=("path:models/staging", "path:models/input_layer", "path:models/intermediate"),
            sources_enabled=["files"],
            as_of_date=AS_OF,
            raw_from="source",
            max_rejected=1,
        )
        (folder / "models.json").write_text(json.dumps(models.models), "utf-8")

    folder = made_once(tmp_path_factory, "layers", make)
    return Compiled(json.loads((folder / "models.json").read_text("utf-8")))


def begin(models: Compiled, database: Path) -> None:
    """Make the models of all layers, to be filled by one company after another."""
    with duckdb.connect(str(database)) as connection:
        connection.execute(SESSION)
        for schema in {name.split(".")[0] for _, name, _ in models.models}:
            connection.execute(f"create schema if not exists {schema}")
        load_person_key(connection, DEMO)
        keep_erased(connection)
        for kind, name, sql in models.models:
            # sources that are off are empty: as tables they cost no planning
            is_off = re.match(r"staging\.stg_(?!files|audit|secret)", name)
            connection.execute(f"create {'table' if is_off else kind} {name} as {sql}")


def refreshed(models: Compiled, database: Path, *, with_deals: bool) -> duckdb.DuckDBPyConnection:
    """The tables of the input layer and its account, on what has landed now; up to the deals if asked."""
    connection = duckdb.connect(str(database))
    connection.execute(SESSION)
    for kind, name, sql in models.models:
        if kind == "table" and (with_deals or name in ACCOUNTS or name.startswith("input_layer.")):
            connection.execute(f"create or replace table {name} as {sql}")
    return connection


def dispositions(connection: duckdb.DuckDBPyConnection, table: str) -> Counter[str]:
    """Rows of a table by what became of them, whatever names there are for that."""
    counted = connection.execute(
        f"select disposition, count(*) from input_layer.landed__{table} group by all"
    )
    return Counter(dict(counted.fetchall()))


def money(connection: duckdb.DuckDBPyConnection, table: str) -> dict[tuple[str, str | None, str], Decimal]:
    found = connection.execute(
        f"select currency, disposition, sum({MONEY[table]}) as total from input_layer.landed__{table}"
        " group by all having total is not null"
    )
    return {(table, currency, disposition): total for currency, disposition, total in found.fetchall()}


@pytest.mark.parametrize("start", range(0, COMPANIES, 25))
def test_every_row_and_every_cent_is_accounted_for(layers: Compiled, tmp_path: Path, start: int) -> None:
    seen: Counter[str] = Counter()
    database = tmp_path / "warehouse.duckdb"
    write_company(tmp_path / "clean", CLEAN)
    land(tmp_path / "clean", database)
    begin(layers, database)
    for seed in range(start, start + 25):
        files = tmp_path / str(seed)
        expected = company(seed, files)
        land(files, database)
        with_deals = seed % WITH_DEALS == 0
        with refreshed(layers, database, with_deals=with_deals) as connection:
            for table in TABLES:
                assert dispositions(connection, table) == expected.fates[table], (seed, table)
                seen += expected.fates[table]
            assert whole(connection) == [], seed
            assert quarantined(connection) == expected.quarantined, seed
            found = {key: total for table in MONEY for key, total in money(connection, table).items()}
            assert found == expected.money, seed
            assert totals(found) == raw_totals(expected), seed
            if with_deals:
                assert deals(connection) == (sum(expected.fates["opportunities"].values()), won(expected)), (
                    seed
                )
    # the companies have something of everything
    assert all(seen[fate] > 200 for fate in ("accepted", "quarantined", "duplicate")), seen
    assert seen["erased"] > 20


def deals(connection: duckdb.DuckDBPyConnection) -> tuple[int, dict[str, Decimal]]:
    """Landed deals, all of them told, and the amounts won by currency, as in the mart."""
    found = connection.execute("from intermediate.int_opportunity_reconciled")
    names = [column[0] for column in found.description or []]
    n, amounts = 0, {}
    for line in found.fetchall():
        row = dict(zip(names, line, strict=True))
        fates = ("quarantined", "duplicate", "other_crm", "later", "deleted", "mart")
        assert row["n_landed"] == sum(row[f"n_{fate}"] for fate in fates), row
        assert row["won_amount_landed"] == row["won_amount_mart"], row
        n += row["n_landed"]
        if row["won_amount_mart"]:
            amounts[row["currency"]] = row["won_amount_mart"]
    return n, amounts


def won(expected: Company) -> dict[str, Decimal]:
    """What was won, by currency: an empty one is the euro here."""
    summed: dict[str, Decimal] = defaultdict(Decimal)
    for row in expected.rows["opportunities"]:
        if row.fate == "accepted" and row.cells["is_won"] == "true" and row.money:
            summed[str(row.cells.get("currency") or "EUR").strip().upper()] += row.money
    return dict(summed)


def whole(connection: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    """Tables whose raw rows are not those of all dispositions together."""
    landed = " union all ".join(
        f"select '{table}' as table_name, count(*) as n from input_layer.landed__{table}" for table in TABLES
    )
    return rows(
        connection,
        "select * from (select * from intermediate.int_row_reconciled"
        f" where source_system = 'files') full join ({landed}) using (table_name)"
        " where n_raw is distinct from n or n_landed is distinct from n"
        " or n_raw != n_accepted + n_erased + n_quarantined + n_duplicate + n_deleted + n_other_crm"
        " or n_accepted + n_erased is distinct from n_input"
        " or raw_amount is distinct from coalesce(accepted_amount, other_amount)"
        " + case when accepted_amount is null then 0 else coalesce(other_amount, 0) end"
        " or accepted_amount is distinct from input_amount",
    )


def quarantined(connection: duckdb.DuckDBPyConnection) -> set[tuple[str, int]]:
    found = connection.execute("select distinct table_name, row_number from operations.quarantine")
    return set(found.fetchall())


def totals(found: dict[tuple[str, str | None, str], Decimal]) -> dict[tuple[str, str | None], Decimal]:
    summed: dict[tuple[str, str | None], Decimal] = defaultdict(Decimal)
    for (table, currency, _), total in found.items():
        summed[table, currency] += total
    return summed


def raw_totals(expected: Company) -> dict[tuple[str, str | None], Decimal]:
    """All that was written and reads as an amount, by table and currency."""
    summed: dict[tuple[str, str | None], Decimal] = defaultdict(Decimal)
    for table in MONEY:
        for row in expected.rows[table]:
            if row.money is not None:
                currency = str(row.cells.get("currency") or "").strip().upper() or None
                summed[table, currency] += row.money
    return summed
