"""A folder of files: words that no mapping knows are told by name, and deals are not all there is."""

from __future__ import annotations

from pathlib import Path

import pytest

from abm_kpis.errors import AbmError
from abm_kpis.land import land
from tests.conftest import query, written
from tests.landing import build


def test_a_word_that_nobody_knows_is_told_and_one_of_ours_is_not(tmp_path: Path) -> None:
    files = written(
        tmp_path / "files",
        interactions="""\
interaction_id,occurred_at,type,direction,domain
1,2025-06-01,page_view,inbound,a.example
2,2025-06-01,Demo Request,inbound,a.example
3,2025-06-01,page_view,inbound,a.example
4,2025-06-01,whitepaper_dl,inbound,a.example
5,2025-06-01,whitepaper_dl,inbound,a.example
6,2025-06-01,scroll,inbound,a.example
""",
        campaigns="""\
campaign_id,name,channel
1,In the air,skywriting
2,A fair,Trade Show
3,A webinar,webinar
""",
        people="""\
person_id,buying_role
1,champion
2,The Boss
3,End User
4,
""",
        opportunity_people="""\
opportunity_id,person_id,role
1,1,Other
1,2,procurement
""",
    )
    database = tmp_path / "home" / "warehouse.duckdb"
    database.parent.mkdir()
    land(files, database)
    build(database.parent, "+landed__unmapped_word", sources_enabled=["files"])
    assert query(
        database,
        "select table_name, column_name, setting, word, n_rows from input_layer.landed__unmapped_word"
        " where source_system = 'files' order by all",
    ) == [
        ("campaigns", "channel", "campaign_channels", "skywriting", 1),
        ("interactions", "type", "interaction_types", "whitepaper_dl", 2),
        ("opportunity_people", "role", "buying_roles", "Other", 1),
        ("people", "buying_role", "buying_roles", "The Boss", 1),
    ]


@pytest.mark.parametrize("name", ["interactions", "sales_activities"])
def test_a_company_without_opportunities_lands(tmp_path: Path, name: str) -> None:
    files = written(tmp_path / "files", **{name: "occurred_at,type,direction\n2025-06-01,call,inbound\n"})
    land(files, tmp_path / "warehouse.duckdb", {"sources_enabled": ["files"]})


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        (("interactions", "oportunities"), "did you mean opportunities.csv?"),
        (("users",), "there is nothing to measure; it holds users.csv."),
    ],
)
def test_a_folder_of_which_no_value_can_come_is_refused(
    tmp_path: Path, names: tuple[str, ...], sentence: str
) -> None:
    text = "user_id,occurred_at,type,direction\nu,2025-06-01,page_view,inbound\n"
    files = written(tmp_path / "files", **dict.fromkeys(names, text))
    with pytest.raises(AbmError) as refused:
        land(files, tmp_path / "warehouse.duckdb", {"sources_enabled": ["files"]})
    assert sentence in str(refused.value)


def test_a_folder_without_accounts_is_refused_where_rows_must_name_one(tmp_path: Path) -> None:
    contracts = "contract_id,account_id,starts_on\nC,A,2025-01-01\n"
    deals = "opportunity_id,account_id,created_at,is_closed,is_won\n1,A,2025-01-01,0,0\n"
    members = "account_id,tier,valid_from\nA,1,2025-01-01\n"
    files = written(tmp_path / "files", opportunities=deals, contracts=contracts, program_accounts=members)
    database = tmp_path / "warehouse.duckdb"
    with pytest.raises(AbmError) as refused:
        land(files, database, {"sources_enabled": ["files"]})
    assert (
        "has no accounts.csv or accounts.parquet, which every row of contracts.csv, program_accounts.csv"
        " needs: put it into the folder, with a row for each account that these name"
    ) in str(refused.value)
    # a CRM may bring them
    land(files, database, {"sources_enabled": ["salesforce", "files"]})
    # the account of a deal may be unknown
    (files / "contracts.csv").unlink()
    (files / "program_accounts.csv").unlink()
    land(files, database, {"sources_enabled": ["files"]})
