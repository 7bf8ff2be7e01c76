"""What the ledger says of a value: its columns."""

from __future__ import annotations

KEY = ("kpi_id", "period_type", "period_start", "period_end", "segment_type", "segment_value")
DESCRIPTION = (
    "One row per value of kpi.kpi_values each time it differs from what was published before: what was said"
    " when, and why it changed. A value that did not change is not entered again."
)
COLUMNS = {
    "release_id": ("varchar", "The release that published it."),
    "published_at": ("timestamptz", "When the run that published it started."),
    "kpi_id": ("varchar", "The KPI."),
    "period_type": ("varchar", "Kind of period."),
    "period_start": ("date", "First day of the period."),
    "period_end": ("date", "Day after the last one of the period."),
    "segment_type": ("varchar", "What the value is broken down by."),
    "segment_value": ("varchar", "The segment."),
    "numerator": ("decimal(38, 4)", "Numerator of the value."),
    "denominator": ("decimal(38, 4)", "Denominator of the value."),
    "n": ("bigint", "Rows counted."),
    "value": ("double", "The value as published, in the KPI's unit."),
    "target_low": ("decimal(18, 8)", "Low end of the target."),
    "target_high": ("decimal(18, 8)", "High end of the target."),
    "status": ("varchar", "Where the value stood."),
    "is_complete": ("boolean", "Whether the period had ended by the as-of date."),
    "definition_version": ("varchar", "Version of the KPI's definition."),
    "as_of_date": ("date", "Last day that the release included."),
    "change": (
        "varchar",
        "first, update (the period was not complete, or nobody was wrong), restatement (a complete period"
        " changed) or withdrawn (the value is no longer published).",
    ),
    "cause": (
        "varchar",
        "Why: late_data (a deal, an entry into the funnel or an interaction of a day before, nobody knew of),"
        " changed_source_row, changed_definition (the same evidence gives another value), changed_target,"
        " changed_setting, changed_reference (what a reference table that the KPI rests on says: weights,"
        " thresholds, the buying committee, stages), later_as_of_date (time has passed: open deals have moved"
        " on), rollback (the release in between was taken back). Empty for first values and for periods that"
        " were not complete.",
    ),
    "cause_detail": (
        "varchar",
        "The settings or reference tables that changed, by name, where the cause is one of them.",
    ),
    "previous_value": ("double", "The value published before."),
    "previous_release_id": ("varchar", "The release that published it."),
}
DATA = ("numerator", "denominator", "n", "value")
TARGET = ("target_low", "target_high")
MEASURES = (*DATA, *TARGET, "status", "is_complete")
