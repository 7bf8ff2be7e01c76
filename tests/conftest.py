"""What the tests share: the command line as a user runs it, and homes with a published release."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest

from abm_kpis.cli import app
from tests.forked import forked

if TYPE_CHECKING:
    from tests.compiled import Compiled

PROJECT = Path(__file__).resolve().parent.parent
Rows = list[tuple[object, ...]]


def pytest_itemcollected(item: pytest.Item) -> None:
    """Tests that share a release run on one worker: no other waits for it to be made."""
    for shared in ("live", "demo", "french", "asked", "hidden", "damaged", "odd", "whole"):
        if shared in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group(shared))
            return


class Abm:
    """The command line of a project (this one, or a changed copy) on one home."""

    def __init__(self, home: Path, project: Path = PROJECT) -> None:
        self.home = home
        self.project = project
        self.is_small = True

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "abm_kpis", *arguments, "--home", str(self.home)]

    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "PYTHONPATH": str(self.project),
            "COLUMNS": "200",
            # a crash below Python says where
            "PYTHONFAULTHANDLER": "1",
        }

    def __call__(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        if self.project == PROJECT:
            here = ("--home", str(self.home))
            # the demo company is as large as a user's: it has the cores that a user has
            threads = "1" if self.is_small else ""
            return forked(_command_line, *arguments, *here, cwd=PROJECT, ABM_KPIS_THREADS=threads)
        return subprocess.run(
            self.command(*arguments),
            cwd=self.project,
            env=self.environment(),
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
        )

    @property
    def current(self) -> Path:
        return self.home / "published" / "current"

    def published(self, sql: str) -> Rows:
        """Rows of a query on the live release."""
        return query(self.current / "abm_kpis.duckdb", sql)

    def private(self, sql: str) -> Rows:
        """Rows of a query on the private database."""
        return query(self.home / "private" / "warehouse.duckdb", sql)


def _command_line(*arguments: str) -> None:
    app(list(arguments), prog_name="abm")


def query(database: Path, sql: str) -> Rows:
    with duckdb.connect(str(database), read_only=True) as connection:
        connection.execute("set TimeZone = 'UTC'")
        return connection.execute(sql).fetchall()


def ok(done: subprocess.CompletedProcess[str]) -> str:
    """The output of a command that went well; its errors where it did not."""
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def told(done: subprocess.CompletedProcess[str]) -> str:
    """All that a failed command said, which is no stack trace."""
    said = done.stdout + done.stderr
    assert done.returncode != 0, said
    assert "Traceback" not in said, said
    return said


def copy_project(folder: Path) -> Path:
    """A copy of the project that a test may change."""
    ignored = shutil.ignore_patterns(
        ".venv", ".git", "private", "published", "target", "logs", "__pycache__", "*.egg-info", ".*_cache"
    )
    shutil.copytree(PROJECT, folder, ignore=ignored)
    return folder


SMALL = {
    "accounts": "account_id,account_name,employee_count\nA,Alpha,100\nB,Beta,900\n",
    "program_accounts": "account_id,tier,valid_from,valid_to\nA,1,2025-01-01,\n",
    "opportunities": (
        "opportunity_id,account_id,type,created_at,close_date,is_closed,is_won,amount,stage\n"
        "1,A,new_business,2025-02-01,2025-03-01,true,true,100,closed_won\n"
        "2,B,new_business,2025-02-10,2025-04-01,true,false,50,closed_lost\n"
        "3,A,new_business,2025-03-05,,false,false,70,proposal\n"
        "4,B,new_business,2025-03-15,2025-05-05,true,true,80,closed_won\n"
        "5,,new_business,2025-04-01,,false,false,,qualification\n"
    ),
}


WriteFiles = Callable[..., Path]


def written(folder: Path, **texts: str) -> Path:
    """A folder of input-layer files from texts: written(folder, accounts="account_id,...")."""
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        suffix = "yml" if name == "settings" else "csv"
        (folder / f"{name}.{suffix}").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def write_files(tmp_path: Path) -> WriteFiles:
    """`written` into a folder of the test's own."""
    return partial(written, tmp_path / "files")


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A folder that the first worker to ask for it makes, for all workers of the session."""
    folder = (
        factory.getbasetemp().parent / f"shared-{os.environ.get('PYTEST_XDIST_TESTRUNUID', 'alone')}-{name}"
    )
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            unfinished = folder.with_suffix(".unfinished")
            unfinished.mkdir()
            make(unfinished)
            unfinished.rename(folder)
    return folder


@pytest.fixture(scope="session")
def small_release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the SMALL company's files and a home with its release; to be copied."""

    def make(folder: Path) -> None:
        files = written(folder / "files", **SMALL)
        ok(Abm(folder / "home")("run", "--files", str(files), "--as-of", "2025-06-30"))

    return made_once(tmp_path_factory, "small", make)


@pytest.fixture
def live(tmp_path: Path, small_release: Path) -> tuple[Abm, Path]:
    """A home with a live release, and the files it was made from; the test may change both."""
    shutil.copytree(small_release, tmp_path / "small", symlinks=True)
    return Abm(tmp_path / "small" / "home"), tmp_path / "small" / "files"


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Abm:
    """The demo company, published once; tests that change a home make their own."""

    def make(folder: Path) -> None:
        company = Abm(folder)
        company.is_small = False
        ok(company("run"))

    return Abm(made_once(tmp_path_factory, "demo", make))


@pytest.fixture(scope="session")
def identity(tmp_path_factory: pytest.TempPathFactory) -> Compiled:
    """The models of identity and interactions, to be run on small companies (tests/companies.py)."""
    # it imports from here
    from tests.compiled import Compiled, compile_models  # noqa: PLC0415

    def make(folder: Path) -> None:
        models = compile_models(
            folder,
            "int_account_interaction_counted",
            "int_account_described",
            "int_response_episode",
            "int_session_measured",
            sources_enabled=["salesforce", "hubspot", "files"],
            as_of_date="2025-06-30",
            raw_from="source",
        )
        (folder / "models.json").write_text(json.dumps(models.models), "utf-8")

    folder = made_once(tmp_path_factory, "identity", make)
    return Compiled(json.loads((folder / "models.json").read_text("utf-8")))


@pytest.fixture(scope="session")
def revenue(tmp_path_factory: pytest.TempPathFactory) -> Compiled:
    """The models of revenue, customers, cost and return, up to the values of all KPIs."""
    # they import from here
    from tests.compiled import INTERMEDIATE, MARTS, Compiled, compile_models  # noqa: PLC0415

    def make(folder: Path) -> None:
        models = compile_models(
            folder,
            "kpi_scorecard",
            "fct_revenue",
            "fct_customer_span",
            "customer_lifetime",
            layers=(*INTERMEDIATE, *MARTS),
            sources_enabled=["files"],
            as_of_date="2025-06-30",
            raw_from="source",
        )
        (folder / "models.json").write_text(json.dumps(models.models), "utf-8")

    folder = made_once(tmp_path_factory, "revenue", make)
    return Compiled(json.loads((folder / "models.json").read_text("utf-8")))
