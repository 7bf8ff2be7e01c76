"""A bare `dbt build` on a fresh database: seeds, models, data tests and unit tests in one go."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import PROJECT


def test_a_bare_dbt_build_passes_everything(tmp_path: Path) -> None:
    build = subprocess.run(
        [
            *(str(Path(sys.executable).parent / "dbt"), "--quiet", "build"),
            *("--target-path", str(tmp_path / "target"), "--log-path", str(tmp_path / "logs")),
        ],
        cwd=PROJECT,
        env={**os.environ, "ABM_KPIS_DATABASE": str(tmp_path / "warehouse.duckdb")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert build.returncode == 0, build.stdout
    results = json.loads((tmp_path / "target" / "run_results.json").read_text("utf-8"))["results"]
    statuses = {result["status"] for result in results}
    assert statuses <= {"success", "pass"}
    kinds = [result["unique_id"].split(".")[0] for result in results]
    assert kinds.count("unit_test") >= 100
    assert kinds.count("test") >= 100
