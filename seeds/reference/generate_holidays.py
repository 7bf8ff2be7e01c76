"""Writes holidays.csv beside this file: the public holidays of France, as the library `holidays` knows them.

python seeds/reference/generate_holidays.py      # after a new version of the library; a test says when
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TextIO

from holidays import country_holidays

HEADER = ("holiday_on", "holiday", "region", "name")
YEARS = range(1990, 2061)
ALSACE_MOSELLE = "57"  # Moselle's code; Alsace has the same two


def holiday_rows() -> Iterator[tuple[date, str, str, str]]:
    """Day, its English name as a code, where it is one, its French name."""
    national = _named("en_US"), _named("fr")
    local = _named("en_US", ALSACE_MOSELLE), _named("fr", ALSACE_MOSELLE)
    for day, codes in sorted(local[0].items()):
        region, names = ("france", national[1]) if day in national[0] else ("alsace_moselle", local[1])
        # a day may be two: Ascension Day of 2008 was 1 May
        for code, name in zip(codes, names[day], strict=True):
            yield day, code.lower().replace("'", "").replace(" ", "_"), region, name


def _named(language: str, subdivision: str | None = None) -> dict[date, list[str]]:
    known = country_holidays("FR", subdiv=subdivision, years=YEARS, language=language)
    # the library sorts the names of a day by the alphabet of each language
    return {day: sorted(known.get_list(day), key=_place) for day in known}


def _place(name: str) -> bool:
    return name in ("Labor Day", "Fête du Travail")


def write_holidays(file: TextIO) -> None:
    """The seed, the same bytes for the same version of the library."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(holiday_rows())


if __name__ == "__main__":
    with (Path(sys.argv[0]).parent / "holidays.csv").open("w", encoding="utf-8", newline="") as seed:
        write_holidays(seed)
