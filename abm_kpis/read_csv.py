"""Read a CSV file as spreadsheets write it; what cannot be read is told with its line."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from abm_kpis.errors import AbmError

DELIMITERS = (",", ";", "\t", "|")
LINE_END = re.compile("\r\n|\r|\n")
# what no spreadsheet shows, and what parts the entries of the quarantine
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
SPELLED_TWICE = re.compile("Ã[\x80-\xbf\u0152-\u2122]|â€")
# how far down a header is looked for, below the title of a report
TITLE_LINES = 20
csv.field_size_limit(1024 * 1024)


@dataclass(frozen=True)
class CsvFile:
    """A file's header and rows, each row with its number (the header is row 1)."""

    header: list[str]
    rows: Iterator[tuple[int, list[str]]]
    delimiter: str
    notes: list[str] = field(default_factory=list)


def read_csv(path: Path) -> CsvFile:
    """Open a CSV file.

    Raises:
        AbmError: the file is empty or no text, or cut; as its rows are read: a quotation mark is left open.
    """
    text = _decoded(path)
    if not text.strip():
        raise AbmError(f"{path.name} is empty; it needs a header row with the column names.")
    notes = _notes(path, text)
    text = CONTROL.sub(" ", text)
    skipped = 0
    # Excel's own mark of the delimiter
    first_line = _first_line(text)
    if re.fullmatch("sep=.", first_line, re.IGNORECASE):
        text, skipped = LINE_END.sub("", text[len(first_line) :], count=1), 1
    delimiter = max(DELIMITERS, key=_first_line(text).count)
    records = _records(path, text, delimiter, skipped)
    _, header = next(records)
    while len(header) > 1 and not header[-1].strip():
        header.pop()
    return CsvFile(header, _rows(path, records, delimiter, len(header)), delimiter, notes)


def line_of_header(path: Path, is_header: Callable[[list[str]], bool]) -> int | None:
    """The first line that looks like a header, however it is parted."""
    for number, line in islice(enumerate(LINE_END.split(_decoded(path)), start=1), TITLE_LINES):
        if any(is_header(line.split(delimiter)) for delimiter in DELIMITERS):
            return number
    return None


def _first_line(text: str) -> str:
    end = LINE_END.search(text)
    return text[: end.start()] if end else text


def _notes(path: Path, text: str) -> list[str]:
    """What a careful reader would ask about a file that can be read."""
    notes = []
    if not LINE_END.match(text[-1]):
        notes.append(
            "does not end with a line end; if it was cut short, rows are missing and the last one may be half"
        )
    if CONTROL.search(text):
        notes.append("holds control characters, read as spaces")
    if "\ufffd" in text:
        notes.append("holds \ufffd where letters were lost before it came here")
    spelled_twice = SPELLED_TWICE.search(text)
    if spelled_twice:
        notes.append(
            f"holds {spelled_twice[0]!r}, as UTF-8 that was read as Windows-1252 and saved again; texts are"
            " kept as they stand"
        )
    return [f"{path.name} {note}." for note in notes]


def _decoded(path: Path) -> str:
    """UTF-8 with or without its mark, UTF-16 with it, else Windows-1252, as spreadsheets write."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise AbmError(f"{path.name} cannot be read: {error.strerror}.") from error
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError as error:
            raise AbmError(f"{path.name} is UTF-16 and breaks off or is damaged; export it again.") from error
    if content.startswith(b"PK\x03\x04"):
        raise AbmError(f"{path.name} is no CSV file but a workbook or an archive; save it as CSV.")
    if b"\x00" in content:
        raise AbmError(f"{path.name} is no text file; save it as CSV in UTF-8.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _as_windows_writes(path, content, error)


def _as_windows_writes(path: Path, content: bytes, error: UnicodeDecodeError) -> str:
    """Windows-1252, unless most of what is not ASCII is UTF-8: then the file is damaged or cut."""
    damaged = content.decode("utf-8", errors="replace")
    lost = damaged.count("\ufffd")
    if sum(letter > "\x7f" for letter in damaged) - lost > lost or error.reason == "unexpected end of data":
        line = content.count(b"\n", 0, error.start) + 1
        raise AbmError(
            f"{path.name}: line {line} is not UTF-8 as the lines around it are, or the file breaks off there;"
            " export it again, in one encoding."
        ) from error
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError as other:
        line = content.count(b"\n", 0, other.start) + 1
        raise AbmError(
            f"{path.name}: line {line} is neither UTF-8 nor Windows-1252; save the file as CSV in UTF-8."
        ) from other


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
            if "field larger" in str(error):
                raise AbmError(
                    f"{path.name}: a cell of the row on line {line} is longer than {csv.field_size_limit():,}"
                    " characters; no value is, and a quotation mark may be left open."
                ) from error
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
    if "\n" not in cell and "\r" not in cell:
        return False
    return any(part.count(delimiter) >= max(2, width - 1) for part in LINE_END.split(cell))


def _open_quote(path: Path, line: int, why: str) -> AbmError:
    return AbmError(
        f"{path.name}: the row on line {line} has a quotation mark that does not close where it should"
        f" ({why}); close it, or write a mark within a text twice."
    )
