"""Instants: business moments in Paris, written in UTC as Fivetran lands them."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from demo_company.settings import LAST_DAY, NIGHT_SHARE, WEEKEND_SHARE

PARIS = ZoneInfo("Europe/Paris")
END = datetime.combine(LAST_DAY + timedelta(days=1), time(), PARIS).astimezone(UTC)
SATURDAY = 5
SYNC_EVERY = timedelta(hours=6)
SYNC_MINUTE = timedelta(minutes=17)


def paris(day: date, hour: int, minute: int = 0, second: int = 0) -> datetime:
    """The UTC instant of a Paris wall-clock time."""
    return datetime.combine(day, time(hour, minute, second), PARIS).astimezone(UTC)


def paris_day(at: datetime) -> date:
    """The calendar day in Paris."""
    return at.astimezone(PARIS).date()


def office_moment(rng: Random, day: date) -> datetime:
    """A moment of the working day; now and then just after midnight, where a night job writes."""
    if rng.random() < NIGHT_SHARE:
        return paris(day, 0, rng.randrange(2, 58), rng.randrange(60))
    return paris(day, rng.randrange(8, 19), rng.randrange(60), rng.randrange(60))


def day_in(rng: Random, first: date, after: date) -> date:
    """A day in [first, after)."""
    return first + timedelta(days=rng.randrange((after - first).days))


def working_day(rng: Random, day: date) -> date:
    """The day, or the Monday after it: few people type on a weekend."""
    if day.weekday() < SATURDAY or rng.random() < WEEKEND_SHARE:
        return day
    return day + timedelta(days=7 - day.weekday())


def synced(at: datetime) -> datetime:
    """When the next six-hourly sync lands what happened then."""
    midnight = datetime.combine(at.date(), time(), UTC)
    ready = at + timedelta(minutes=20)
    return midnight + ((ready - midnight) // SYNC_EVERY + 1) * SYNC_EVERY + SYNC_MINUTE


def text(at: datetime) -> str:
    """`YYYY-MM-DD HH:MM:SS`, UTC."""
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
