"""What the reference tables of a release say, as numbers, and which of them another release has otherwise."""

from __future__ import annotations

import json

import duckdb

# people become MQAs by score, and are credited with what has points
_BY_SCORE = "K23.*|K24.*|K26.*|K50d"
_BY_POINTS = f"{_BY_SCORE}|K2|K2b|K2c|K3|K4[ab]|K6|K8|K9.*|K10|K11|K12.*|K13|K14.*|K15|K4[1-3].*|K50c|K50e"
# which KPIs rest on which table; targets and definitions have causes of their own
REACH = {
    "buying_committee_template": "K1|K2|K2b|K2c|K3|K8|K9.*|" + _BY_SCORE,
    "engagement_weights": _BY_POINTS,
    "free_email_domains": ".*",
    "machine_user_agents": f"K5b?|K7[bc]?|{_BY_POINTS}",
    "mqa_thresholds": _BY_SCORE,
    "quality_weights": f"K8|K9.*|K14.*|{_BY_SCORE}",
    "role_weights": f"K8|K9.*|K14.*|{_BY_SCORE}",
    "stage_map": "K1[6-9].*|K2[0-8].*|K4[1-3].*|K50e",
}
ALWAYS = "0001-01-01"


def reference_content(connection: duckdb.DuckDBPyConnection, schema: str) -> str:
    """A number for each reference table and day that rows of it begin to hold on, as JSON."""
    content: dict[str, dict[str, str]] = {}
    for table in sorted(REACH):
        relation = f"{schema}.input__{table}"
        columns = [name for name, *_ in connection.execute(f"describe {relation}").fetchall()]
        day = "cast(valid_from as varchar)" if "valid_from" in columns else f"'{ALWAYS}'"
        content[table] = dict(
            connection.execute(
                "select valid_from, md5(string_agg(line, chr(10) order by line)) from"
                f" (select {day} as valid_from, cast(rows as varchar) as line from {relation} as rows)"
                " group by 1 order by 1"
            ).fetchall()
        )
    return json.dumps(content, sort_keys=True)


def changed_references(now: str | None, before: str | None) -> list[tuple[str, str, str]]:
    """Table, pattern of the KPIs that rest on it, first day on which it says something else.

    A release of an older version does not tell what its tables said: none has changed then.
    """
    if not now or not before:
        return []
    ours, theirs = json.loads(now), json.loads(before)
    changed = []
    for table in sorted(ours.keys() & theirs.keys() & REACH.keys()):
        days = [
            day
            for day in ours[table].keys() | theirs[table].keys()
            if ours[table].get(day) != theirs[table].get(day)
        ]
        if days:
            changed.append((table, REACH[table], min(days)))
    return changed
