"""The files source: CSV as spreadsheets write it, Parquet, missing files, settings and reference."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from tests.conftest import PROJECT, SMALL, Abm, WriteFiles, copy_project, made_once, ok, told, written

ACCOUNTS = """account_id;account_name;employee_count;industry;inconnue
E1;Société Générale d'Énergie;1 200;Énergie;x
E2;"Café; Fils";250,0;Café;y
E3;Trop d'employés;beaucoup;Énergie;z
E4;Un millier;1.000;Énergie;z
;Sans identifiant;10;Énergie;z
"""
OPPORTUNITIES = """opportunity_id;account_id;type;created_at;close_date;is_closed;is_won;amount;currency;stage
1;E1;New Business;05/03/2025;31/03/2025;VRAI;oui;1 234,56;;Gagné
2;E2;Affaire nouvelle;31/03/2025 23:30;;non;non;1.000,5;eur;Proposal
3;E1;new_business;2025-03-31 23:30 +02:00;2025-04-10;1;0;2,005;USD;closed_lost
4;NOWHERE;;01/02/2025;;0;0;12;;autre
5;E2;new_business;2025-02-30;;0;0;12;;proposal
6;E2;new_business;03/04/2025;;0;0;12 000 USD;;proposal
7;E2;Crédit-bail;03/04/2025;;0;0;12;;proposal
8;E2;new_business;03/04/2025;;peut-être;0;12;;proposal
9;E2;new_business;03/04/2025;;0;0;12;euro;proposal
10;E2;new_business;03/04/2025;;0;0;12;;proposal;extra
11;E2;new_business;03/04/2025;;0;0;12.500;;proposal
1;E1;New Business;05/03/2025;31/03/2025;VRAI;oui;1 234,56;;Gagné
;;;;;;;;;
"""


@pytest.fixture(scope="session")
def french(tmp_path_factory: pytest.TempPathFactory) -> Abm:
    """Every form in one folder, published with most of the dirt allowed; `said` is what the run said."""

    def make(home: Path) -> None:
        files = home / "files"
        files.mkdir()
        (files / "accounts.csv").write_bytes(ACCOUNTS.encode("cp1252"))
        marked = "\ufeff" + OPPORTUNITIES.replace("\n", "\r\n")
        (files / "opportunities.csv").write_bytes(marked.encode("utf-8"))
        with duckdb.connect() as connection:
            connection.execute(
                "copy (select 'E1' as account_id, 2 as tier, date '2025-03-01' as valid_from,"
                f" date '2025-04-01' as valid_to) to '{files / 'program_accounts.parquet'}' (format parquet)"
            )
        written(
            files,
            fx_rates="currency,rate_on,rate\nUSD,2025-03-28,0.9\nUSD,2025-04-10,-1\n",
            stage_map=(
                "stage,canonical_stage,stage_rank,probability\n"
                "gagné,closed_won,4,1\nproposal,proposal,2,0.5\nclosed_lost,closed_lost,5,0\n"
            ),
            settings=(
                "max_rejected: 0.9\nmin_n: 1\nfiscal_year_start_month: 4\n"
                "opportunity_types: {affaire nouvelle: new_business}\n"
            ),
            factures="invoice_id\n1\n",
        )
        (files / "readme.txt").write_text("hello")
        (home / "said").write_text(ok(Abm(home)("run", "--files", str(files), "--as-of", "2025-06-30")))

    return Abm(made_once(tmp_path_factory, "french", make))


def test_spreadsheets_parse_as_they_are_meant(french: Abm) -> None:
    assert french.private(
        "select account_id, account_name, employee_count, industry"
        " from input_layer.input__accounts order by all"
    ) == [("E1", "Société Générale d'Énergie", 1200, "Énergie"), ("E2", "Café; Fils", 250, "Café")]
    assert french.private(
        "select opportunity_id, account_id, type, created_at, close_date, is_closed, is_won, amount, currency"
        " from input_layer.input__opportunities order by all"
    ) == [
        # a bare date is midnight in Paris; VRAI and oui are true; a narrow space parts thousands
        ("1", "E1", "new_business", datetime(2025, 3, 4, 23, tzinfo=UTC), date(2025, 3, 31), True, True,
         Decimal("1234.56"), None),
        ("2", "E2", "new_business", datetime(2025, 3, 31, 23, 30, tzinfo=UTC), None, False, False,
         Decimal("1000.50"), "EUR"),
        ("3", "E1", "new_business", datetime(2025, 3, 31, 21, 30, tzinfo=UTC), date(2025, 4, 10), True, False,
         Decimal("2.01"), "USD"),
        # a reference to nothing is emptied, an empty type stays empty here
        ("4", None, None, datetime(2025, 1, 31, 23, tzinfo=UTC), None, False, False, Decimal("12.00"), None),
    ]  # fmt: skip


def test_rows_that_break_the_contract_are_told(french: Abm) -> None:
    rows = french.private(
        "select table_name, row_number, column_name, split_part(reason, ' (', 1), raw_value"
        " from operations.quarantine order by all"
    )
    assert rows == [
        ("accounts", 4, "employee_count", "is not a whole number", "beaucoup"),
        ("accounts", 5, "employee_count", "is not a whole number", "1.000"),
        ("accounts", 6, "account_id", "is required and empty", None),
        ("fx_rates", 3, "rate", "is not above zero", "-1"),
        ("opportunities", 6, "created_at", "is not an instant", "2025-02-30"),
        ("opportunities", 7, "amount", "is not a number that reads in one way", "12 000 USD"),
        ("opportunities", 8, "type", "is none of new_business, expansion, renewal", "Crédit-bail"),
        ("opportunities", 9, "is_closed", "is not true or false", "peut-être"),
        ("opportunities", 10, "currency", "is not a currency code of three letters", "euro"),
        ("opportunities", 11, "the row", "has 11 cells where the header has 10", None),
        # 12.50 or 12,500?
        ("opportunities", 12, "amount", "is not a number that reads in one way", "12.500"),
    ]
    said = (french.home / "said").read_text("utf-8")
    assert "opportunities (files): 7 of 12 rows (58.3%)" in said
    assert "renewal (1: Crédit-bail)" in said
    assert "opportunities: reference that leads nowhere (1), reference emptied" in said
    assert "accounts.csv: unknown columns ignored: inconnue." in said
    assert "factures.csv: no table of the input layer has this name, ignored." in said
    assert "readme.txt: not a CSV or Parquet file, ignored." in said


def test_nothing_is_lost(french: Abm) -> None:
    assert french.private(
        "select table_name, n_raw, n_accepted, n_quarantined, n_duplicate, n_input"
        " from intermediate.int_row_reconciled where n_raw > 0 order by all"
    ) == [
        ("accounts", 5, 2, 3, 0, 2),
        ("fx_rates", 2, 1, 1, 0, 1),
        ("opportunities", 12, 4, 7, 1, 4),
        ("program_accounts", 1, 1, 0, 0, 1),
    ]
    assert french.published(
        "select table_name, column_name, n_rows from operations.quarantine_summary"
        " where table_name = 'fx_rates'"
    ) == [("fx_rates", "rate", 1)]


def test_facts_follow_settings_and_replaced_reference(french: Abm) -> None:
    assert french.published(
        "select opportunity_id, abm_segment, tier, stage, outcome, created_on, amount_at_creation"
        " from pipeline_funnel.fct_opportunity order by all"
    ) == [
        ("1", "abm", "2", "closed_won", "won", date(2025, 3, 5), Decimal("1234.56")),
        # 23:30 UTC on 31 March is 1 April in Paris
        ("2", "non_abm", None, "proposal", "open", date(2025, 4, 1), Decimal("1000.50")),
        # the rate of 28 March is three days old on the 31st
        ("3", "abm", "2", "closed_lost", "lost", date(2025, 3, 31), Decimal("1.81")),
        ("4", "unknown", None, "unmapped", "open", date(2025, 2, 1), Decimal("12.00")),
    ]
    # a fiscal year that starts in April
    assert french.published(
        "select distinct period_start, period_end from kpi.kpi_values where period_type = 'year' order by all"
    ) == [(date(2024, 4, 1), date(2025, 4, 1)), (date(2025, 4, 1), date(2026, 4, 1))]


def test_a_reference_table_of_the_project_that_is_gone_is_named(
    tmp_path: Path, write_files: WriteFiles
) -> None:
    project = copy_project(tmp_path / "project")
    seed = project / "seeds" / "reference" / "engagement_weights.csv"
    # a file of one's own is in its place, and does not do
    files = write_files(**SMALL, engagement_weights=seed.read_text("utf-8"))
    seed.unlink()
    said = " ".join(told(Abm(tmp_path / "home", project)("run", "--files", str(files))).split())
    assert "engagement_weights.csv is missing from" in said
    assert "Put it back as the project has it." in said
    assert "dbt" not in said.lower()


def test_a_reference_table_must_parse(tmp_path: Path, write_files: WriteFiles) -> None:
    catalog = (PROJECT / "seeds" / "reference" / "kpi_catalog.csv").read_text("utf-8")
    files = write_files(
        **SMALL,
        stage_map="stage,canonical_stage,stage_rank,probability\nwon,won,four,1\n",
        kpi_targets=(
            "kpi_id,period_type,low,high,valid_from\nK16,monthly,1,,2025-01-01\nK16,month,2,1,2025-01-01\n"
        ),
        kpi_catalog=catalog.replace("month|quarter|year|", "month|weekly|", 1),
    )
    said = told(Abm(tmp_path / "home")("run", "--files", str(files), "--as-of", "2025-06-30"))
    assert "stage_map, row 2: canonical_stage 'won' is none of qualification, proposal" in said
    assert "stage_map, row 2: stage_rank 'four' is not a whole number" in said
    assert "kpi_targets, row 2: period_type 'monthly' is none of day, week, month, quarter, year" in said
    assert "kpi_targets, row 3: high '1' is below low" in said
    assert (
        "kpi_catalog, row 2: cadences 'month|weekly|trailing_12m' is no list of day, week, month, quarter"
        in said
    )
