"""What the house keeps to, where no linter looks."""

from __future__ import annotations

import io
import json
import re
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import yaml

from abm_kpis.land import required_columns
from tests.conftest import PROJECT, Abm

SQL = [
    path
    for folder in ("models", "macros", "tests/generic", "tests/singular")
    for path in sorted((PROJECT / folder).rglob("*.sql"))
]


def without_comments(path: Path) -> str:
    text = re.sub(r"\{#.*?#\}", "", path.read_text("utf-8"), flags=re.S)
    return re.sub(r"--.*", "", text)


def test_no_model_reads_a_clock_or_hides_a_fan_out() -> None:
    forbidden = re.compile(
        r"\bnow\s*\(|current_date|current_timestamp|today\s*\(|run_started_at|select\s+distinct",
        re.I,
    )
    found = {path.name: forbidden.findall(without_comments(path)) for path in SQL}
    assert {name: hits for name, hits in found.items() if hits} == {}


def test_the_demo_tables_are_the_seeds_that_are_there() -> None:
    declared = yaml.safe_load((PROJECT / "dbt_project.yml").read_text("utf-8"))["vars"]["demo_tables"]
    there = {
        source: sorted(
            path.stem.split("__")[1] for path in (PROJECT / "seeds" / "demo" / source).glob("*.csv")
        )
        for source in declared
    }
    assert declared == there


def test_the_countries_are_written_by_their_script() -> None:
    script = PROJECT / "macros" / "parse" / "generate_countries.py"
    written = runpy.run_path(str(script))["countries_sql"]()
    assert script.with_name("countries.sql").read_text("utf-8") == written


def test_the_quantiles_of_student_are_written_by_their_script() -> None:
    script = PROJECT / "macros" / "kpi" / "generate_t_quantiles.py"
    written = runpy.run_path(str(script))["t_quantiles_sql"]()
    assert script.with_name("t_quantiles.sql").read_text("utf-8") == written


def test_the_holidays_are_those_of_the_library() -> None:
    script = PROJECT / "seeds" / "reference" / "generate_holidays.py"
    written = io.StringIO()
    runpy.run_path(str(script))["write_holidays"](written)
    assert script.with_name("holidays.csv").read_text("utf-8") == written.getvalue()


def test_the_demo_company_is_made_by_its_script(tmp_path: Path) -> None:
    shutil.copytree(PROJECT / "seeds" / "demo", tmp_path / "demo")
    for seed in (tmp_path / "demo").rglob("*.csv"):
        seed.unlink()
    subprocess.run([sys.executable, tmp_path / "demo" / "generate.py"], check=True, capture_output=True)
    kept = sorted((PROJECT / "seeds" / "demo").rglob("*.csv"))
    assert kept
    for seed in kept:
        made = tmp_path / "demo" / seed.relative_to(PROJECT / "seeds" / "demo")
        assert made.read_bytes() == seed.read_bytes(), seed.name
    assert sum(seed.stat().st_size for seed in kept) < 4_000_000


def test_every_built_column_is_documented(demo: Abm) -> None:
    manifest = json.loads((demo.home / "private" / "target" / "manifest.json").read_text("utf-8"))
    documented = {
        (node["schema"], node["alias"], name)
        for node in manifest["nodes"].values()
        if node["resource_type"] in ("model", "seed")
        for name, column in node["columns"].items()
        if column["description"].strip()
    }
    built = {
        (str(schema), str(table), str(column))
        for schema, table, column in demo.private(
            "select schema_name, table_name, column_name from duckdb_columns()"
            # previous is a copy of what a release publishes, and describes
            " where not internal and schema_name not in ('failed_rows', 'main', 'secret', 'previous')"
        )
    }
    assert built - documented == set()


def test_nothing_personal_is_published(demo: Abm) -> None:
    manifest = json.loads((demo.home / "private" / "target" / "manifest.json").read_text("utf-8"))
    tagged = [
        f"{node['name']}.{name}"
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and node["config"]["meta"].get("published_as")
        for name, column in node["columns"].items()
        if column["config"].get("meta", {}).get("personal")
    ]
    assert tagged == []
    texts = demo.published(
        "select schema_name, table_name, column_name from duckdb_columns()"
        " where not internal and data_type = 'VARCHAR'"
    )
    assert len(texts) > 50
    for schema, table, column in texts:
        found = demo.published(
            f"select count(*) from {schema}.{table}"
            f" where regexp_matches(\"{column}\", '[^ ]+@[^ ]+\\.[a-z]+')"
        )
        assert found == [(0,)], (schema, table, column)
    people = demo.private("select full_name from input_layer.input__people")
    page = (demo.current / "index.html").read_text("utf-8")
    assert len(people) > 800
    assert [name for (name,) in people if str(name) in page] == []


def test_contracts_and_shapes_agree_on_what_is_required() -> None:
    shapes = "".join(
        path.read_text("utf-8") for path in (PROJECT / "macros" / "input_layer" / "entities").glob("*.sql")
    )
    entities = re.split(r"^        '(\w+)': \{$", shapes, flags=re.M)[1:]
    declared = {
        entity: re.findall(r"'name': '(\w+)', 'type': '\w+', 'required': true", body)
        for entity, body in zip(entities[::2], entities[1::2], strict=True)
    }
    required = required_columns()
    assert len(required) == 23
    assert required == {entity: declared[entity] for entity in required}
