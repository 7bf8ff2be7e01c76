"""The project's own reference tables: each has its file, whether or not a folder of files replaces it."""

from __future__ import annotations

import yaml

from abm_kpis.errors import AbmError
from abm_kpis.places import PROJECT

REFERENCE = PROJECT / "seeds" / "reference"


def refuse_missing_references() -> None:
    """Stop before dbt, which would name a node of its graph, not the file.

    Raises:
        AbmError: a reference table has lost its file.
    """
    declared = yaml.safe_load((REFERENCE / "_reference__seeds.yml").read_text(encoding="utf-8"))["seeds"]
    missing = sorted(seed["name"] for seed in declared if not (REFERENCE / f"{seed['name']}.csv").is_file())
    if missing:
        names = ", ".join(f"{name}.csv" for name in missing)
        raise AbmError(
            f"{names} {'is' if len(missing) == 1 else 'are'} missing from {REFERENCE}: every reference table"
            " of the project needs its file, even where your folder has one of the same name. Put it back as"
            " the project has it. To have other content, put a file of the same name into the folder that"
            " --files names (docs/files.md)."
        )
