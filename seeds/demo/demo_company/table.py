"""CSV files: one header, LF ends, UTF-8, empty where nothing is known."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from demo_company.clock import text

Value = str | int | bool | Decimal | date | datetime | None
Row = dict[str, Value]


def numbered(column: str, ids: Iterable[str], drafts: Sequence[Row]) -> list[Row]:
    """The drafts with an id each, in the column that comes first."""
    rows: list[Row] = []
    for new_id, draft in zip(ids, drafts, strict=False):
        row: Row = {column: new_id}
        rows.append(row | draft)
    return rows


def write(path: Path, rows: Sequence[Row]) -> None:
    """Write the rows to a file; the first row names the columns."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(rows[0])
        writer.writerows([spell(value) for value in row.values()] for row in rows)


def spell(value: Value) -> str:
    """A value as its loader would have written it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return text(value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
