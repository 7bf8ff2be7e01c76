"""What was found in the data, with the rows it was found in, for a run's last lines on the console."""

from __future__ import annotations

import re

import duckdb

from abm_kpis.page_words import code_word

NAMED_ROWS = 3
# an id may be an address
ADDRESS = re.compile(r"[^\s:,]*@[^\s:,]*")
ADVICE = {
    "reference_to_nothing": "Land the rows that they name, or mend what names them; all:"
    " operations.told_row.",
    "of_no_known_account": "Give the account its domain (accounts.email_domains), or the interaction its"
    " account where the domain is a mail provider's; all: operations.interaction_without_account.",
}


def found_lines(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Findings with up to three of their rows, where these are named, and what to do about them."""
    rows = connection.execute(
        "select finding, treatment, table_name, n_rows from operations.data_quality_finding"
        " where finding not in ('stage_not_mapped', 'word_not_mapped', 'role_of_nobody')"
        " order by table_name, n_rows desc, finding"
    ).fetchall()
    if not rows:
        return []
    examples = _examples(connection)
    if any(finding == "of_no_known_account" for finding, *_ in rows):
        examples["interactions", "of_no_known_account"] = _without_account(connection)
    return [
        "Found in the data (operations.data_quality_finding; rows that are named: operations.told_row):",
        *(
            f"  {table}: {code_word('en', 'finding', finding)} ({count:,}),"
            f" {code_word('en', 'treatment', treatment)}{examples.get((table, finding), '')}"
            + (f". {ADVICE[finding]}" if finding in ADVICE else "")
            for finding, treatment, table, count in rows
        ),
    ]


def _examples(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], str]:
    """Of the findings that list their rows the first ones: by file row, else by key."""
    rows = connection.execute(
        """
        with told as (
            select table_name, finding, column_name, row_number, row_key,
                finding = 'reference_to_nothing' as names_column,
                case
                    when finding = 'reference_to_nothing' then concat_ws(' ', column_name, raw_value)
                    else coalesce(raw_value, replace(row_key, chr(31), ' '))
                end as said,
                case
                    when row_number is not null then 'row ' || row_number || ': '
                    -- of a row without an id the key is its content
                    when finding = 'reference_to_nothing' and not contains(row_key, chr(31))
                        then row_key || ': '
                    else ''
                end as place
            from operations.told_row
        )
        select table_name, finding,
            case when not names_column
                then string_agg(distinct column_name, ', ' order by column_name) || ' of '
            end as columns,
            -- sorting them all would take seconds where a million rows are listed
            arg_min(
                place || said, (coalesce(row_number, 9223372036854775807), row_key, column_name), ?
            ) as examples
        from told group by table_name, finding, names_column
        """,
        [NAMED_ROWS],
    ).fetchall()
    return {
        (table, finding): f": {columns or ''}{masked(', '.join(examples))}"
        for table, finding, columns, examples in rows
    }


def _without_account(connection: duckdb.DuckDBPyConnection) -> str:
    rows = connection.execute(
        """
        select
            interaction_id || case column_name
                when 'domain' then ': domain ' || domain
                when 'email' then ': email at ' || domain
                when 'person_id' then ': person_id ' || person_record
            end
        from operations.interaction_without_account
        where column_name is not null
        order by all limit ?
        """,
        [NAMED_ROWS],
    ).fetchall()
    named = [text for (text,) in rows]
    return f": {masked(', '.join(named))}" if named else ": none names an account, a person or a domain"


def masked(text: str) -> str:
    """Without addresses: what the console shows may be kept in a log."""
    return ADDRESS.sub("[e-mail]", text)
