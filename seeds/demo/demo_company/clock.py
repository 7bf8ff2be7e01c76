"""Instants: business moments in Paris, written in UTC as Fivetran lands them."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from demo_company.settings import LAST_DAY, NIGHT_SHARE, WEEKEND_SHARE

PARIS = ZoneInfo("Europe/Paris")
END = datetime.combine(LAST_DAY + timedelta(days=1), time(), PARIS).astimezone(UTC)
SATURDAY = 5
OPENS, CLOSES = 9, 18
WAKES, SLEEPS = 7, 22
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


def later(rng: Random, at: datetime, least: int, after: int) -> datetime:
    """A working moment some days on, [least, after)."""
    return office_moment(rng, working_day(rng, paris_day(at) + timedelta(days=rng.randrange(least, after))))


def in_office(rng: Random, at: datetime) -> datetime:
    """The moment itself if somebody is at work, else early on the next working day."""
    local = at.astimezone(PARIS)
    if local.weekday() < SATURDAY and OPENS <= local.hour < CLOSES:
        return at
    day = local.date() + timedelta(days=local.hour >= CLOSES)
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    return paris(day, OPENS, rng.randrange(5, 55), rng.randrange(60))


def awake(rng: Random, at: datetime) -> datetime:
    """The moment itself by day, weekends too, else the next morning."""
    local = at.astimezone(PARIS)
    if WAKES <= local.hour < SLEEPS:
        return at
    day = local.date() + timedelta(days=local.hour >= SLEEPS)
    return paris(day, WAKES, rng.randrange(60), rng.randrange(60))


def business_days_on(day: date, count: int) -> date:
    """The day so many working days on, holidays not minded."""
    while count > 0:
        day += timedelta(days=1)
        count -= day.weekday() < SATURDAY
    return day


def synced(at: datetime) -> datetime:
    """When the next six-hourly sync lands what happened then."""
    midnight = datetime.combine(at.date(), time(), UTC)
    ready = at + timedelta(minutes=20)
    return midnight + ((ready - midnight) // SYNC_EVERY + 1) * SYNC_EVERY + SYNC_MINUTE


def text(at: datetime) -> str:
    """`YYYY-MM-DD HH:MM:SS`, UTC."""
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
