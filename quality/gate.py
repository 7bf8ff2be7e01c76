"""The Great Expectations gate: every expectation on the private database, with Data Docs."""

from __future__ import annotations

import logging
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quality.expectation import Expectation, by_severity
from quality.expectations import EXPECTATIONS

os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
SHOWN_ROWS = 5
# what has a sentence of its own is told to the last
SHOWN_MESSAGES = 50
GX_SEVERITIES = {"error": "critical", "warn": "warning", "note": "info"}


@dataclass(frozen=True)
class Verdict:
    """What became of one expectation."""

    name: str
    table: str
    says: str
    success: bool
    rows: int
    examples: list[dict[str, Any]]
    trouble: str | None
    severity: str = "error"
    check: str = ""

    @property
    def status(self) -> str:
        return "pass" if self.success else self.severity

    @property
    def stops(self) -> bool:
        """Nothing is published: an error, or a question that could not be asked."""
        return not self.success and (self.severity == "error" or self.trouble is not None)


def run_gate(
    database: Path, data_docs: Path, expectations: tuple[Expectation, ...] = EXPECTATIONS
) -> list[Verdict]:
    """Run the checkpoint on the built marts of `database`, opened read-only.

    Data Docs are written anew under `data_docs` whatever the outcome.
    """
    # importing Great Expectations takes seconds: only a run that comes this far pays for it
    import great_expectations as gx  # noqa: PLC0415
    from great_expectations.core.batch_definition import BatchDefinition  # noqa: PLC0415

    from quality.duckdb_dialect import register  # noqa: PLC0415

    asked = by_severity(database, expectations)
    register()
    logging.getLogger("great_expectations.data_context.types.base").setLevel(logging.WARNING)
    shutil.rmtree(data_docs, ignore_errors=True)
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    context.add_data_docs_site(
        site_name="marts",
        site_config={
            "class_name": "SiteBuilder",
            "store_backend": {
                "class_name": "TupleFilesystemStoreBackend",
                "base_directory": str(data_docs),
            },
            "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
        },
    )
    source = context.data_sources.add_sql(
        "private_database",
        connection_string=f"abmduckdb:///{database}",
        create_temp_table=False,
    )
    definitions = []
    for table in sorted({expectation.table for expectation in asked}):
        schema, name = table.split(".")
        batch: BatchDefinition = source.add_table_asset(
            name=table, table_name=name, schema_name=schema
        ).add_batch_definition_whole_table("whole")
        suite = context.suites.add(gx.ExpectationSuite(name=table))
        for expectation in asked:
            if expectation.table == table:
                suite.add_expectation(
                    gx.expectations.UnexpectedRowsExpectation(
                        unexpected_rows_query=expectation.breaking,
                        description=expectation.says,
                        severity=GX_SEVERITIES[expectation.severity],
                        meta={"name": expectation.name, "severity": expectation.severity},
                    )
                )
        definitions.append(
            context.validation_definitions.add(gx.ValidationDefinition(name=table, data=batch, suite=suite))
        )
    checkpoint = context.checkpoints.add(
        gx.Checkpoint(
            name="gate",
            validation_definitions=definitions,
            # anything less keeps the rows that break a rule to itself
            result_format={"result_format": "COMPLETE"},
        )
    )
    outcome = checkpoint.run()
    context.build_data_docs()
    return _verdicts(outcome, asked)


def _verdicts(outcome: Any, asked: list[Expectation]) -> list[Verdict]:
    by_name = {(expectation.name, expectation.severity): expectation for expectation in asked}
    verdicts = []
    for run in outcome.run_results.values():
        for result in run.results:
            expectation = by_name[_named(result.expectation_config.meta)]
            found = result.result or {}
            details = found.get("details") or {}
            examples = details.get("unexpected_rows") or []
            trouble = _exception(result.exception_info)
            verdicts.append(
                Verdict(
                    name=expectation.name,
                    table=expectation.table,
                    says=expectation.says,
                    success=bool(result.success),
                    rows=int(found.get("observed_value") or 0),
                    examples=_shown([dict(row) for row in examples]),
                    trouble=trouble,
                    severity=expectation.severity,
                    check=expectation.check,
                )
            )
    return sorted(verdicts, key=lambda verdict: (verdict.table, verdict.name, verdict.severity))


def _named(meta: dict[str, str]) -> tuple[str, str]:
    return meta["name"], meta["severity"]


def _shown(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return rows[: SHOWN_MESSAGES if rows and "message" in rows[0] else SHOWN_ROWS]


def _exception(info: dict[str, Any] | None) -> str | None:
    """Why an expectation could not be asked at all; nested by metric where a query failed."""
    if not info:
        return None
    entries = [info, *(entry for entry in info.values() if isinstance(entry, dict))]
    return next(
        (str(entry["exception_message"]) for entry in entries if entry.get("raised_exception")),
        None,
    )
