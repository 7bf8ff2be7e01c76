"""What a check of the build came to; apart from dbt, which takes seconds to import."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Check:
    """The result of one dbt data test."""

    name: str
    table: str
    status: str
    failures: int
