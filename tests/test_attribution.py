"""Touches, classes and credits: generated companies beside plain Python."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from tests.attribution_oracle import MODELS, Deal, Stream, deals_of, streamed
from tests.companies import AS_OF, company, shuffled
from tests.company_deals import with_deals
from tests.compiled import INTERMEDIATE, Compiled, compile_models, rows
from tests.conftest import made_once
from tests.identity_oracle import Oracle
from tests.test_identity import as_interactions, expected_stream

COMPANIES = 200
CLASSES = {"K43a": "sourced", "K43b": "influenced_only", "K43c": "none"}


@pytest.fixture(scope="session")
def attribution(tmp_path_factory: pytest.TempPathFactory) -> Compiled:
    """The models of contribution and credit."""

    def make(folder: Path) -> None:
        models = compile_models(
            folder,
            "fct_attribution_credit",
            "kpi_evidence_contribution",
            layers=(*INTERMEDIATE, "path:models/marts/pipeline_funnel", "path:models/marts/kpi/evidence"),
            sources_enabled=["salesforce", "hubspot", "files"],
            as_of_date="2025-06-30",
            raw_from="source",
        )
        (folder / "models.json").write_text(json.dumps(models.models), "utf-8")

    folder = made_once(tmp_path_factory, "attribution", make)
    return Compiled(json.loads((folder / "models.json").read_text("utf-8")))


CREDITS = """
    select opportunity_id, attribution_model, interaction_id, campaign_id, credit_amount
    from pipeline_funnel.fct_attribution_credit
    order by opportunity_id, attribution_model, touch_position
"""
EVIDENCE = """
    select kpi_id, entity_id, seen_on, numerator_part, excluded_reason
    from kpi.kpi_evidence_contribution
    where kpi_id in ('K43a', 'K43b', 'K43c')
    order by all
"""


def is_counted(deal: Deal) -> bool:
    return bool(deal.row["type"] != "renewal")


def expected_credits(deals: list[Deal], stream: Stream) -> list[tuple[object, ...]]:
    return [
        (deal.row["opportunity_id"], model, *credit)
        for deal in sorted(deals, key=lambda one: str(one.row["opportunity_id"]))
        for model in sorted(MODELS)
        for credit in deal.credits(stream, model, AS_OF)
    ]


@pytest.mark.parametrize("start", range(0, COMPANIES, 50))
def test_deals_are_of_the_class_and_credit_that_plain_python_says(attribution: Compiled, start: int) -> None:
    seen: Counter[object] = Counter()
    for seed in range(start, start + 50):
        tables = with_deals(company(seed), seed)
        oracle = Oracle(tables, AS_OF)
        stream = streamed(expected_stream(tables), as_interactions(tables))
        deals = deals_of(tables, oracle)
        with attribution.build(tables) as connection:
            assert rows(connection, CREDITS) == expected_credits(deals, stream), seed
            by_id = {str(deal.row["opportunity_id"]): deal for deal in deals}
            found = rows(
                connection, "select opportunity_id, contribution from pipeline_funnel.fct_opportunity"
            )
            assert {str(name): contribution for name, contribution in found} == {
                name: None if deal.is_unknown(stream, AS_OF) else deal.contribution(stream, AS_OF)
                for name, deal in by_id.items()
            }, seed
            seen.update(contribution for _, contribution in found)
            evidence = rows(connection, EVIDENCE)
        assert {line[1] for line in evidence} == {name for name, deal in by_id.items() if is_counted(deal)}
        for kpi_id, name, seen_on, numerator, reason in evidence:
            assert isinstance(seen_on, date)
            deal = by_id[str(name)]
            contribution = deal.contribution(stream, seen_on)
            assert numerator == (contribution == CLASSES[str(kpi_id)]), (seed, name, seen_on)
            is_unknown, is_undated = deal.is_unknown(stream, seen_on), deal.state(seen_on)[0] == "undated"
            unknown = "no_interactions" if is_unknown else "closed_without_date" if is_undated else None
            assert reason == unknown, (seed, name, seen_on)
            seen["before any touch"] += is_unknown
            if seen_on < AS_OF and contribution != deal.contribution(stream, AS_OF):
                seen["another class in the past"] += 1
        for deal in deals:
            seen[deal.state(AS_OF)[0]] += 1
            late = [touch for touch in deal.touches(stream, AS_OF) if touch.at > deal.row["created_at"]]
            seen["touched before it was won"] += bool(late) and deal.state(AS_OF)[0] == "won"
    wanted = {"sourced", "influenced_only", "none", "open", "won", "lost", "undated"}
    wanted |= {"another class in the past", "touched before it was won"}
    assert all(seen[what] > 20 for what in wanted), seen
    assert seen["before any touch"], seen


def test_the_order_of_rows_changes_no_credit(attribution: Compiled) -> None:
    for seed in range(1000, 1010):
        tables = with_deals(company(seed), seed)
        with attribution.build(tables) as connection, attribution.build(shuffled(tables, seed)) as other:
            for sql in (CREDITS, EVIDENCE):
                assert rows(connection, sql) == rows(other, sql), seed
