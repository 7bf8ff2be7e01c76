"""What makes a build cheap changes nothing of what is told of it."""

from __future__ import annotations

import gc
from pathlib import Path

import duckdb
import pytest
from dbt.adapters.events.types import SQLQuery
from dbt.events.types import ConcurrencyLine, NodeFinished
from dbt_common.events.base_types import BaseEvent, EventLevel
from dbt_common.events.types import Formatting

from abm_kpis.dbt_events import Shown
from abm_kpis.dbt_plugin import THREADS, _settle_threads
from abm_kpis.errors import AbmError
from abm_kpis.seldom import seldom_collected
from tests.conftest import Abm


@pytest.mark.parametrize(
    ("event", "level", "is_told"),
    [
        (Formatting(msg="a line"), None, True),
        (Formatting(msg="a detail"), EventLevel.DEBUG, False),
        (Formatting(msg="trouble"), EventLevel.ERROR, True),
        (SQLQuery(conn_name="master", sql="select 1"), None, False),
        (SQLQuery(conn_name="master", sql="select 1"), EventLevel.WARN, True),
        # of level debug, but the progress counts it
        (NodeFinished(), None, True),
        (ConcurrencyLine(num_threads=1, target_name="duckdb", node_count=1), None, True),
    ],
)
def test_dbt_tells_what_is_shown(event: BaseEvent, level: EventLevel | None, is_told: bool) -> None:
    told: list[str] = []
    manager = Shown()
    manager.add_callback(lambda message: told.append(message.info.name))
    manager.fire_event(event, level)
    assert told == ([type(event).__name__] if is_told else [])


def test_the_log_has_what_was_built_and_no_details(small_release: Path) -> None:
    log = (Abm(small_release / "home").home / "private" / "logs" / "dbt.log").read_text("utf-8")
    assert "Completed successfully" in log
    assert "sql table model kpi.kpi_values" in log
    assert "[debug]" not in log


def test_python_collects_at_its_own_pace_again() -> None:
    before = gc.get_threshold()
    with pytest.raises(AbmError), seldom_collected():
        assert gc.get_threshold()[0] > before[0]
        raise AbmError("it failed")
    assert gc.get_threshold() == before


def test_a_build_has_the_threads_that_it_is_told() -> None:
    every = duckdb.sql("select current_setting('threads')").fetchall()
    for asked, found in (("", every), ("1", [(1,)]), ("3", [(3,)])):
        with duckdb.connect() as connection:
            _settle_threads(connection, asked)
            assert connection.execute("select current_setting('threads')").fetchall() == found
    for wrong in ("0", "two", "-1", "1.5"):
        with duckdb.connect() as connection, pytest.raises(AbmError, match=f"{THREADS} is {wrong};"):
            _settle_threads(connection, wrong)


@pytest.mark.xdist_group("together")
def test_tests_of_a_group_are_together(request: pytest.FixtureRequest) -> None:
    """With pytest 9.2 the groups of xdist 3.8 have no effect: each worker makes what one was to make."""
    if hasattr(request.config, "workerinput"):
        assert request.node.nodeid.endswith("@together")
