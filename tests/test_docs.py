"""Queries that the documents print run on the demo release, and find something."""

from __future__ import annotations

import re

import pytest

from abm_kpis.land import entity_columns, required_columns
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


def test_the_page_of_files_says_which_table_feeds_what_and_which_must_name_its_currency() -> None:
    text = (PROJECT / "docs" / "files.md").read_text("utf-8")
    (fed,) = re.findall(r"^Which KPI reads what:.*$", text, re.M)
    assert [table for table in entity_columns() if not re.search(rf"\b{table}\b", fed)] == []
    (currency,) = re.findall(r"^\| currency \| ISO 4217.*$", text, re.M)
    required = [table for table, columns in required_columns().items() if "currency" in columns]
    optional = [
        table
        for table, columns in entity_columns().items()
        if "currency" in columns and table not in required and table != "opportunity_history"
    ]
    without, _, needed = currency.partition("required in")
    assert set(re.findall(r"[a-z]+_?[a-z]+", needed)) & {*required, *optional} == set(required)
    assert [table for table in optional if table not in without] == []
