"""docs/dirty_input.md, made of the lists of damage; `.venv/bin/python -m tests.damage_page` writes it."""

from __future__ import annotations

from tests.conftest import PROJECT
from tests.damage import Found, Noted, Quarantined, Read, Refused, Ruled, SameCell, SameFile
from tests.damaged_files import NOTED, REFUSED, SAME_FILE
from tests.damaged_rows import FOUND, QUARANTINED, READ, RULED, SAME_CELL

Damage = Refused | Noted | SameFile | Quarantined | SameCell | Read | Found | Ruled
PAGE = PROJECT / "docs" / "dirty_input.md"
INTRODUCTION = """\
# Dirty input

What may be wrong with a folder of files, and what then happens. `tests/test_damage.py` proves each line, and
that this page has them all; `tests/test_dirty_companies.py` damages 50 companies at random and accounts for
every row and every cent in plain Python. How values are written, and what they may be: [files](files.md).
"""
SECTIONS: tuple[tuple[str, str, tuple[Damage, ...]], ...] = (
    (
        "Files that are refused",
        "Before anything is built, with exit code 1; the live release stays.",
        REFUSED,
    ),
    ("Files that are read, with a note", "The run says it, and goes on.", NOTED),
    ("Files written another way", "Nothing changes.", SAME_FILE),
    (
        "Rows that go to quarantine",
        "With table, row, column, reason and content in `operations.quarantine`. The numbers are those of the"
        " rows that stay; above `max_rejected` of a table nothing is published.",
        QUARANTINED,
    ),
    ("Cells written another way", "The value is the one that was meant.", (*SAME_CELL, *READ)),
    (
        "Rows that are kept and told",
        "In `operations.data_quality_finding`, at the end of the run and on the page.",
        FOUND,
    ),
    ("Rows of which a rule decides", "The models' documentation has the rules.", RULED),
)


def page() -> str:
    """The page's text."""
    parts = [INTRODUCTION]
    for title, says, damages in SECTIONS:
        lines = [f"| {_cell(damage.title)} | {_cell(damage.outcome)} |" for damage in damages]
        parts.append(
            "\n".join([f"## {title}", "", says, "", "| damage | what happens |", "|---|---|", *lines, ""])
        )
    return "\n".join(parts)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\u00a0", " ")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
