"""The vars of a run: the project's defaults, the folder's settings.yml, the command line."""

from __future__ import annotations

import difflib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from abm_kpis.errors import AbmError
from abm_kpis.places import PROJECT

Vars = dict[str, Any]


def project_vars() -> Vars:
    """The defaults, as dbt_project.yml has them."""
    project = yaml.safe_load((PROJECT / "dbt_project.yml").read_text(encoding="utf-8"))
    defaults: Vars = project["vars"]
    return defaults


def settings_of(folder: Path) -> Vars:
    """What a folder's settings.yml sets; empty where there is none."""
    file = folder / "settings.yml"
    if not file.exists():
        return {}
    return checked(_mapping(file.read_text(encoding="utf-8"), str(file)), str(file))


def from_command_line(text: str) -> Vars:
    """What --vars sets, written as YAML."""
    return checked(_mapping(text, "--vars"), "--vars")


def checked(given: Vars, where: str) -> Vars:
    """The settings, if each is one the project knows.

    Raises:
        AbmError: a name is unknown; the message brings the nearest known one.
    """
    known = project_vars()
    for name in given:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"; did you mean {near[0]}?" if near else f"; settings are {', '.join(known)}."
            raise AbmError(f"{where}: {name} is not a setting{hint}")
    return given


def time_vars(chosen: Vars, as_of: date | None, started_at: datetime) -> Vars:
    """as_of_date and as_of_at of a run that starts at `started_at`.

    The day is the one asked for, else the last day of the demo company, else today where the
    company reports. The instant is the start of the next day there, or the run's start if earlier.
    """
    zone = _zone(str(chosen["reporting_timezone"]))
    if as_of is not None:
        day = as_of
    elif chosen["raw_from"] == "demo":
        day = date.fromisoformat(str(chosen["as_of_date"]))
    else:
        day = started_at.astimezone(zone).date()
    next_day = day + timedelta(days=1)
    as_of_instant = datetime(next_day.year, next_day.month, next_day.day, tzinfo=zone)
    as_of_at = min(started_at, as_of_instant).astimezone(UTC)
    return {"as_of_date": day.isoformat(), "as_of_at": as_of_at.isoformat(timespec="seconds")}


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as unknown:
        raise AbmError(
            f"reporting_timezone: {name} is no time zone; write one such as Europe/Paris."
        ) from unknown


def _mapping(text: str, where: str) -> Vars:
    try:
        content = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise AbmError(f"{where} is not YAML: {error}") from error
    if content is None:
        return {}
    if not isinstance(content, dict):
        raise AbmError(f"{where}: write one setting a line, such as `max_rejected: 0.2`.")
    return {
        str(name): value.isoformat() if isinstance(value, date) else value for name, value in content.items()
    }
