"""dbt's events, without the many that neither its log nor the progress would show.

For each statement dbt composes several events of level debug, and a line of the log for each, before it asks
whether anybody reads it: an eighth of a small build's time.
"""

from __future__ import annotations

from typing import Any

from dbt_common.events.base_types import BaseEvent, EventLevel
from dbt_common.events.event_manager import EventManager
from dbt_common.events.event_manager_client import ctx_set_event_manager

# the progress counts these
COUNTED = ("ConcurrencyLine", "NodeFinished")


class Shown(EventManager):
    """Events from level info on, and those that are counted."""

    def fire_event(self, e: BaseEvent, level: EventLevel | None = None, *args: Any, **more: Any) -> None:
        fine = (level or e.level_tag()) in (EventLevel.DEBUG, EventLevel.TEST)
        if not fine or type(e).__name__ in COUNTED:
            super().fire_event(e, level, *args, **more)


def show_events() -> None:
    """Let dbt tell no more than is shown, from its next call on."""
    ctx_set_event_manager(Shown())
