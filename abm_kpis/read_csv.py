"""Read a CSV file as spreadsheets write it; what cannot be read is told with its line."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from abm_kpis.errors import AbmError

DELIMITERS = (",", ";", "\t", "|")
csv.field_size_limit(16 * 1024 * 1024)


@dataclass(frozen=True)
class CsvFile:
    """A file's header and rows, each row with its number (the header is row 1)."""

    header: list[str]
    rows: Iterator[tuple[int, list[str]]]
    delimiter: str


def read_csv(path: Path) -> CsvFile:
    """Open a CSV file.

    Raises:
        AbmError: the file is empty or no text; while its rows are read: a quotation mark is left open.
    """
    text = _decoded(path)
    if not text.strip():
        raise AbmError(f"{path.name} is empty; it needs a header row with the column names.")
    first_line = text[: text.find("\n")]
    skipped = 0
    # Excel's own mark of the delimiter
    if re.fullmatch("sep=.", first_line.rstrip("\r"), re.IGNORECASE):
        text, skipped = text[text.find("\n") + 1 :], 1
    delimiter = max(DELIMITERS, key=text[: text.find("\n")].count)
    records = _records(path, text, delimiter, skipped)
    _, header = next(records)
    return CsvFile(header, _rows(path, records, delimiter, len(header)), delimiter)


def _decoded(path: Path) -> str:
    """UTF-8 with or without its mark, UTF-16 with it, else Windows-1252, as spreadsheets write."""
    content = path.read_bytes()
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    if content.startswith(b"PK\x03\x04"):
        raise AbmError(f"{path.name} is no CSV file but a workbook or an archive; save it as CSV.")
    if b"\x00" in content:
        raise AbmError(f"{path.name} is no text file; save it as CSV.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _records(path: Path, text: str, delimiter: str, skipped: int) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line it begins on."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1 + skipped
        try:
            yield line, next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _open_quote(path, line, str(error)) from error


def _rows(
    path: Path, records: Iterator[tuple[int, list[str]]], delimiter: str, width: int
) -> Iterator[tuple[int, list[str]]]:
    for number, (line, cells) in enumerate(records, start=2):
        if any(_holds_rows(cell, delimiter, width) for cell in cells):
            raise _open_quote(path, line, "a cell of it holds whole rows")
        if any(cell.strip() for cell in cells):
            yield number, cells


def _holds_rows(cell: str, delimiter: str, width: int) -> bool:
    """Has a quotation mark swallowed the rows below: a line within the cell that is as wide as a row?"""
    return "\n" in cell and any(part.count(delimiter) >= max(2, width - 1) for part in cell.split("\n"))


def _open_quote(path: Path, line: int, why: str) -> AbmError:
    return AbmError(
        f"{path.name}: the row on line {line} has a quotation mark that does not close where it should"
        f" ({why}); close it, or write a mark within a text twice."
    )
