"""The gate sees a value that is not what its evidence says, whatever its estimator."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb

from quality.expectations import EXPECTATIONS
from quality.gate import Verdict, run_gate
from tests.conftest import Abm


def copied(demo: Abm, tmp_path: Path) -> Path:
    """The demo's private database, which passed every check, for a test to spoil."""
    return Path(shutil.copy(demo.home / "private" / "warehouse.duckdb", tmp_path / "warehouse.duckdb"))


def broken(database: Path, tmp_path: Path) -> dict[str, Verdict]:
    return {
        verdict.name: verdict for verdict in run_gate(database, tmp_path / "data_docs") if not verdict.success
    }


def test_a_value_that_is_not_of_its_evidence_stops_the_release(demo: Abm, tmp_path: Path) -> None:
    database = copied(demo, tmp_path)
    # one value of each KPI a thousandth off, another one empty
    changed = (
        "update kpi.kpi_scorecard set value = {value} where (kpi_id, period_type, period_start, segment_type,"
        " segment_value) in (select (kpi_id, period_type, period_start, segment_type, segment_value)"
        " from kpi.kpi_scorecard where value != 0 qualify row_number() over (partition by kpi_id"
        # a derived value is made of others: another cell, lest its factors be emptied with it
        " order by n desc, period_type, period_start, segment_type, segment_value)"
        " = {nth} + case when kpi_id in ('K21', 'K26b', 'K37', 'K38') then 6 else 0 end)"
    )
    with duckdb.connect(str(database)) as connection:
        kpis = connection.execute(
            "select count(distinct kpi_id) from kpi.kpi_scorecard where value != 0"
        ).fetchall()[0][0]
        connection.execute(changed.format(value="value * 1.001", nth=1))
        connection.execute(changed.format(value="null", nth=2))
        rows = next(e for e in EXPECTATIONS if e.name == "values_equal_their_evidence").breaking
        told = connection.execute(
            "select count(distinct kpi_id) filter (value is null), count(distinct kpi_id) filter (value is"
            f" not null) from ({rows.replace('{batch}', 'kpi.kpi_scorecard')})"
        ).fetchall()
    assert told == [(kpis, kpis)]
    assert "values_equal_their_evidence" in broken(database, tmp_path)


def test_a_row_that_is_neither_counted_nor_left_out_stops_the_release(demo: Abm, tmp_path: Path) -> None:
    database = copied(demo, tmp_path)
    with duckdb.connect(str(database)) as connection:
        connection.execute(
            "update kpi.kpi_scorecard set n_excluded = n_excluded - 1 where kpi_id = 'K28b'"
            " and n_excluded > 0"
        )
    assert set(broken(database, tmp_path)) == {"evidence_is_counted"}


def test_parts_that_are_not_of_the_evidence_stop_the_release(demo: Abm, tmp_path: Path) -> None:
    database = copied(demo, tmp_path)
    spoiled = (
        "period_type = 'trailing_12m' and (kpi_id = 'K16' and n > 0 or kpi_id = 'K17' and denominator > 0)"
    )
    rows = next(e for e in EXPECTATIONS if e.name == "values_equal_their_evidence").breaking
    count = "select kpi_id, count(*) from {table} where {condition} group by kpi_id order by kpi_id"
    with duckdb.connect(str(database)) as connection:
        expected = connection.execute(count.format(table="kpi.kpi_scorecard", condition=spoiled)).fetchall()
        # a cent too much, and the same share of three times the money
        connection.execute(
            "update kpi.kpi_scorecard set numerator = numerator + 0.01, value = value + 0.01"
            f" where kpi_id = 'K16' and {spoiled}"
        )
        connection.execute(
            "update kpi.kpi_scorecard set numerator = numerator * 3, denominator = denominator * 3"
            f" where kpi_id = 'K17' and {spoiled}"
        )
        table = f"({rows.replace('{batch}', 'kpi.kpi_scorecard')})"
        told = connection.execute(count.format(table=table, condition="true")).fetchall()
    assert told == expected
    assert len(told) == 2


def test_amounts_that_no_raw_table_has_break_the_rule_of_money(demo: Abm, tmp_path: Path) -> None:
    database = copied(demo, tmp_path)
    rows = next(e for e in EXPECTATIONS if e.name == "money_from_raw_to_input_layer").breaking
    rule = f"select table_name from ({rows.replace('{batch}', 'intermediate.int_row_reconciled')})"
    with duckdb.connect(str(database)) as connection:
        assert connection.execute(rule).fetchall() == []
        connection.execute("update intermediate.int_row_reconciled set raw_amount = null")
        assert ("invoices",) in connection.execute(rule).fetchall()


def test_rows_that_no_raw_table_has_break_the_rule_of_rows(demo: Abm, tmp_path: Path) -> None:
    database = copied(demo, tmp_path)
    compiled = demo.home / "private" / "target" / "compiled"
    model = next(compiled.rglob("int_row_reconciled.sql")).read_text(encoding="utf-8")
    rows = next(e for e in EXPECTATIONS if e.name == "rows_from_raw_to_input_layer").breaking
    rule = f"select table_name, n_raw from ({rows.replace('{batch}', f'({model})')})"
    with duckdb.connect(str(database)) as connection:
        assert connection.execute(rule).fetchall() == []
        connection.execute("delete from input_layer.landed__raw_row_count where table_name = 'contracts'")
        assert connection.execute(rule).fetchall() == [("contracts", 0)]
