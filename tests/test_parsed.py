"""A manifest parsed for one day serves every other, of the same project and vars."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from abm_kpis import parsed
from abm_kpis.settings import project_vars
from tests.conftest import PROJECT

DAYS: tuple[dict[str, str | None], ...] = (
    {"as_of_date": "2025-12-31", "as_of_at": None},
    {"as_of_date": "2020-02-29", "as_of_at": "2020-02-29T11:00:00+00:00"},
)


def manifest_of(target: Path, **settings: object) -> str:
    """What dbt parses under these vars, less the marks of the moment."""
    done = subprocess.run(
        [
            *(str(Path(sys.executable).parent / "dbt"), "--quiet", "parse", "--vars", json.dumps(settings)),
            *("--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT)),
            *("--target-path", str(target), "--log-path", str(target)),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    manifest = json.loads((target / "manifest.json").read_text("utf-8"))
    return re.sub(r'"created_at": [\d.]+', "", json.dumps(manifest | {"metadata": None}, sort_keys=True))


def test_the_dates_of_a_run_change_nothing_of_the_manifest(tmp_path: Path) -> None:
    one, other = (manifest_of(tmp_path / str(n), **days) for n, days in enumerate(DAYS))
    assert one == other


def test_a_manifest_belongs_to_its_vars_and_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vars_ = project_vars()
    key = parsed._key(vars_)
    assert parsed._key(vars_ | DAYS[1]) == key
    assert parsed._key(vars_ | {"sources_enabled": ["files"]}) != key
    for name in (*parsed.READ, "dbt_project.yml", "profiles.yml"):
        here = PROJECT / name
        if here.is_dir():
            shutil.copytree(here, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif here.exists():
            shutil.copy(here, tmp_path / name)
    monkeypatch.setattr(parsed, "PROJECT", tmp_path)
    copied = parsed._key(vars_)
    model = next((tmp_path / "models").rglob("fct_opportunity.sql"))
    model.write_text(model.read_text("utf-8") + "\n", encoding="utf-8")
    assert parsed._key(vars_) != copied
