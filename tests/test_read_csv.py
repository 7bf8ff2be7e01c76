"""CSV files as spreadsheets write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from abm_kpis.read_csv import read_csv

HEADER, ROWS = ["id", "société", "note"], [(2, ["1", "Énergie", "a"]), (3, ["2", 'dit "le chat"', "b\nc"])]
TEXT = 'id;société;note\n1;Énergie;a\n2;"dit ""le chat""";"b\nc"\n'


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("cp1252"),
        TEXT.encode("utf-16"),
        # Excel's own mark of the delimiter is no header
        ("sep=;\n" + TEXT).encode(),
        TEXT.replace(";", ",").encode(),
        TEXT.replace(";", "\t").encode(),
        TEXT.replace(";", "|").encode(),
    ],
)
def test_every_form_gives_the_same_rows(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "accounts.csv"
    path.write_bytes(content)
    file = read_csv(path)
    assert (file.header, list(file.rows)) == (HEADER, ROWS)
