"""abm: the command line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Annotated, ParamSpec

import duckdb
import typer
from rich.table import Table

from abm_kpis.console import console, errors
from abm_kpis.erase import Holding, holding_releases, refuse_described
from abm_kpis.erase import erase as erase_from_releases
from abm_kpis.errors import AbmError
from abm_kpis.places import PROJECT, Home
from abm_kpis.releases import all_releases, find_release, query
from abm_kpis.releases import rollback as move_back
from abm_kpis.run import run as whole_run

app = typer.Typer(
    help="ABM KPIs that can be trusted: build, check, publish, look.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
Arguments = ParamSpec("Arguments")
HomeOption = Annotated[
    Path,
    typer.Option(
        "--home", help="Where the private database and published/ live.", show_default="the project"
    ),
]


def plain_errors(verb: Callable[Arguments, None]) -> Callable[Arguments, None]:
    """What the user can mend is told in plain sentences, with exit code 1."""

    @wraps(verb)
    def told(*args: Arguments.args, **kwargs: Arguments.kwargs) -> None:
        try:
            verb(*args, **kwargs)
        except (AbmError, duckdb.Error, OSError) as error:
            errors.print(str(error), style="red", markup=False)
            raise typer.Exit(1) from error

    return told


@app.command()
@plain_errors
def run(
    files: Annotated[
        Path | None,
        typer.Option(help="A folder of CSV or Parquet files in the input layer's shape."),
    ] = None,
    as_of: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"],
            help="The last day included.",
            show_default="today; the demo's last day",
        ),
    ] = None,
    home: HomeOption = PROJECT,
    vars_yaml: Annotated[str, typer.Option("--vars", help="Settings, as YAML.")] = "",
    full_refresh: Annotated[
        bool, typer.Option("--full-refresh", help="Judge every interaction anew, whatever is settled.")
    ] = False,
) -> None:
    """Build from the landed tables, check, and publish a release."""
    place = Home(home.resolve())
    published = whole_run(place, files, as_of.date() if as_of else None, vars_yaml, full_refresh)
    for line in (*published.left_out, *published.restated):
        console.print(line, markup=False)
    for release in holding_releases(place):
        console.print(release.told, markup=False)
    console.print(f"Published {published.release_id}, as of {published.as_of_date}.")
    console.print(f"Data:  {place.current / 'abm_kpis.duckdb'}", markup=False)
    console.print(f"Page:  {place.current / 'index.html'}", markup=False)


@app.command()
@plain_errors
def status(home: HomeOption = PROJECT) -> None:
    """What is live, and how fresh it is."""
    place = Home(home.resolve())
    folder = find_release(place, None)
    row = query(folder, "select published_at, as_of_date, n_values, n_checks from operations.release")[0]
    console.print(f"Release {folder.name}, as of {row[1]}, published {row[0]:%Y-%m-%d %H:%M} UTC")
    console.print(f"{row[2]:,} values, {row[3]:,} checks passed")
    for line in _about_the_erased(place, folder.name):
        console.print(line, markup=False)
    table = Table("source", "table", "read from", "rows", "newest row (UTC)", "status")
    for source, name, read_from, count, newest, state in query(
        folder,
        "select source_system, table_name, read_from, n_landed, latest_ingested_at, status"
        " from operations.source_freshness order by all",
    ):
        when = f"{newest:%Y-%m-%d %H:%M}" if newest else "not known"
        table.add_row(source, name, read_from, f"{count:,}", when, state)
    console.print(table)


def _about_the_erased(place: Home, live: str) -> list[str]:
    try:
        return [release.told for release in holding_releases(place) if release.release_id == live]
    except duckdb.IOException:
        return ["Whether it describes people who asked to be erased cannot be seen while a run is under way."]


@app.command()
@plain_errors
def releases(home: HomeOption = PROJECT) -> None:
    """All releases that are kept, newest first."""
    kept = all_releases(Home(home.resolve()))
    if not kept:
        raise AbmError("Nothing is published yet; `abm run` publishes.")
    table = Table("release", "as of", "published (UTC)", "values", "")
    for release in kept:
        table.add_row(
            release.release_id,
            release.as_of_date,
            f"{release.published_at:%Y-%m-%d %H:%M:%S}",
            f"{release.n_values:,}",
            "current" if release.is_current else "",
        )
    console.print(table)


@app.command()
@plain_errors
def rollback(
    release: Annotated[
        str | None, typer.Argument(help="The release to go back to; else the one before.")
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Even one that describes people who asked to be erased.")
    ] = False,
    home: HomeOption = PROJECT,
) -> None:
    """Move `current` back to an older release."""
    now = move_back(Home(home.resolve()), release, None if force else refuse_described)
    console.print(f"current is now {now}.")


@app.command()
@plain_errors
def erase(
    drop: Annotated[
        bool, typer.Option("--drop", help="Drop these releases instead of writing them anew.")
    ] = False,
    home: HomeOption = PROJECT,
) -> None:
    """Take people who asked to be erased out of older releases."""
    holding = erase_from_releases(Home(home.resolve()), drop)
    if not holding:
        console.print("No release that is kept describes anybody who asked to be erased.")
    for release in holding:
        console.print(f"{release.release_id}: {_what_became(release, drop)}", markup=False)
    if not drop and any(release.n_people is None for release in holding):
        raise typer.Exit(1)


def _what_became(release: Holding, dropped: bool) -> str:
    if dropped:
        return "dropped."
    if release.n_people is None:
        return "made with another key, left; `abm erase --drop` drops it."
    return f"written anew; {release.n_people} who asked have no title there any more."
