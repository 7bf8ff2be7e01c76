"""Settings that are each well written, and of which nothing is: told before anything is landed."""

from __future__ import annotations

import csv
from pathlib import Path

from abm_kpis.errors import AbmError
from abm_kpis.reference_files import REFERENCE
from abm_kpis.settings import Vars


def refuse_unfit(chosen: Vars, files: Path | None) -> None:
    """Stop a run whose settings would leave KPIs without a row, or hours without a holiday.

    Raises:
        AbmError: a region of no holiday, or a programme that begins after the day the run speaks of.
    """
    start, as_of = chosen["programme_start"], chosen["as_of_date"]
    if start and start > as_of:
        raise AbmError(
            f"programme_start: {start} is after the day the run speaks of, {as_of}: nothing has come of the"
            " programme yet. Write a day up to then, or leave the setting out (the programme then starts on"
            " the first day anybody was in it)."
        )
    # the regions of a table of one's own are known once it is read: a data test compares them
    if files is None or not _has_holidays(files):
        _refuse_unknown_regions(chosen["holiday_regions"])


def _refuse_unknown_regions(asked: list[str]) -> None:
    with (REFERENCE / "holidays.csv").open(encoding="utf-8", newline="") as file:
        known = sorted({row["region"] for row in csv.DictReader(file)})
    for region in asked:
        if region not in known:
            raise AbmError(
                f"holiday_regions: {region} is no region of holidays.csv; it has {', '.join(known)}. Write"
                " these, or put a holidays.csv with your regions into the folder of files."
            )


def _has_holidays(files: Path) -> bool:
    return files.is_dir() and any(
        path.stem.lower() == "holidays" and path.suffix.lower() in (".csv", ".parquet")
        for path in files.iterdir()
    )
