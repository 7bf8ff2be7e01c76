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


CONDITION = re.compile(r"period_type = '\w+' and (.*)\n +and segment_type = 'abm' and segment_value = 'abm'")


def in_funnel(number: int, kpis: str) -> str:
    """A query of the funnel's section on rows and values, asked of other KPIs and of all their segments."""
    sql = [sql for name, sql in printed() if name == "docs/funnel.md"][number]
    asked, n_asked = re.subn(r"kpi_id = '\w+'", f"kpi_id in ({kpis})", sql, count=1)
    assert n_asked == 1
    return CONDITION.sub(r"\1", asked)


ADDED_UP = "select kpi_id from kpi.kpi_catalog where estimator in ('sum', 'mean', 'ratio', 'rate')"


def test_the_funnel_s_query_gives_each_value_from_its_rows(demo: Abm) -> None:
    """Its numerator and denominator, too: the quotient of sums counted twice is the same."""
    compared = f"""
        with given as (from ({in_funnel(0, ADDED_UP)})),
        compared as (
            select
                given.* exclude (value), published.value,
                published.numerator as published_numerator, published.denominator as published_denominator
            from given
            right join kpi.kpi_values as published
                using (kpi_id, period_type, period_start, segment_type, segment_value)
            where
                published.kpi_id in ({ADDED_UP})
                and published.period_end = published.as_of_date + 1
                and published.value is not null
        )
        """
    others = demo.published(
        f"""{compared}
        select kpi_id, period_type, segment_type, segment_value, value, value_of_its_rows
        from compared
        where not coalesce(
            abs(value - value_of_its_rows) <= 1e-8 * greatest(1, abs(value))
            and abs(numerator - published_numerator) < 0.001
            and (published_denominator is null or abs(denominator - published_denominator) < 0.001),
            false
        )"""
    )
    assert others == []
    found = demo.published(f"{compared} select distinct kpi_id || ' by ' || segment_type from compared")
    asked = (
        "K16 by all",
        "K29a by abm",
        "K30a by abm",
        "K30a by tier",
        "K36a by all",
        "K36a by abm",
        "K44a by tier",
    )
    assert {(cell,) for cell in asked} <= set(found)


def test_the_funnel_s_query_gives_derived_values_from_their_factors(demo: Abm) -> None:
    """K21 and K38 are multiplied with what rows of their own give, too."""
    found = demo.published(
        f"""
        with of_factors as (from ({in_funnel(1, "'K21', 'K26b', 'K37', 'K38'")})),
        of_rows as (from ({in_funnel(0, "'K21', 'K38'")}))
        select
            kpi_id,
            bool_and(abs(value - value_of_its_factors * coalesce(value_of_its_rows, 1)) <= 1e-7 * abs(value))
        from of_factors
        left join of_rows using (kpi_id, period_type, period_start, segment_type, segment_value, value)
        where value is not null
        group by kpi_id
        order by kpi_id
        """
    )
    assert found == [("K21", True), ("K26b", True), ("K37", True), ("K38", True)]


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
