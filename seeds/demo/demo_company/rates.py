"""Exchange rates: euros per dollar, on weekdays."""

from datetime import timedelta
from random import Random

from demo_company.clock import SATURDAY
from demo_company.settings import FX_END, FX_FROM, FX_NOISE, FX_START, LAST_DAY, days_between
from demo_company.table import Row

PULL = 0.93


def rate_rows(rng: Random) -> list[Row]:
    """The rates' file: a slow slide with noise that pulls back to it."""
    days = days_between(FX_FROM, LAST_DAY + timedelta(days=1))
    rows: list[Row] = []
    away = 0.0
    for number, day in enumerate(days):
        if day.weekday() >= SATURDAY:
            continue
        away = away * PULL + rng.uniform(-FX_NOISE, FX_NOISE)
        rate = FX_START + (FX_END - FX_START) * number / len(days) + away
        rows.append({"currency": "USD", "rate_on": day, "rate": f"{rate:.5f}"})
    return rows
