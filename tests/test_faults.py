"""Whatever goes wrong, the live release stays where it is and the exit code says so."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from abm_kpis.places import Home
from abm_kpis.publish import Candidate, publish
from abm_kpis.releases import recover
from abm_kpis.settings import project_vars, time_vars
from tests.conftest import PROJECT, SMALL, Abm, WriteFiles, copy_project, ok, told
from tests.forked import forked


def test_a_failing_test_or_expectation_leaves_current_untouched(
    live: tuple[Abm, Path], tmp_path: Path
) -> None:
    abm, files = live
    before = abm.current.resolve()

    # three dbt tests fail: one row of five is over a tenth, a target is of no KPI, and holidays of one's own
    # are of another region than the setting's
    holidays = files / "holidays.csv"
    holidays.write_text("holiday_on,holiday,region,name\n2026-12-25,noel,nedeleg,Nedeleg\n", encoding="utf-8")
    targets = files / "kpi_targets.csv"
    targets.write_text("kpi_id,period_type,low,valid_from\nk16,month,1,2025-01-01\n", encoding="utf-8")
    broken = SMALL["opportunities"].replace("2025-02-10,", "yesterday,")
    (files / "opportunities.csv").write_text(broken, encoding="utf-8")
    said = told(abm("run", "--files", str(files), "--as-of", "2025-06-30"))
    assert "opportunities (files): 20.0 % of its rows are in quarantine (1 of 5)" in said
    assert "max_rejected = 0.1" in said
    assert "created_at is not an instant" in said
    # the row, its word, and where to look
    row = r"opportunities \(files\), row 3: created_at is not an instant.*: yesterday"
    assert re.search(rf"operations.quarantine in .*warehouse.duckdb has each row.*{row}", said, re.S)
    assert "kpi_targets: k16 is in no row of kpi_catalog" in said
    assert "holiday_regions: france is no region of holidays; it has nedeleg." in said
    assert abm.current.resolve() == before
    assert abm.private(
        "select table_name, row_number, column_name, raw_value from operations.quarantine"
    ) == [("opportunities", 3, "created_at", "yesterday")]

    (files / "opportunities.csv").write_text(SMALL["opportunities"], encoding="utf-8")
    targets.unlink()
    holidays.unlink()

    # an expectation fails: a model that loses a deal passes every dbt test
    project = copy_project(tmp_path / "losing")
    model = project / "models" / "intermediate" / "funnel" / "int_opportunity_described.sql"
    lossy = model.read_text("utf-8").replace(
        "select * from final", "select * from final where opportunity_id != '2'"
    )
    model.write_text(lossy, encoding="utf-8")
    said = told(Abm(abm.home, project)("run", "--files", str(files), "--as-of", "2025-06-30"))
    assert "The gate failed" in said
    assert "rows_from_input_layer_to_marts" in said
    assert abm.current.resolve() == before
    assert not any(path.name.startswith(".") for path in (abm.home / "published" / "releases").iterdir())


def test_a_killed_run_leaves_the_old_release_and_the_next_run_succeeds(live: tuple[Abm, Path]) -> None:
    abm, files = live
    arguments = ["run", "--files", str(files), "--as-of", "2025-06-30"]
    before = abm.current.resolve()
    # while dbt builds, and while the gate runs
    for sign in ("target/manifest.json", "target/run_results.json"):
        step = abm.home / "private" / sign
        seen = step.stat().st_mtime_ns
        with subprocess.Popen(
            abm.command(*arguments), cwd=PROJECT, env=abm.environment(), stdout=subprocess.DEVNULL
        ) as run:
            while step.stat().st_mtime_ns == seen:
                assert run.poll() is None, "the run was over before it could be killed"
                time.sleep(0.05)
            run.send_signal(signal.SIGKILL)
        assert run.returncode == -signal.SIGKILL
        assert abm.current.resolve() == before
        assert abm.published("select count(*) from pipeline_funnel.fct_opportunity") == [(5,)]
    ok(abm(*arguments))
    assert abm.current.resolve() != before


MOVING = ("os.rename", "os.mkdir", "os.symlink", "os.remove", "os.rmdir", "os.chmod", "shutil.copyfile")


def _publish_and_die(home: Home, fatal: int) -> None:
    recover(home)
    started_at = datetime.now(UTC)
    chosen = project_vars()
    chosen |= time_vars(chosen, {}, None, started_at)
    manifest = json.loads((home.dbt_target / "manifest.json").read_text("utf-8"))
    seen = 0

    def die(event: str, arguments: object) -> None:
        nonlocal seen
        if event in MOVING and "published" in str(arguments):
            if seen == fatal:
                os.kill(os.getpid(), signal.SIGKILL)
            seen += 1

    sys.addaudithook(die)
    publish(home, Candidate(started_at, chosen, manifest, [], []))
    print(seen)


def test_publishing_can_be_killed_at_every_step(live: tuple[Abm, Path]) -> None:
    abm, _ = live

    def published(fatal: int) -> subprocess.CompletedProcess[str]:
        return forked(_publish_and_die, Home(abm.home), fatal, cwd=PROJECT)

    whole = "select count(*) from kpi.kpi_values"
    expected = abm.published(whole)
    steps = int(ok(published(-1)))
    assert steps > 10
    # every step that moves something, and some of the many chmods before
    for fatal in [*range(0, steps - 6, 12), *range(steps - 6, steps)]:
        assert published(fatal).returncode == -signal.SIGKILL
        assert abm.published(whole) == expected
        assert abm.published("select count(*) from operations.release") == [(1,)]
    ok(published(-1))
    # every release that ever was live has its part of the ledger, no other has
    releases = {path.name for path in (abm.home / "published" / "releases").iterdir()}
    parts = {path.stem for path in (abm.home / "published" / "ledger").glob("*.parquet")}
    assert releases <= parts
    assert not any(name.startswith(".") for name in releases)


def test_a_second_run_at_once_is_refused(tmp_path: Path, write_files: WriteFiles) -> None:
    abm, files = Abm(tmp_path / "home"), write_files(**SMALL)
    arguments = ["run", "--files", str(files), "--as-of", "2025-06-30"]
    with subprocess.Popen(
        abm.command(*arguments), cwd=PROJECT, env=abm.environment(), stdout=subprocess.DEVNULL
    ) as first:
        while not (abm.home / "private" / "warehouse.duckdb").exists():
            assert first.poll() is None
            time.sleep(0.2)
        assert "Another run is under way" in told(abm(*arguments))
        assert "Another run is under way" in told(abm("rollback"))
        first.kill()


@pytest.mark.parametrize(
    ("texts", "arguments", "sentence"),
    [
        ({"settings": "max_rejcted: 0.2\n", **SMALL}, [], "did you mean max_rejected?"),
        ({"settings": "max_rejected: 0.2\nmax_rejected: 0.3\n", **SMALL}, [], "max_rejected stands twice"),
        ({"settings": "- a list\n", **SMALL}, [], "write one setting a line"),
        ({"accounts": ""}, [], "accounts.csv is empty; it needs a header row"),
        ({"accounts": "\ufeff"}, [], "accounts.csv is empty; it needs a header row"),
        (
            {"accounts": "account_id\n", "settings": "as_of_date: 2025-02-30\n"},
            [],
            "settings.yml is not YAML",
        ),
        ({"accounts": "account_id,account_id\nA,A\n"}, [], "account_id stands twice in the header"),
        (
            {"accounts": "account_id,nom\nA,A\n"},
            [],
            "accounts.csv has no column account_name, which every row needs; it has: account_id, nom.",
        ),
        # a quotation mark left open would swallow the rows below it
        (
            {"accounts": 'account_id,account_name\nA,"Alpha\nB,Beta\nC,Gamma\n'},
            [],
            "accounts.csv: the row on line 2 has a quotation mark that does not close where it should",
        ),
        (
            {"users": 'user_id;full_name;team\nU;"Ulysse;Nord\nV;Victor;"Sud"\nW;Wanda;Est\n', **SMALL},
            [],
            "users.csv: the row on line 2 has a quotation mark",
        ),
        (
            {"users": 'user_id;full_name;team\nU;"Ulysse;Nord\nV;Victor;Sud"\nW;Wanda;Est\n', **SMALL},
            [],
            "a cell of it holds whole rows",
        ),
        ({"accounts": "PK\x03\x04..."}, [], "accounts.csv is no CSV file but a workbook or an archive"),
        ({"accounts": "account_id\x00..."}, [], "accounts.csv is no text file; save it as CSV"),
        (SMALL, ["--as-of", "1850-01-01"], "write a day from 1990-01-01 to 2199-12-31"),
        ({"notes": "a,b\n1,2\n"}, [], "holds no file of the input layer"),
        (SMALL, ["--vars", "{reporting_timezone: Paris}"], "Paris is no time zone"),
        ({"kpi_catalog": "", **SMALL}, [], "kpi_catalog.csv is empty; it needs a header row"),
    ],
)
def test_what_a_user_can_mend_is_told_in_a_sentence(
    tmp_path: Path, write_files: WriteFiles, texts: dict[str, str], arguments: list[str], sentence: str
) -> None:
    files = write_files(**texts)
    assert sentence in told(Abm(tmp_path / "home")("run", "--files", str(files), *arguments))


def test_a_run_without_a_single_value_publishes_nothing(tmp_path: Path, write_files: WriteFiles) -> None:
    files = write_files(accounts=SMALL["accounts"], opportunites=SMALL["opportunities"])
    said = told(Abm(tmp_path / "home")("run", "--files", str(files), "--as-of", "2025-06-30"))
    assert "opportunites.csv is no table of the input layer: did you mean opportunities.csv?" in said
    assert "opportunites.csv: no table of the input layer has this name, ignored." in said


def test_what_lies_around_is_left_alone(live: tuple[Abm, Path]) -> None:
    abm, _ = live
    published = abm.home / "published"
    (published / "releases" / ".DS_Store").write_text("")
    (published / "releases" / "notes").mkdir()
    shutil.copytree(published / "current", published / "releases" / "20200101T000000Z")
    before = abm.current.resolve()
    for name in (str(abm.home), "..", "notes"):
        assert "is not a release that is kept" in told(abm("rollback", name))
    # a release from before the ledger's part was lost stays
    assert "current is now 20200101T000000Z" in ok(abm("rollback"))
    ok(abm("rollback", before.name))
    assert abm.current.resolve() == before
    # a home that cannot be written
    assert "/proc/none" in told(Abm(Path("/proc/none"))("rollback"))
