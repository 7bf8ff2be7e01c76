"""Processes that begin with dbt and Great Expectations imported, forked from one that has done nothing else.

A run of its own process is what a user has; importing those two again for each takes longer than the run.
"""

from __future__ import annotations

import faulthandler
import os
import subprocess
import tempfile
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path
from typing import Any

FORKS = get_context("forkserver")
# Great Expectations by its name: the gate imports it only where it runs
FORKS.set_forkserver_preload(
    ["abm_kpis.cli", "abm_kpis.build", "quality.duckdb_dialect", "great_expectations", "tests.forked"]
)
# rich asks once how wide the terminal is
os.environ["COLUMNS"] = "200"
ONE_THREAD = {"ABM_KPIS_THREADS": "1"}


def forked(
    function: Callable[..., Any], *arguments: Any, cwd: Path, timeout: int = 600, **environment: str
) -> subprocess.CompletedProcess[str]:
    """What a function said and how it ended, run in a process, folder and environment of its own.

    DuckDB has one thread in it, unless the environment says another: a test's tables are small.
    """
    with tempfile.TemporaryDirectory() as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        process = FORKS.Process(
            target=_run,
            args=((function, arguments), cwd, {**os.environ, **ONE_THREAD, **environment}, out, err),
            daemon=False,
        )
        process.start()
        process.join(timeout)
        if process.is_alive():
            process.kill()
            process.join()
            raise subprocess.TimeoutExpired(str(arguments), timeout)
        assert process.exitcode is not None
        return subprocess.CompletedProcess(
            arguments, process.exitcode, out.read_text("utf-8"), err.read_text("utf-8")
        )


def _run(
    call: tuple[Callable[..., Any], tuple[Any, ...]],
    cwd: Path,
    environment: dict[str, str],
    out: Path,
    err: Path,
) -> None:
    for number, path in ((1, out), (2, err)):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(environment)
    # a crash below Python says where
    faulthandler.enable()
    function, arguments = call
    function(*arguments)
