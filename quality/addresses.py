"""No e-mail address is published, wherever it may have come from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from quality.expectation import Expectation

# as macro address_pattern, which takes addresses out of names and titles
# (without a brace, which Great Expectations would take for its own)
_FIRST = r"""[^\s@,;:<>()"=?/|\\\x7B\x7D\[\]#*`&'']"""
_OTHERS = _FIRST.replace("&''", "")
PATTERN = rf"{_FIRST}{_OTHERS}*(@|%40)[\pL\pN._-]*\.[\pL\pN-]*[\pL\pN]"


def no_address_is_published(models: Iterable[dict[str, Any]]) -> Expectation:
    """One expectation over every text column of the published models (nodes of dbt's manifest)."""
    columns = [
        (f"{node['schema']}.{node['alias']}", column["name"])
        for node in models
        for column in node["columns"].values()
        if column["data_type"] == "varchar"
    ]
    breaking = " union all ".join(
        f"select '{table}' as table_name, '{column}' as column_name, \"{column}\" as value"
        f" from {table} where (strpos(\"{column}\", '@') > 0 or strpos(\"{column}\", '%40') > 0)"
        f" and regexp_matches(\"{column}\", '{PATTERN}')"
        for table, column in columns
    )
    return Expectation(
        "kpi.kpi_scorecard",
        "no_address_is_published",
        "no published value looks like an e-mail address; ids are published as they are, so rows whose id is"
        " an address need another id",
        f"select * from ({breaking}) as found where (select count(*) from {{batch}}) >= 0 group by all",
    )
