"""Land a folder of files: each CSV or Parquet file becomes a table of text in schema raw_files.

Nothing is judged here but the file itself; what a row is worth, staging says. Formats: docs/files.md.
"""

from __future__ import annotations

import csv
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import Any

import duckdb
import yaml

from abm_kpis.errors import AbmError
from abm_kpis.places import PROJECT
from abm_kpis.read_csv import read_csv

SCHEMA = "raw_files"
FOLDER = "_folder"


@dataclass
class Landed:
    """What a folder brought: the reference seeds it replaces, and notes for the reader."""

    references: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def land(folder: Path, database: Path) -> Landed:
    """Replace schema raw_files of the database by the files of the folder.

    Raises:
        AbmError: the folder does not exist, holds no file of the input layer, or a file cannot be read.
    """
    if not folder.is_dir():
        raise AbmError(f"{folder} is not a folder; --files takes a folder of CSV or Parquet files.")
    entities, references, required = entity_columns(), reference_columns(), required_columns()
    landed = Landed()
    chosen: dict[str, Path] = {}
    for path in sorted(folder.iterdir()):
        name = path.stem.lower()
        if not path.is_file():
            landed.notes.append(f"{path.name}: not a file, ignored.")
        elif path.suffix.lower() not in (".csv", ".parquet"):
            if path.name != "settings.yml" and not path.name.startswith("."):
                landed.notes.append(f"{path.name}: not a CSV or Parquet file, ignored.")
        elif name not in entities and name not in references:
            landed.notes.append(f"{path.name}: no table of the input layer has this name, ignored.")
        elif name in chosen:
            raise AbmError(f"{chosen[name].name} and {path.name} are the same table; keep one.")
        else:
            chosen[name] = path
    if not chosen:
        raise AbmError(
            f"{folder} holds no file of the input layer; expected names such as accounts.csv or"
            " opportunities.parquet (docs/files.md)."
        )
    with duckdb.connect(str(database)) as connection:
        # one transaction: a file that cannot be read leaves what landed before
        connection.begin()
        connection.execute(f"drop schema if exists {SCHEMA} cascade")
        connection.execute(f"create schema {SCHEMA}")
        connection.execute(f"create table {SCHEMA}.{FOLDER} as select ? as folder", [str(folder.resolve())])
        for name, path in chosen.items():
            columns = _land_one(connection, name, path)
            _refuse_missing(path, columns, required.get(name, []))
            known = entities.get(name) or references[name]
            landed.notes += _column_notes(path.name, columns, known)
            if not connection.execute(f'select 1 from {SCHEMA}."{name}" limit 1').fetchall():
                landed.notes.append(f"{path.name} has a header and no rows.")
            if name in references:
                landed.references.append(name)
        connection.commit()
    return landed


def refuse_left_over(database: Path) -> None:
    """Stop a run that names no folder and would read the one of an earlier run, without its settings.

    Raises:
        AbmError: the folder of an earlier run is still landed.
    """
    if not database.exists():
        return
    with duckdb.connect(str(database), read_only=True) as connection:
        if not connection.execute(
            "select 1 from duckdb_tables() where schema_name = ? and table_name = ?", [SCHEMA, FOLDER]
        ).fetchall():
            return
        folders = connection.execute(f"select folder from {SCHEMA}.{FOLDER}").fetchall()
    raise AbmError(
        f"{SCHEMA} still holds the files of {folders[0][0]}, which came with settings of their own: name the"
        f" folder again with --files, or drop schema {SCHEMA} of {database}."
    )


def entity_columns() -> dict[str, list[str]]:
    """Entities that files may bring, with their columns, as the input layer's contracts have them."""
    return {entity: [column["name"] for column in columns] for entity, columns in _contracts()}


def required_columns() -> dict[str, list[str]]:
    """The columns of each entity without which no row of it can be accepted."""
    return {
        entity: [
            column["name"] for column in columns if column.get("config", {}).get("meta", {}).get("required")
        ]
        for entity, columns in _contracts()
    }


def _contracts() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    for file in sorted((PROJECT / "models" / "input_layer").glob("*.yml")):
        for model in yaml.safe_load(file.read_text(encoding="utf-8")).get("models", []):
            if model["name"].startswith("input__"):
                yield model["name"].removeprefix("input__"), model["columns"]


def reference_columns() -> dict[str, list[str]]:
    """Reference seeds that a file of the same name replaces, with their columns."""
    columns = {}
    for path in (PROJECT / "seeds" / "reference").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            columns[path.stem] = next(csv.reader(file))
    return columns


def _land_one(connection: duckdb.DuckDBPyConnection, name: str, path: Path) -> list[str]:
    if path.suffix.lower() == ".parquet":
        return _land_parquet(connection, name, path)
    return _land_csv(connection, name, path)


def _land_parquet(connection: duckdb.DuckDBPyConnection, name: str, path: Path) -> list[str]:
    try:
        described = connection.execute("describe select * from read_parquet(?)", [str(path)])
        types = {row[0]: row[1] for row in described.fetchall()}
    except duckdb.Error as error:
        raise AbmError(f"{path.name} cannot be read as Parquet: {_first_line(error)}") from error
    columns = _checked_header(path, list(types))
    texts = [
        (f"array_to_string(\"{old}\", '|')" if types[old].endswith("[]") else f'cast("{old}" as varchar)')
        + f' as "{new}"'
        for old, new in zip(types, columns, strict=True)
        if new
    ]
    connection.execute(
        f'create table {SCHEMA}."{name}" as select {", ".join(texts)},'
        " row_number() over () as _row, false as _decimal_comma, cast(null as varchar) as _problem"
        " from read_parquet(?)",
        [str(path)],
    )
    return [column for column in columns if column]


def _land_csv(connection: duckdb.DuckDBPyConnection, name: str, path: Path) -> list[str]:
    file = read_csv(path)
    columns = _checked_header(path, file.header)
    kept = [column for column in columns if column]
    with tempfile.NamedTemporaryFile("w", suffix=".csv", encoding="utf-8", newline="") as even:
        writer = csv.writer(even, quoting=csv.QUOTE_ALL)
        writer.writerow([*kept, "_row", "_decimal_comma", "_problem"])
        for row_number, cells in file.rows:
            writer.writerow(
                chain(_cells(columns, cells), [row_number, file.delimiter == ";"], _problem(columns, cells))
            )
        even.flush()
        connection.execute(
            f'create table {SCHEMA}."{name}" as select * replace (cast(_row as bigint) as _row,'
            " cast(_decimal_comma as boolean) as _decimal_comma) from read_csv(?, header = true,"
            " delim = ',', quote = '\"', escape = '\"', all_varchar = true, nullstr = '',"
            " max_line_size = 33554432)",
            [even.name],
        )
    return kept


def _cells(columns: list[str], cells: list[str]) -> Iterator[str]:
    padded = islice(chain(cells, [""] * len(columns)), len(columns))
    return (cell for column, cell in zip(columns, padded, strict=True) if column)


def _problem(columns: list[str], cells: list[str]) -> list[str]:
    extra = [cell for cell in cells[len(columns) :] if cell.strip()]
    if extra or len(cells) < len(columns):
        return [f"has {len(cells)} cells where the header has {len(columns)}"]
    return [""]


def _checked_header(path: Path, header: list[str]) -> list[str]:
    columns = [re.sub(r"\W+", "_", cell.strip().lower()).strip("_") for cell in header]
    for column in columns:
        if column and columns.count(column) > 1:
            raise AbmError(f"{path.name}: column {column} stands twice in the header; keep one.")
    return columns


def _refuse_missing(path: Path, columns: list[str], required: list[str]) -> None:
    missing = [column for column in required if column not in columns]
    if missing:
        raise AbmError(
            f"{path.name} has no column {' and no column '.join(missing)}, which every row needs;"
            f" it has: {', '.join(column for column in columns if column)}."
        )


def _column_notes(file: str, columns: list[str], known: list[str]) -> list[str]:
    strange = [column for column in columns if column not in known and column != "ingested_at"]
    return [f"{file}: unknown columns ignored: {', '.join(strange)}."] if strange else []


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]
