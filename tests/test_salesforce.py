"""A CRM landed by a loader, with the programme and the rates beside it in a folder."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb

from tests.conftest import PROJECT, Abm, ok, told

DEMO = PROJECT / "seeds" / "demo"


def test_landed_tables_give_what_the_demo_gives(demo: Abm, tmp_path: Path) -> None:
    abm = Abm(tmp_path / "l'été à 100 %")
    (abm.home / "private").mkdir(parents=True)
    with duckdb.connect(str(abm.home / "private" / "warehouse.duckdb")) as connection:
        connection.execute("create schema raw_salesforce")
        for seed in (DEMO / "salesforce").glob("*.csv"):
            table = seed.stem.split("__")[1]
            connection.execute(
                f'create table raw_salesforce."{table}" as'
                f" from read_csv('{seed}', all_varchar = true, header = true)"
            )
    folder = tmp_path / "beside"
    folder.mkdir()
    for name in ("program_accounts", "fx_rates"):
        shutil.copy(DEMO / "files" / f"files__{name}.csv", folder / f"{name}.csv")
    sources = ["--vars", "{raw_from: source, sources_enabled: [salesforce, files]}"]
    ok(abm("run", "--files", str(folder), "--as-of", "2025-12-31", *sources))
    # engagement, and what marketing contributed, are seen from the touches of other sources
    of_deals = (
        "kpi_id in (select kpi_id from kpi.kpi_catalog where family = 'pipeline'"
        " and kpi_id not like 'K4%' and kpi_id not like 'K50%')"
    )
    for read in (
        f"kpi.kpi_values where {of_deals}",
        f"kpi.kpi_evidence where {of_deals}",
        "(select * exclude (contribution, first_touch_at) from pipeline_funnel.fct_opportunity)",
        "pipeline_funnel.fct_stage_visit",
        "account_engagement.fct_mqa_episode",
    ):
        assert abm.published(f"from {read} order by all") == demo.published(f"from {read} order by all"), read

    # the folder came with its settings: a run without it does not read what it left
    database = abm.home / "private" / "warehouse.duckdb"
    said = told(abm("run", *sources))
    assert f"raw_files still holds the files of {folder}" in said

    # a folder that cannot be read leaves what landed before
    (folder / "accounts.csv").write_text("", encoding="utf-8")
    told(abm("run", "--files", str(folder), *sources))
    assert abm.private("select count(*) > 40 from raw_files.program_accounts") == [(True,)]

    # somebody else has the database open
    with duckdb.connect(str(database)):
        assert "if another program has it open, a notebook say, close it there" in told(
            abm("run", "--files", str(folder), *sources)
        )
