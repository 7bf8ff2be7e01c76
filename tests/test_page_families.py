"""Where the page puts a KPI: on a tile, in its family's table, or folded away as a variant."""

from __future__ import annotations

import re

from tests.test_page import Builder, Page, Row, cell, kpi, page

__all__ = ["page"]


def release(*catalog: Row) -> dict[str, list[Row]]:
    return {
        "kpi.kpi_catalog": list(catalog),
        "kpi.kpi_values": [cell(row["kpi_id"], value=0.5) for row in catalog],
    }


def tables(written: Page) -> dict[str, list[str]]:
    """Names of the rows by family, those of variants under `variants`."""
    found: dict[str, list[str]] = {}
    for family in re.findall(r'<section class="family".*?</section>', written.editions["en"], flags=re.S):
        shown, _, folded = family.partition('<details class="variants">')
        key = re.search(r"<h3[^>]*>(.*?)</h3>", family)
        assert key
        found[key[1]] = re.findall(r'scope="row">(\S.*?)\s*\n', shown)
        found.setdefault("variants", []).extend(re.findall(r'scope="row">(\S.*?)\s*\n', folded))
    return found


def test_tiles_follow_the_catalog(page: Builder) -> None:
    written = page(
        release(kpi("K16", tile_position=2), kpi("K17"), kpi("K25b", kpi_level="tactical", tile_position=1))
    )
    assert re.findall(r"<header><h3>(.*?)</h3>", written.editions["en"]) == ["Name of K25b", "Name of K16"]
    assert tables(written)["Pipeline"] == ["Name of K17"]


def test_without_tiles_in_the_catalog_strategic_ones_are(page: Builder) -> None:
    written = page(release(kpi("K17", kpi_level="tactical"), kpi("K16")))
    assert re.findall(r"<header><h3>(.*?)</h3>", written.editions["en"]) == ["Name of K16"]


def test_families_have_their_tables_and_variants_are_folded(page: Builder) -> None:
    written = page(
        release(
            kpi("K16"),
            kpi("K20b", kpi_level="tactical", variant_of="K16"),
            kpi("K27a", kpi_level="operational", family="engagement"),
            kpi("K25b", kpi_level="tactical", family="engagement"),
            kpi("K19a", kpi_level="tactical"),
        )
    )
    assert tables(written) == {
        "Engagement": ["Name of K25b", "Name of K27a"],
        "Pipeline": ["Name of K19a"],
        "variants": ["Name of K20b"],
    }
    assert "The same in other ways: 1 variant" in written.text("en")
    assert "Engagement 2 KPIs: 2 without a target." in written.text("en")


def test_a_family_of_variants_only_has_no_empty_table(page: Builder) -> None:
    written = page(release(kpi("K16"), kpi("K20b", kpi_level="tactical", variant_of="K16")))
    assert tables(written) == {"Pipeline": [], "variants": ["Name of K20b"]}
    assert "0 KPIs" not in written.text("en")
