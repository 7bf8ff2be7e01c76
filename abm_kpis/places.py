"""Where things are: the project's own folder, and the home of one installation's data."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Home:
    """Folder with the private database and the published releases; the project's own by default.

    Only `publish` writes below `published`, and nothing below `private` is meant for readers.
    """

    root: Path

    @property
    def private(self) -> Path:
        return self.root / "private"

    @property
    def database(self) -> Path:
        return self.private / "warehouse.duckdb"

    @property
    def lock(self) -> Path:
        return self.private / "run.lock"

    @property
    def dbt_target(self) -> Path:
        return self.private / "target"

    @property
    def dbt_logs(self) -> Path:
        return self.private / "logs"

    @property
    def data_docs(self) -> Path:
        return self.private / "data_docs"

    @property
    def published(self) -> Path:
        return self.root / "published"

    @property
    def releases(self) -> Path:
        return self.published / "releases"

    @property
    def ledger(self) -> Path:
        return self.published / "ledger"

    @property
    def current(self) -> Path:
        return self.published / "current"
