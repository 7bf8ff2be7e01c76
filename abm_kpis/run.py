"""The whole way: land, build, test, gate, publish. What fails leaves the live release where it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)

from abm_kpis.alone import alone, refuse_if_open_elsewhere
from abm_kpis.company import refuse_to_mix
from abm_kpis.console import console
from abm_kpis.errors import AbmError
from abm_kpis.forget import forget
from abm_kpis.land import land, refuse_left_over
from abm_kpis.left_out import left_out_lines, warned_lines
from abm_kpis.person_key import settle_person_key
from abm_kpis.places import Home
from abm_kpis.previous import recall_previous
from abm_kpis.publish import Candidate, publish, published_models
from abm_kpis.raw_database import refuse_unreadable
from abm_kpis.reference_files import refuse_missing_references
from abm_kpis.refuse_settings import refuse_unfit
from abm_kpis.releases import all_releases, next_release_id, recover
from abm_kpis.restated import restated_lines
from abm_kpis.settings import from_command_line, project_vars, settings_of, time_vars
from quality.addresses import no_address_is_published
from quality.expectations import EXPECTATIONS
from quality.gate import Verdict, run_gate


@dataclass(frozen=True)
class Published:
    """What a run ended in: the release, what was left out of it, and what it corrects."""

    release_id: str
    as_of_date: str
    left_out: list[str]
    restated: list[str]


def run(
    home: Home, files: Path | None, as_of: date | None, vars_yaml: str, full_refresh: bool = False
) -> Published:
    """From landed tables to a published release.

    Raises:
        AbmError: anything the user can mend: input, settings, a failing check, a second run at once.
    """
    started_at = datetime.now(UTC)
    with alone(home), _progress() as progress:
        recover(home)
        given = (settings_of(files) if files else {}) | from_command_line(vars_yaml)
        if files is not None:
            given = {"sources_enabled": ["files"]} | given | {"raw_from": "source"}
        chosen = project_vars() | given
        chosen |= time_vars(chosen, given, as_of, started_at)
        chosen["run_id"] = next_release_id(home, started_at)
        refuse_if_open_elsewhere(home)
        refuse_to_mix(home, chosen["raw_from"])
        refuse_unreadable(chosen)
        refuse_missing_references()
        refuse_unfit(chosen, files)
        if date.fromisoformat(chosen["as_of_date"]) > started_at.date() + timedelta(days=1):
            _note(f"{chosen['as_of_date']} is in the future: what happens until then is not in the data.")
        live = next((release for release in all_releases(home) if release.is_current), None)
        if live and live.as_of_date > chosen["as_of_date"]:
            _note(
                f"The live release is as of {live.as_of_date}; this one, as of {chosen['as_of_date']}, will"
                " stand in its place (`abm rollback` brings the other back)."
            )
        about_key = settle_person_key(home, chosen["raw_from"] == "demo")
        if about_key:
            _note(about_key)
        if files is not None:
            task = progress.add_task("Landing files", total=1)
            landed = land(files, home.database, chosen)
            for note in landed.notes:
                _note(note)
            chosen["reference_replaced"] = landed.references
            progress.advance(task)
        elif chosen["raw_from"] == "source" and "files" in chosen["sources_enabled"]:
            refuse_left_over(home.database)
        recall_previous(home, chosen)
        # dbt takes seconds to import: what is wrong with files or settings is told before
        from abm_kpis.build import build  # noqa: PLC0415

        checks, manifest = build(home, chosen, progress, full_refresh)
        left_out = left_out_lines(home)
        forget(home)
        task = progress.add_task("Checking the marts", total=1)
        no_address = no_address_is_published(published_models(manifest).values())
        verdicts = run_gate(home.database, home.data_docs, (*EXPECTATIONS, no_address))
        _raise_if_broken(verdicts, home)
        left_out += warned_lines(verdicts)
        progress.advance(task)
        task = progress.add_task("Publishing", total=1)
        release_id = publish(home, Candidate(started_at, chosen, manifest, checks, verdicts))
        progress.advance(task)
    restated = restated_lines(home.releases / release_id)
    return Published(release_id, str(chosen["as_of_date"]), left_out, restated)


def _note(text: str) -> None:
    console.print(f"Note: {text}", markup=False)


def _progress() -> Progress:
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description:<20}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        # in a log it would be a line of a bar that stands still
        disable=not console.is_terminal,
    )


def _raise_if_broken(verdicts: list[Verdict], home: Home) -> None:
    lines = []
    for verdict in verdicts:
        if verdict.stops:
            lines.append(f"  {verdict.name} ({verdict.table}): {verdict.says}.")
            lines.append(f"    {verdict.trouble or _broken_by(verdict)}")
            lines += [f"    {row.get('message', row)}" for row in verdict.examples]
    if lines:
        raise AbmError(
            "The gate failed, nothing was published.\n"
            + "\n".join(lines)
            + f"\n  Every check: {home.data_docs / 'index.html'}"
        )


def _broken_by(verdict: Verdict) -> str:
    rows = "1 row breaks it" if verdict.rows == 1 else f"{verdict.rows:,} rows break it"
    if len(verdict.examples) == verdict.rows:
        return f"{rows}:"
    return f"{rows}, such as:" if verdict.examples else f"{rows}."
