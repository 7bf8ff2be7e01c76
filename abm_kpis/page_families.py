"""The KPIs of the page in their places: the tiles, and all others by family."""

from __future__ import annotations

from dataclasses import dataclass

from abm_kpis.page_headlines import Headline, headline, tile_kpis
from abm_kpis.page_model import Kpi, Release
from abm_kpis.page_words import Language

LEVELS = {"strategic": 0, "tactical": 1}
FAMILIES = {"engagement": 0, "pipeline": 1, "revenue_roi": 2, "alignment": 3}
KINDS = {"good": "on_target", "bad": "off_target", "none": "no_target"}
STANDINGS = ("on_target", "on_target_unsure", "off_target", "off_target_unsure", "no_target", "unknown")


@dataclass(frozen=True)
class Family:
    """The KPIs of one family that are no tiles, by level.

    `variants` answer a question of `rows` or of a tile in another way; `stands` is how the rows stand.
    """

    key: str
    name: str
    stands: str
    rows: list[Headline]
    variants: list[Headline]


def tiles(say: Language, release: Release) -> list[Headline]:
    """What the tiles say."""
    return [headline(say, release, kpi) for kpi in tile_kpis(release)]


def families(say: Language, release: Release) -> list[Family]:
    """All KPIs that are no tiles."""
    on_tiles = tile_kpis(release)
    others = [kpi for kpi in release.kpis if kpi not in on_tiles]
    others.sort(key=lambda kpi: LEVELS.get(kpi.level, len(LEVELS)))
    found = sorted({kpi.family for kpi in others}, key=lambda key: FAMILIES.get(key, len(FAMILIES)))
    return [_family(say, release, key, [kpi for kpi in others if kpi.family == key]) for key in found]


def _family(say: Language, release: Release, key: str, kpis: list[Kpi]) -> Family:
    shown = [headline(say, release, kpi) for kpi in kpis if not kpi.variant_of]
    variants = [headline(say, release, kpi) for kpi in kpis if kpi.variant_of]
    return Family(
        key, say.code_word("family", key), standing(say, "count.kpi", shown or variants), shown, variants
    )


def standing(say: Language, noun: str, found: list[Headline]) -> str:
    """How many there are, and which are on target, off target, without one, not known."""
    names: dict[str, list[str]] = {}
    for one in found:
        kind = KINDS.get(one.verdict.kind, "unknown")
        names.setdefault(kind if one.verdict.is_sure else f"{kind}_unsure", []).append(one.name)
    parts = [
        say.noun(f"standing.{kind}", len(names[kind])).format(
            n=say.number(len(names[kind])), names=say.joined(names[kind])
        )
        for kind in STANDINGS
        if kind in names
    ]
    return say.t("standing.all", count=say.counted(noun, len(found)), parts=say.listed(parts))
