"""dbt makes objects by the hundred thousand, nearly all of them to last."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

ALLOCATIONS = 500_000


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Look for cycles to free seldom: at Python's own pace a sixth of a parse goes into finding none."""
    before = gc.get_threshold()
    gc.set_threshold(ALLOCATIONS)
    try:
        yield
    finally:
        gc.set_threshold(*before)
