"""What is published keeps what every version of the project promised its readers."""

from __future__ import annotations

import csv
from importlib.metadata import version
from pathlib import Path

import duckdb
import pytest

from abm_kpis import interface
from abm_kpis.errors import AbmError
from abm_kpis.interface import FOLDER, broken_promises, published_columns, refuse_broken_promises
from abm_kpis.places import Home
from abm_kpis.releases import DATABASE
from tests.conftest import Abm

AS_OF = "2025-12-31"


def promised(path: Path) -> list[tuple[str, str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [(row["table_name"], row["column_name"], row["data_type"]) for row in csv.DictReader(file)]


def test_every_version_s_promise_is_kept(demo: Abm) -> None:
    kept = published_columns(demo.current / DATABASE)
    versions = sorted(path for path in FOLDER.glob("*.csv") if path.name != "deprecated.csv")
    assert version("abm-kpis") in {path.stem for path in versions}
    for path in versions:
        assert broken_promises(promised(path), kept, AS_OF) == [], path.name
    # what is new is written down before it is promised (docs/interface/README.md)
    assert promised(FOLDER / "unreleased.csv") == kept


@pytest.mark.parametrize(
    ("found", "is_kept"),
    [
        ("DECIMAL(18,4)", True),
        ("DECIMAL(20,6)", True),
        # fewer digits before the point, or after it
        ("DECIMAL(19,6)", False),
        ("DECIMAL(20,3)", False),
        ("DOUBLE", False),
    ],
)
def test_a_decimal_may_get_wider(found: str, is_kept: bool) -> None:
    told = broken_promises([("t", "c", "DECIMAL(18,4)")], [("t", "c", found)], AS_OF)
    assert told == ([] if is_kept else [f"t.c is {found}, it was DECIMAL(18,4)"])


def test_a_release_that_drops_or_retypes_a_column_is_refused(
    live: tuple[Abm, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Home(live[0].home)
    incoming = tmp_path / "incoming"
    incoming.mkdir()
    (incoming / DATABASE).write_bytes((live[0].current / DATABASE).read_bytes())
    with duckdb.connect(str(incoming / DATABASE)) as connection:
        connection.execute("alter table kpi.kpi_values add column more varchar")
    refuse_broken_promises(home, incoming, AS_OF)
    with duckdb.connect(str(incoming / DATABASE)) as connection:
        connection.execute("alter table kpi.kpi_values drop column warnings")
        connection.execute("alter table kpi.kpi_values alter n type varchar")
    with pytest.raises(AbmError) as refused:
        refuse_broken_promises(home, incoming, AS_OF)
    assert "kpi.kpi_values.warnings is missing" in str(refused.value)
    assert "kpi.kpi_values.n is VARCHAR, it was BIGINT" in str(refused.value)

    # what was deprecated may be missing from its day on
    monkeypatch.setattr(interface, "FOLDER", tmp_path)
    (tmp_path / "deprecated.csv").write_text(
        "table_name,column_name,may_be_missing_from\nkpi.kpi_values,warnings,2025-12-31\n", encoding="utf-8"
    )
    for as_of, n_broken in (("2025-12-30", 2), ("2025-12-31", 1)):
        with pytest.raises(AbmError) as refused:
            refuse_broken_promises(home, incoming, as_of)
        assert str(refused.value).count("kpi.kpi_values.") == n_broken
