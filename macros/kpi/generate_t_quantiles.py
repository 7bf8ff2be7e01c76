"""Write t_quantiles.sql: the 97.5 % quantiles of Student's t, which DuckDB does not have, from scipy.

.venv/bin/python macros/kpi/generate_t_quantiles.py      # a test says when they are no longer scipy's
"""

from __future__ import annotations

from pathlib import Path

from scipy.stats import t

UPPER_TAIL = 0.975  # of a two-sided 95 % interval, as z() in intervals.sql
MAX_DEGREES = 30  # beyond, the series in student_t.sql is 0.005 % off at most


def t_quantiles_sql() -> str:
    """The macro: the quantile of n degrees of freedom in place n."""
    quantiles = "".join(
        f"        {t.ppf(UPPER_TAIL, degrees):.9f},\n" for degrees in range(1, MAX_DEGREES + 1)
    )
    return (
        "{#- Written by generate_t_quantiles.py: 97.5 % quantiles of Student's t, by degree of freedom. -#}\n"
        f"{{%- macro t_quantiles() -%}}\n    {{{{ return([\n{quantiles}    ]) }}}}\n{{%- endmacro -%}}\n"
    )


if __name__ == "__main__":
    Path(__file__).with_name("t_quantiles.sql").write_text(t_quantiles_sql(), encoding="utf-8")
