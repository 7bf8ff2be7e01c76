"""Queries that the documents print run on the demo release, and find something."""

from __future__ import annotations

import re

import pytest

from tests.conftest import PROJECT, Abm

# what is for other engines, or for the files of another company
ELSEWHERE = {"docs/loading.md", "docs/bring_your_own_crm.md"}


def printed() -> list[tuple[str, str]]:
    """Document and query, of all that speak of a release."""
    found = []
    for path in (PROJECT / "README.md", *sorted((PROJECT / "docs").glob("*.md"))):
        name = str(path.relative_to(PROJECT))
        if name not in ELSEWHERE:
            blocks = re.findall(r"^```sql\n(.*?)^```$", path.read_text("utf-8"), re.DOTALL | re.MULTILINE)
            found += [(name, block) for block in blocks]
    return found


def test_documents_print_queries() -> None:
    assert {name for name, _ in printed()} >= {"README.md", "docs/engagement.md", "docs/funnel.md"}


@pytest.mark.parametrize(("document", "sql"), printed())
def test_a_printed_query_finds_rows(demo: Abm, document: str, sql: str) -> None:
    assert demo.published(sql), document
