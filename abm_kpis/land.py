"""Land a folder of files: each CSV or Parquet file becomes a table of text in schema raw_files.

Nothing is judged here but the file itself; what a row is worth, staging says. Formats: docs/files.md.
"""

from __future__ import annotations

import csv
import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from itertools import chain, islice
from pathlib import Path
from typing import Any

import duckdb
import yaml

from abm_kpis.errors import AbmError
from abm_kpis.places import PROJECT
from abm_kpis.read_csv import line_of_header, read_csv

SCHEMA = "raw_files"
FOLDER = "_folder"
MOST_COLUMNS = 1000
NAMED_COLUMNS = 8
# beside opportunities: what happened, of which KPIs of engagement and of campaigns are made
VALUED = {"account_statuses", "ad_engagements", "campaigns", "interactions", "sales_activities"}


@dataclass
class Landed:
    """What a folder brought: the reference seeds it replaces, and notes for the reader."""

    references: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def land(folder: Path, database: Path, settings: Mapping[str, Any] | None = None) -> Landed:
    """Replace schema raw_files of the database by the files of the folder.

    `settings` are those of the run: where files are all that it reads, they need something that makes a KPI.

    Raises:
        AbmError: the folder does not exist, holds no file of the input layer, or a file cannot be read.
    """
    if not folder.is_dir():
        raise AbmError(f"{folder} is not a folder; --files takes a folder of CSV or Parquet files.")
    entities, references, required = entity_columns(), reference_columns(), required_columns()
    landed = Landed()
    chosen = _tables(folder, {*entities, *references}, landed.notes)
    with duckdb.connect(str(database)) as connection:
        # DuckDB draws its bar where nobody watches too, thousands of times for a large file
        connection.execute("set enable_progress_bar = false")
        # one transaction: a file that cannot be read leaves what landed before
        connection.begin()
        connection.execute(f"drop schema if exists {SCHEMA} cascade")
        connection.execute(f"create schema {SCHEMA}")
        connection.execute(f"create table {SCHEMA}.{FOLDER} as select ? as folder", [str(folder.resolve())])
        for name, path in chosen.items():
            columns = _land_one(connection, name, path, required.get(name, []), landed.notes)
            known = entities.get(name) or references[name]
            landed.notes += _column_notes(path.name, columns, known)
            if not connection.execute(f'select 1 from {SCHEMA}."{name}" limit 1').fetchall():
                landed.notes.append(f"{path.name} has a header and no rows.")
            if name in references:
                landed.references.append(name)
        if settings and settings["sources_enabled"] == ["files"]:
            _refuse_worthless(folder, chosen, landed.notes)
            _refuse_without_accounts(folder, chosen, required)
        connection.commit()
    return landed


def _refuse_worthless(folder: Path, chosen: Mapping[str, Path], notes: list[str]) -> None:
    """Stop where no table makes a value, or the one of deals lies there under a name that is none."""
    if "opportunities" in chosen:
        return
    holds = f"it holds {', '.join(path.name for path in chosen.values())}." + "".join(
        f"\n  {note}" for note in notes
    )
    stems = {path.stem.lower(): path.name for path in sorted(folder.iterdir()) if path.is_file()}
    alike = get_close_matches("opportunities", stems.keys() - chosen.keys(), n=1, cutoff=0.8)
    if alike:
        raise AbmError(
            f"{stems[alike[0]]} is no table of the input layer: did you mean opportunities.csv? {folder} has"
            f" no file of that name; {holds}"
        )
    if not VALUED & chosen.keys():
        raise AbmError(
            f"{folder} has no opportunities.csv or opportunities.parquet, nor one of"
            f" {', '.join(sorted(VALUED))}: there is nothing to measure; {holds}"
        )


def _refuse_without_accounts(
    folder: Path, chosen: Mapping[str, Path], required: Mapping[str, list[str]]
) -> None:
    """Every row that must name an account would go to quarantine, each table with a reason of its own."""
    of_accounts = [path.name for name, path in chosen.items() if "account_id" in required.get(name, [])]
    if "accounts" not in chosen and of_accounts:
        raise AbmError(
            f"{folder} has no accounts.csv or accounts.parquet, which every row of {', '.join(of_accounts)}"
            " needs: put it into the folder, with a row for each account that these name (docs/files.md); or"
            " name the CRM that the accounts come from in sources_enabled."
        )


def _tables(folder: Path, known: set[str], notes: list[str]) -> dict[str, Path]:
    """The file of each table; what else lies in the folder is noted."""
    chosen: dict[str, Path] = {}
    for path in sorted(folder.iterdir()):
        name = path.stem.lower()
        is_table = path.suffix.lower() in (".csv", ".parquet") and name in known
        if path.name.startswith(".") or path.name == "settings.yml":
            continue
        if name == "settings":
            raise AbmError(f"{path.name}: settings are read from settings.yml; give the file this name.")
        if is_table and not path.is_file():
            raise AbmError(f"{path.name} is {_other_than_file(path)}; a table is one file.")
        if not path.is_file():
            notes.append(f"{path.name}: not a file, ignored.")
        elif path.suffix.lower() not in (".csv", ".parquet"):
            notes.append(f"{path.name}: not a CSV or Parquet file, ignored.")
        elif not is_table:
            notes.append(f"{path.name}: no table of the input layer has this name, ignored.")
        elif name in chosen:
            raise AbmError(f"{chosen[name].name} and {path.name} are the same table; keep one.")
        else:
            chosen[name] = path
    if not chosen:
        raise AbmError(
            f"{folder} holds no file of the input layer; expected names such as accounts.csv or"
            " opportunities.parquet (docs/files.md)."
        )
    return chosen


def _other_than_file(path: Path) -> str:
    if path.is_dir():
        return "a folder"
    return "a link that leads nowhere" if path.is_symlink() else "no file"


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


@cache
def _contracts() -> list[tuple[str, list[dict[str, Any]]]]:
    return [
        (model["name"].removeprefix("input__"), model["columns"])
        for file in sorted((PROJECT / "models" / "input_layer").glob("*.yml"))
        for model in yaml.safe_load(file.read_text(encoding="utf-8")).get("models", [])
        if model["name"].startswith("input__")
    ]


def reference_columns() -> dict[str, list[str]]:
    """Reference seeds that a file of the same name replaces, with their columns."""
    columns = {}
    for path in (PROJECT / "seeds" / "reference").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            columns[path.stem] = next(csv.reader(file))
    return columns


def _land_one(
    connection: duckdb.DuckDBPyConnection, name: str, path: Path, required: list[str], notes: list[str]
) -> list[str]:
    if path.suffix.lower() == ".parquet":
        return _land_parquet(connection, name, path, required)
    return _land_csv(connection, name, path, required, notes)


def _land_parquet(
    connection: duckdb.DuckDBPyConnection, name: str, path: Path, required: list[str]
) -> list[str]:
    try:
        described = connection.execute("describe select * from read_parquet(?)", [str(path)])
        types = {row[0]: row[1] for row in described.fetchall()}
        columns = _checked_header(path, list(types), required)
        texts = [
            f'{_as_text(old, types[old])} as "{new}", '
            for old, new in zip(types, columns, strict=True)
            if new
        ]
        connection.execute(
            f'create table {SCHEMA}."{name}" as select {"".join(texts)}'
            " row_number() over () as _row, false as _decimal_comma, cast(null as varchar) as _problem"
            " from read_parquet(?)",
            [str(path)],
        )
    except duckdb.Error as error:
        raise AbmError(f"{path.name} cannot be read as Parquet: {_first_line(error)}") from error
    return [column for column in columns if column]


def _as_text(column: str, kind: str) -> str:
    quoted = '"' + column.replace('"', '""') + '"'
    if kind.endswith("[]"):
        return f"array_to_string({quoted}, '|')"
    if kind in ("DOUBLE", "FLOAT"):
        # pandas keeps whole numbers, ids among them, as floating-point ones where some are missing
        return (
            f"case when {quoted} = floor({quoted}) and abs({quoted}) < 1e15"
            f" then cast(cast({quoted} as bigint) as varchar) else cast({quoted} as varchar) end"
        )
    return f"cast({quoted} as varchar)"


def _land_csv(
    connection: duckdb.DuckDBPyConnection, name: str, path: Path, required: list[str], notes: list[str]
) -> list[str]:
    file = read_csv(path)
    notes += file.notes
    columns = _checked_header(path, file.header, required)
    kept = [column for column in columns if column]
    if len(kept) < len(columns):
        notes.append(f"{path.name}: column {columns.index('') + 1} has no name, ignored.")
    with tempfile.NamedTemporaryFile("w", suffix=".csv", encoding="utf-8", newline="") as even:
        writer = csv.writer(even, quoting=csv.QUOTE_ALL)
        writer.writerow([*kept, "_row", "_decimal_comma", "_problem"])
        for row_number, cells in file.rows:
            writer.writerow(
                chain(
                    _cells(columns, cells),
                    [row_number, file.delimiter == ";", _problem(file.header, cells)],
                )
            )
        even.flush()
        try:
            connection.execute(
                f'create table {SCHEMA}."{name}" as select * replace (cast(_row as bigint) as _row,'
                " cast(_decimal_comma as boolean) as _decimal_comma) from read_csv(?, header = true,"
                " delim = ',', quote = '\"', escape = '\"', all_varchar = true, nullstr = '',"
                " max_line_size = 33554432)",
                [even.name],
            )
        except duckdb.Error as error:
            raise AbmError(f"{path.name} cannot be read: {_first_line(error)}") from error
    return kept


def _cells(columns: list[str], cells: list[str]) -> Iterator[str]:
    padded = islice(chain(cells, [""] * len(columns)), len(columns))
    return (cell for column, cell in zip(columns, padded, strict=True) if column)


def _problem(header: list[str], cells: list[str]) -> str:
    extra = [cell for cell in cells[len(header) :] if cell.strip()]
    if extra or len(cells) < len(header):
        return f"has {len(cells)} cells where the header has {len(header)}"
    return "is the header again" if cells[: len(header)] == header else ""


def _names(header: list[str]) -> list[str]:
    return [re.sub(r"\W+", "_", cell.strip().lower()).strip("_") for cell in header]


def _checked_header(path: Path, header: list[str], required: list[str]) -> list[str]:
    columns = _names(header)
    if len(columns) > MOST_COLUMNS:
        raise AbmError(
            f"{path.name} has {len(columns):,} columns, beginning with {', '.join(columns[:3])}; no table of"
            f" the input layer has more than {MOST_COLUMNS:,}."
        )
    for column, count in Counter(columns).items():
        if column and count > 1:
            raise AbmError(f"{path.name}: column {column} stands twice in the header; keep one.")
    missing = [column for column in required if column not in columns]
    if missing:
        raise AbmError(
            f"{path.name} has no column {' and no column '.join(missing)}, which every row needs;"
            f" it has: {_some(column for column in columns if column)}.{_header_below(path, required)}"
        )
    return columns


def _header_below(path: Path, required: list[str]) -> str:
    if path.suffix.lower() == ".parquet":
        return ""
    line = line_of_header(path, lambda cells: set(required) <= set(_names(cells)))
    return f" Line {line} looks like the header: delete what stands above it." if line else ""


def _column_notes(file: str, columns: list[str], known: list[str]) -> list[str]:
    strange = [column for column in columns if column not in known and column != "ingested_at"]
    return [f"{file}: unknown columns ignored: {_some(strange)}."] if strange else []


def _some(columns: Iterable[str]) -> str:
    """Names, as many as a reader takes in."""
    names = list(columns)
    return ", ".join(names[:NAMED_COLUMNS]) + (" and others" if len(names) > NAMED_COLUMNS else "")


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]
