"""Each kind of damage ends in a sentence, a quarantined row or a finding; the rest is read as it is meant."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from abm_kpis.errors import AbmError
from abm_kpis.land import Landed, land
from abm_kpis.page_words import Language
from abm_kpis.settings import project_vars, settings_of
from tests.conftest import Abm, Rows, made_once, ok, query, told
from tests.damage import (
    CLEAN,
    PARQUET,
    Noted,
    Quarantined,
    Read,
    Refused,
    SameFile,
    columns_of,
    new_row,
    write_company,
)
from tests.damage_page import PAGE, SECTIONS, Damage, page
from tests.damaged_files import NOTED, REFUSED, SAME_FILE
from tests.damaged_rows import FOUND, QUARANTINED, READ, RULED, SAME_CELL

AS_OF = "2025-06-30"
FILES_ONLY = project_vars() | {"sources_enabled": ["files"], "raw_from": "source"}


def title(damage: Damage) -> str:
    return damage.title


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_company(tmp_path / "files", CLEAN)
    return tmp_path / "files"


@pytest.fixture
def not_as_root(monkeypatch: pytest.MonkeyPatch) -> None:
    """Root reads what nobody may."""
    read_bytes = Path.read_bytes

    def read(path: Path) -> bytes:
        if not path.stat().st_mode & 0o444:
            raise PermissionError(13, "Permission denied")
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", read)


def landed(folder: Path, database: Path) -> Landed:
    """What `abm run --files` does before it builds."""
    return land(folder, database, FILES_ONLY | settings_of(folder))


@pytest.mark.usefixtures("not_as_root")
@pytest.mark.parametrize("damage", REFUSED, ids=title)
def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, folder: Path, damage: Refused) -> None:
    damage.do(folder)
    with pytest.raises(AbmError) as refused:
        landed(folder, tmp_path / "warehouse.duckdb")
    assert damage.sentence in str(refused.value)
    assert len(str(refused.value)) < 1000


# one of each way in which a file may be wrong, as a user meets it
@pytest.mark.parametrize("damage", [one for one in REFUSED if one.title in (
    "half a Parquet file", "UTF-8 that breaks off within a character", "a folder where a table is meant",
    "a template in the settings",
)], ids=title)  # fmt: skip
def test_the_command_line_refuses_in_a_sentence(tmp_path: Path, folder: Path, damage: Refused) -> None:
    damage.do(folder)
    said = told(Abm(tmp_path / "home")("run", "--files", str(folder), "--as-of", AS_OF))
    assert damage.sentence in said
    # nothing but sentences: no bar of a progress that nobody watches
    assert not set(said) & set("\u280b\u2819\u2501\u2578")


@pytest.mark.parametrize("damage", NOTED, ids=title)
def test_what_a_reader_should_know_is_noted(tmp_path: Path, folder: Path, damage: Noted) -> None:
    damage.do(folder)
    assert damage.note in "\n".join(landed(folder, tmp_path / "warehouse.duckdb").notes)


def raw_rows(database: Path, table: str) -> Rows:
    return query(
        database,
        f"select {', '.join(columns_of(table))}, _problem from raw_files.{table} order by all nulls last",
    )


@pytest.mark.parametrize("damage", SAME_FILE, ids=title)
def test_another_way_to_write_a_file_changes_nothing(tmp_path: Path, folder: Path, damage: SameFile) -> None:
    landed(folder, tmp_path / "clean.duckdb")
    damage.do(folder)
    said = landed(folder, tmp_path / "damaged.duckdb")
    assert said.notes == landed_notes_of_clean()
    for table in CLEAN:
        clean, damaged = (raw_rows(tmp_path / f"{name}.duckdb", table) for name in ("clean", "damaged"))
        assert clean == damaged, table


def landed_notes_of_clean() -> list[str]:
    return ["opportunity_history.csv has a header and no rows."]


# --- rows: two folders, two runs ---


def numbered(table: str, place: int) -> int:
    """The number by which the quarantine names the row at a place: a CSV file's header is row 1."""
    return place + (1 if table in PARQUET else 2)


def damaged_company(files: Path) -> dict[str, tuple[str, int]]:
    """The clean company respelled, with every row that is quarantined or read; where each row stands."""
    tables = {table: [dict(row) for row in rows] for table, rows in CLEAN.items()}
    for cell in SAME_CELL:
        tables[cell.table][cell.row][cell.column] = cell.text
    places = {}
    lines: dict[str, list[str]] = defaultdict(list)
    with_cells: list[Read | Quarantined] = [*READ, *(one for one in QUARANTINED if not one.line)]
    for n, damage in enumerate(with_cells):
        tables[damage.table].append(new_row(damage.table, damage.changes, n))
        places[damage.title] = (damage.table, numbered(damage.table, len(tables[damage.table]) - 1))
    for broken in QUARANTINED:
        if broken.line:
            lines[broken.table].append(broken.line)
            place = len(tables[broken.table]) + len(lines[broken.table]) - 1
            places[broken.title] = (broken.table, numbered(broken.table, place))
    write_company(files, tables, lines)
    (files / "settings.yml").write_text("max_rejected: 1\n", encoding="utf-8")
    return places


@pytest.fixture(scope="session")
def damaged(tmp_path_factory: pytest.TempPathFactory) -> Abm:
    def make(home: Path) -> None:
        damaged_company(home / "files")
        (home / "said").write_text(ok(Abm(home)("run", "--files", str(home / "files"), "--as-of", AS_OF)))

    return Abm(made_once(tmp_path_factory, "damaged", make))


def test_each_damaged_row_is_in_quarantine_with_its_reason(damaged: Abm, tmp_path: Path) -> None:
    places = damaged_company(tmp_path / "files")
    found = defaultdict(list)
    for table, number, column, reason, raw_value in damaged.private(
        "select table_name, row_number, column_name, reason, raw_value from operations.quarantine"
    ):
        found[table, number].append((str(column), str(reason), raw_value))
    missing = {
        damage.title: found[places[damage.title]]
        for damage in QUARANTINED
        if not any(
            column == damage.column and reason.startswith(damage.reason)
            for column, reason, _ in found[places[damage.title]]
        )
    }
    assert missing == {}
    # and no other row
    assert set(found) == {places[damage.title] for damage in QUARANTINED}
    assert "Traceback" not in (damaged.home / "said").read_text("utf-8")


def test_each_reason_has_its_french(damaged: Abm) -> None:
    french = Language("fr", "EUR", "Europe/Paris")
    reasons = damaged.published("select distinct reason from operations.quarantine_summary")
    assert [reason for (reason,) in reasons if french.rephrased("reason", str(reason)) == reason] == []


def test_the_numbers_are_those_of_the_clean_company(damaged: Abm, small_release: Path) -> None:
    clean = Abm(small_release / "home")
    # what rests on tables that the clean company does not have
    others = " where not regexp_matches(kpi_id, '^K(([1-9]|1[0-5])[a-c]?$|23|24|26|29|[34][0-9]|5[0-2])')"
    for table, kept in (
        ("kpi.kpi_values", others),
        ("kpi.kpi_evidence", others),
        ("pipeline_funnel.fct_opportunity", ""),
        ("pipeline_funnel.fct_stage_visit", ""),
    ):
        columns = clean.published(
            f"select string_agg(name, ', ') from pragma_table_info('{table}') where name not like '%release%'"
            " and name not in ('contribution', 'first_touch_at')"
        )[0][0]
        sql = f"select {columns} from {table}{kept} order by all"
        assert clean.published(sql) == damaged.published(sql), table
    # the one status that is none of the damage: the account's deal of March follows it
    assert damaged.published(
        "select entity_id, duration from kpi.kpi_evidence where kpi_id = 'K23b' and seen_on = '2025-06-30'"
    ) == [("A:mqa:2025-02-01", 32)]
    for table, rows in CLEAN.items():
        read = sum(damage.table == table for damage in READ)
        assert damaged.private(f"select count(*) from input_layer.input__{table}") == [(len(rows) + read,)], (
            table
        )


def test_what_is_written_otherwise_is_read_as_it_is_meant(damaged: Abm) -> None:
    missing = {
        damage.title
        for damage in READ
        if (damage.value,)
        not in damaged.private(
            f"select cast({damage.column} as varchar) from input_layer.input__{damage.table}"
        )
    }
    assert missing == set()
    domains = damaged.private("select domain from intermediate.int_account_domain")
    matched = ("gamma.example", "gamma.test", "delta.example", "epsilon.example")
    assert {(domain,) for domain in matched} <= set(domains)
    assert ("",) not in domains


NAMES = {
    "industry": "<script>alert('industry')</script>",
    "team": "{{ 7 * 7 }}<img src=x onerror=alert(1)>",
    "full_name": "Robert'); drop table users;--",
}


@pytest.fixture(scope="session")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Abm:
    """The clean company with every finding, and names that mean something to a browser, a template or SQL."""

    def make(home: Path) -> None:
        tables = {table: [dict(row) for row in rows] for table, rows in CLEAN.items()}
        tables["users"][0] |= {"team": NAMES["team"], "full_name": NAMES["full_name"]}
        for account in tables["accounts"]:
            account |= {"industry": NAMES["industry"], "owner_id": "U"}
        for deal in tables["opportunities"]:
            deal["owner_id"] = "U"
        n = 0
        for damage in (*FOUND, *RULED):
            for table, changes in damage.rows:
                n += 1
                tables[table].append(new_row(table, changes, n))
        write_company(home / "files", tables)
        (home / "files" / "settings.yml").write_text('campaign_channels: {webinar: "l\'écran"}\n', "utf-8")
        (home / "said").write_text(ok(Abm(home)("run", "--files", str(home / "files"), "--as-of", AS_OF)))

    return Abm(made_once(tmp_path_factory, "odd", make))


def findings(abm: Abm) -> dict[tuple[object, object], int]:
    return {
        (finding, table): int(str(n))
        for finding, table, n in abm.private(
            "select finding, table_name, n_rows from operations.data_quality_finding"
        )
    }


def test_each_finding_is_told_with_its_count(odd: Abm, small_release: Path) -> None:
    before, after = findings(Abm(small_release / "home")), findings(odd)
    expected: dict[tuple[object, object], int] = defaultdict(int)
    for damage in FOUND:
        expected[damage.finding, damage.table] += damage.n
    assert {key: after.get(key, 0) - before.get(key, 0) for key in expected} == expected
    assert odd.private("select count(*) from operations.quarantine") == [(0,)]


def test_rules_decide_what_is_not_told(odd: Abm) -> None:
    for damage in RULED:
        assert odd.private(damage.sql) == damage.expected, damage.title


def test_names_are_text_to_the_page(odd: Abm) -> None:
    assert odd.published(
        "select distinct segment_value from kpi.kpi_values where segment_type in ('industry', 'team')"
        " and segment_value != 'unknown' order by all"
    ) == [(NAMES["industry"],), (NAMES["team"],)]
    assert odd.private("select channel from input_layer.input__campaigns") == [("l'écran",)]
    html = (odd.current / "index.html").read_text("utf-8")
    assert "<script>alert" not in html
    assert "<img src=x" not in html


def test_each_damage_is_in_the_docs() -> None:
    assert PAGE.read_text("utf-8") == page()
    titles = [damage.title for _, _, damages in SECTIONS for damage in damages]
    assert len(set(titles)) == len(titles) > 100
