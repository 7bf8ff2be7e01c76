"""The stream of interactions is, after any sequence of runs, what a full refresh would have made of it."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.companies import AS_OF, START, company, shuffled
from tests.compiled import Compiled, Tables, rows
from tests.conftest import made_once
from tests.engagement_companies import references
from tests.growing import (
    CHANGED,
    COUNTED,
    KEPT,
    SCORED,
    SETTLED,
    STALE,
    Stream,
    compile_stream,
    read,
    written,
)

Row = dict[str, Any]
Change = Callable[[random.Random, Tables], Tables]
NOON = datetime(2025, 6, 30, 12, tzinfo=UTC)
BLOCK = 600
# T20: the rules that are not used
NAIVE_DAYS = f"""
    select account_key, block, block_number, true as is_scored_again, starts_on
    from intermediate.int_account_block_numbered
    where starts_on > (select max(scored_on) from {SCORED})
"""
NAIVE = f"""
    select block, true as is_judged_again from intermediate.int_interaction_unioned
    where occurred_at > (select max(occurred_at) from {SETTLED}) group by block
"""


@pytest.fixture(scope="session")
def stream(tmp_path_factory: pytest.TempPathFactory) -> Stream:
    def make(folder: Path) -> None:
        written(compile_stream(folder), folder / "stream.json")

    return read(made_once(tmp_path_factory, "stream", make) / "stream.json")


def adversarial(seed: int) -> Tables:
    """A company, and what lies across the edges of blocks and days: one event twice, a scanner's click."""
    draw = random.Random(seed)
    tables = company(seed)
    edge = datetime.fromtimestamp(START.timestamp() // BLOCK * BLOCK, UTC)
    mail = {
        "source_system": "hubspot",
        "campaign_id": "m",
        "email": "z@delta.example",
        "direction": "inbound",
    }
    made: list[Row] = []
    for number in range(12):
        at = edge + timedelta(seconds=BLOCK * draw.randrange(1, 25_000))
        made += [
            mail
            | {
                "interaction_id": f"d{number}",
                "type": "email_delivered",
                "occurred_at": at - timedelta(seconds=1),
            },
            mail
            | {
                "interaction_id": f"c{number}",
                "type": "email_click",
                "occurred_at": at + timedelta(seconds=draw.choice((0, 1, 2))),
            },
        ]
        event = mail | {"source_event_id": f"far{number % 5}", "type": "form_submit"}
        made += [
            event | {"interaction_id": f"f{number}", "occurred_at": at + timedelta(days=draw.randrange(90))},
            event
            | {
                "interaction_id": f"g{number}",
                "source_event_id": None,
                "occurred_at": at + timedelta(days=1),
            },
            event
            | {
                "interaction_id": f"h{number}",
                "source_event_id": None,
                "occurred_at": at + timedelta(days=1),
            },
        ]
    for number in range(20):
        at = edge + timedelta(seconds=BLOCK * draw.randrange(1, 25_000))
        page = draw.choice(("guide", "blog", "blog/", "elsewhere"))
        # what a web site tells of a download is its page
        read = {"type": "content_download", "url": f"https://www.acme.example/{page}?n={number}"}
        made.append(mail | read | {"interaction_id": f"p{number}", "occurred_at": at})
    made += _engagement(draw, tables)
    for row in made:
        row["ingested_at"] = row["occurred_at"] + timedelta(hours=draw.randrange(200))
    for person in tables["people"]:
        person["buying_role"] = draw.choice((None, "champion", "Economic Buyer", "procurement"))
    return (
        tables
        | {name: references()[name] for name in ("quality_weights", "role_weights", "mqa_thresholds")}
        | {
            "interactions": tables["interactions"] + made,
            "content_assets": [row | {"url": f"/{row['asset_id']}"} for row in tables["content_assets"]],
            "person_key": [{"inner_pad": "36", "outer_pad": "5c"}],
        }
    )


def _engagement(draw: random.Random, tables: Tables) -> list[Row]:
    """Some accounts' people engage over months, with gaps in which all of it goes out of the window."""
    own = draw.sample(tables["accounts"], 6)
    months = {row["account_id"]: draw.sample(range(6), 4) for row in own}
    return [
        {
            "interaction_id": f"own{number}",
            "source_system": account["source_system"],
            "account_id": account["account_id"],
            "person_id": draw.choice(
                [row for row in tables["people"] if row["source_system"] == account["source_system"]]
            )["person_id"],
            "type": draw.choice(("form_submit", "demo_request", "page_view")),
            "direction": "inbound",
            "occurred_at": START
            + timedelta(
                days=30 * draw.choice(months[account["account_id"]]), seconds=draw.randrange(30 * 86_400)
            ),
        }
        for number in range(60)
        for account in [draw.choice(own)]
    ]


def landed_by(tables: Tables, at: datetime) -> Tables:
    """What had landed of the events by then; records are there from the beginning."""
    events = ("interactions", "sales_activities", "ad_engagements")
    return tables | {name: [row for row in tables[name] if row["ingested_at"] < at] for name in events}


def contents(connection: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[Any, ...]]]:
    return {table: rows(connection, f"from {table} order by all") for table in KEPT}


def assert_same(
    stream: Stream, grown: duckdb.DuckDBPyConnection, tables: Tables, as_of: date, at: datetime
) -> None:
    with stream.build(tables, as_of, at) as fresh:
        anew = contents(fresh)
    left = contents(grown)
    for table, expected in anew.items():
        assert left[table] == expected, table


def one_of(draw: random.Random, rows_: list[Row], **values: Any) -> list[Row]:
    """The rows, one of them changed."""
    chosen = draw.randrange(len(rows_))
    return [row | values if number == chosen else row for number, row in enumerate(rows_)]


def without_one(draw: random.Random, rows_: list[Row]) -> list[Row]:
    chosen = draw.randrange(len(rows_))
    return [row for number, row in enumerate(rows_) if number != chosen]


def _another(draw: random.Random, tables: Tables, table: str, column: str) -> Any:
    return draw.choice(tables[table])[column]


def new_version(draw: random.Random, tables: Tables) -> Tables:
    moved = _another(draw, tables, "interactions", "occurred_at")
    return tables | {
        "interactions": one_of(draw, one_of(draw, tables["interactions"], url="/other"), occurred_at=moved)
    }


def deletion(draw: random.Random, tables: Tables) -> Tables:
    return tables | {name: without_one(draw, tables[name]) for name in ("interactions", "sales_activities")}


def late_copy(draw: random.Random, tables: Tables) -> Tables:
    """Copies that landed later, and ones that land now but say that they landed earlier."""
    row = draw.choice([one for one in tables["interactions"] if one.get("source_event_id")])
    other = draw.choice(tables["interactions"])
    return tables | {
        "interactions": [
            *tables["interactions"],
            row
            | {
                "interaction_id": f"late{draw.random()}",
                "occurred_at": row["occurred_at"] + timedelta(days=9),
            },
            other
            | {"interaction_id": f"early{draw.random()}", "source_event_id": None, "ingested_at": START},
        ]
    }


def early_copy(draw: random.Random, tables: Tables) -> Tables:
    """A copy from another day that landed before the one that stood until now."""
    row = draw.choice([one for one in tables["interactions"] if one.get("source_event_id")])
    copy = row | {"interaction_id": f"early{draw.random()}", "ingested_at": START - timedelta(days=1)}
    copy["occurred_at"] = row["occurred_at"] + timedelta(days=draw.choice((-9, 9)))
    return tables | {"interactions": [*tables["interactions"], copy]}


def beside_a_copy(draw: random.Random, tables: Tables) -> Tables:
    """Rows in the blocks before those of events sent twice: what only stands beside is judged again."""
    new = [
        row
        | {"interaction_id": f"beside{draw.random()}", "source_event_id": None}
        | {"occurred_at": row["occurred_at"] - timedelta(seconds=BLOCK)}
        for row in tables["interactions"]
        if str(row.get("source_event_id")).startswith("far") and draw.random() < 0.5
    ]
    return tables | {"interactions": [*tables["interactions"], *new]}


def late_delivery(draw: random.Random, tables: Tables) -> Tables:
    clicks = [one for one in tables["interactions"] if one["type"] == "email_click" and one.get("email")]
    click = draw.choice(clicks)
    delivery = click | {
        "interaction_id": f"delivery{draw.random()}",
        "type": "email_delivered",
        "source_event_id": None,
        "campaign_id": click["campaign_id"] or "m",
        "occurred_at": click["occurred_at"] - timedelta(seconds=draw.choice((0, 1, 2))),
    }
    return tables | {"interactions": [*tables["interactions"], delivery]}


def merged_person(draw: random.Random, tables: Tables) -> Tables:
    return tables | {
        "people": one_of(
            draw, tables["people"], merged_into_person_id=_another(draw, tables, "people", "person_id")
        )
    }


def new_person(draw: random.Random, tables: Tables) -> Tables:
    """Whose key comes before all others' and shifts them; with somebody's address."""
    row = draw.choice(tables["people"]) | {"source_system": "salesforce", "person_id": f"000{draw.random()}"}
    return tables | {"people": [*tables["people"], row | {"email": f"{draw.choice('abcz')}@delta.example"}]}


def new_address(draw: random.Random, tables: Tables) -> Tables:
    return tables | {"people": one_of(draw, tables["people"], email=f"{draw.choice('abcz')}@delta.example")}


def new_employer(draw: random.Random, tables: Tables) -> Tables:
    return tables | {
        "person_employers": one_of(
            draw,
            tables["person_employers"],
            valid_from=AS_OF - timedelta(days=draw.randrange(200)),
            valid_to=None,
        )
    }


def merged_account(draw: random.Random, tables: Tables) -> Tables:
    other = _another(draw, tables, "accounts", "account_id")
    return tables | {"accounts": one_of(draw, tables["accounts"], merged_into_account_id=other)}


def new_account(draw: random.Random, tables: Tables) -> Tables:
    row = draw.choice(tables["accounts"]) | {
        "source_system": "salesforce",
        "account_id": f"000{draw.random()}",
    }
    return tables | {"accounts": [row | {"email_domains": "delta.example"}, *tables["accounts"]]}


def shared_domain(draw: random.Random, tables: Tables) -> Tables:
    return tables | {
        "accounts": one_of(draw, tables["accounts"], email_domains="delta.example", deleted_at=None),
        "program_accounts": without_one(draw, tables["program_accounts"]) or tables["program_accounts"],
    }


def erasure(draw: random.Random, tables: Tables) -> Tables:
    person = draw.choice(tables["people"])
    request = {"source_system": "files", "person_id": person["person_id"], "requested_at": START}
    return tables | {"erasure_requests": [*tables["erasure_requests"], request]}


def premium(draw: random.Random, tables: Tables) -> Tables:
    """Content that is premium now, or no longer."""
    return tables | {
        "content_assets": one_of(draw, tables["content_assets"], is_premium=draw.choice((True, False)))
    }


def premium_page(draw: random.Random, tables: Tables) -> Tables:
    """Premium content moves to another page, or to one where other content is."""
    moved = {"asset_id": "guide", "url": draw.choice(("/guide", "/elsewhere", "/blog", None))}
    return tables | {
        "content_assets": [
            row | moved if row["asset_id"] == "guide" else row for row in tables["content_assets"]
        ]
    }


def weights(draw: random.Random, tables: Tables) -> Tables:
    return tables | {
        "engagement_weights": one_of(draw, tables["engagement_weights"], points=draw.randrange(2, 30))
    }


def quality(draw: random.Random, tables: Tables) -> Tables:
    return tables | {
        "quality_weights": one_of(draw, tables["quality_weights"], multiplier=draw.randrange(3, 9))
    }


def part_weights(draw: random.Random, tables: Tables) -> Tables:
    return tables | {"role_weights": one_of(draw, tables["role_weights"], multiplier=draw.randrange(3, 9))}


def threshold(draw: random.Random, tables: Tables) -> Tables:
    return tables | {
        "mqa_thresholds": [
            row | {"threshold": row["threshold"] + draw.choice((5, 10))} for row in tables["mqa_thresholds"]
        ]
    }


def other_part(draw: random.Random, tables: Tables) -> Tables:
    """Everybody's part in the purchase is another one."""
    parts = ("champion", "economic_buyer", "procurement", None)
    return tables | {"people": [row | {"buying_role": draw.choice(parts)} for row in tables["people"]]}


def membership(draw: random.Random, tables: Tables) -> Tables:
    """One moves, one comes, one goes; in the end nobody knows who is in the programme."""
    rows_ = tables["program_accounts"]
    if not rows_ or draw.random() < 0.2:
        return tables | {"program_accounts": [] if rows_ else adversarial(1)["program_accounts"]}
    account = draw.choice(tables["accounts"])
    new = draw.choice(rows_) | {name: account[name] for name in ("source_system", "account_id")}
    start = AS_OF - timedelta(days=draw.randrange(200))
    moved = one_of(draw, rows_, valid_from=start, valid_to=None, tier=draw.choice("123"))
    return tables | {"program_accounts": [*without_one(draw, moved), new | {"valid_from": start}]}


def lifetime(draw: random.Random, tables: Tables) -> Tables:
    """Accounts begin and end on other days."""
    return tables | {
        "accounts": [
            row
            | {
                "created_at": START + timedelta(days=draw.randrange(90)),
                "deleted_at": draw.choice((None, START + timedelta(days=draw.randrange(90, 190)))),
            }
            for row in tables["accounts"]
        ]
    }


def machines(draw: random.Random, tables: Tables) -> Tables:
    return tables | {
        "machine_user_agents": without_one(draw, tables["machine_user_agents"])
        or [{"pattern": "x11", "matching": "contains", "kind": "bot"}]
    }


def other_key(draw: random.Random, tables: Tables) -> Tables:
    return tables | {"person_key": [{"inner_pad": f"{draw.randrange(16, 99)}", "outer_pad": "5c"}]}


CHANGES: list[Change] = [
    new_version, deletion, late_copy, early_copy, beside_a_copy, late_delivery, merged_person, new_person,
    new_address, new_employer, merged_account, new_account, shared_domain, erasure, premium,
    premium_page, weights,
    machines, other_key, quality, part_weights, threshold, other_part, membership, lifetime,
]  # fmt: skip


@pytest.mark.parametrize("seed", range(3))
def test_day_by_day_is_what_a_full_refresh_makes(stream: Stream, seed: int) -> None:
    """Batches as they land, most of them late; the rows of each in another order."""
    tables = adversarial(seed)
    at = START + timedelta(days=20)
    with stream.build(landed_by(tables, at), at.date(), at) as connection:
        while at < START + timedelta(days=200):
            at += timedelta(days=random.Random(seed).choice((11, 29, 47)))
            landed = shuffled(landed_by(tables, at), seed)
            stream.grow(connection, landed, at.date(), at)
            assert_same(stream, connection, landed, at.date(), at)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_what_changes_the_past_is_corrected(stream: Stream, change: Change) -> None:
    n_changed = 0
    for seed in range(100, 102):
        draw = random.Random(seed)
        tables = adversarial(seed)
        with stream.build(tables, AS_OF, NOON) as connection:
            before = contents(connection)
            for _ in range(2):
                tables = change(draw, tables)
                stream.grow(connection, tables, AS_OF, NOON)
                assert_same(stream, connection, tables, AS_OF, NOON)
            n_changed += contents(connection) != before
    assert n_changed > 0


def test_time_goes_forward_and_back(stream: Stream) -> None:
    for seed in range(200, 202):
        tables = adversarial(seed)
        with stream.build(tables, AS_OF, NOON) as connection:
            for days in (-90, -91, 3, 0, -20):
                day, at = AS_OF + timedelta(days=days), NOON + timedelta(days=days)
                stream.grow(connection, tables, day, at)
                assert_same(stream, connection, tables, day, at)
            stream.grow(connection, tables, day, at - timedelta(days=5))
            assert_same(stream, connection, tables, day, at - timedelta(days=5))


def test_everything_at_once(stream: Stream) -> None:
    for seed in range(300, 303):
        draw = random.Random(seed)
        tables = adversarial(seed)
        with stream.build(landed_by(tables, NOON - timedelta(days=60)), AS_OF, NOON) as connection:
            for _ in range(5):
                for change in draw.sample(CHANGES, 4):
                    tables = change(draw, tables)
                day = AS_OF - timedelta(days=draw.randrange(60))
                tables = shuffled(tables, seed)
                stream.grow(connection, tables, day, NOON)
                assert_same(stream, connection, tables, day, NOON)


@pytest.mark.parametrize("model", (SETTLED, COUNTED, SCORED))
def test_run_that_breaks_leaves_nothing_behind(stream: Stream, model: str) -> None:
    """The next one finds what is still to be done, also where all is as it was before."""
    tables = adversarial(5)
    draw = random.Random(5)
    others = tables
    for change in (new_version, late_copy, merged_person, other_part, lifetime, membership):
        others = change(draw, others)
    with stream.build(tables, AS_OF, NOON) as connection:
        for landed, days in ((others, 0), (tables, -40)):
            day = AS_OF + timedelta(days=days)
            stream.grow(connection, others if days else tables, day, NOON, breaks_before=model)
            stream.grow(connection, landed, day, NOON, breaks_before=model)
            stream.grow(connection, landed, day, NOON)
            assert_same(stream, connection, landed, day, NOON)


def stale(connection: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    return rows(
        connection,
        f"select account_id, block, is_scored_again from {STALE} left join intermediate.int_account_lifetime"
        " using (account_key) order by all",
    )


def test_scores_are_made_again_where_something_changed(stream: Stream) -> None:
    tables = adversarial(1)
    with stream.build(tables, AS_OF, NOON) as connection:
        stream.grow(connection, shuffled(tables, 1), AS_OF, NOON)
        # a block in which no day has a score is none that was written, and nothing is written of it
        empty = stale(connection)
        assert len(empty) <= 1
        written = "select count(*) from intermediate.int_account_score_settled where account_id = '{}'"
        written += " and epoch(scored_on) // 86400 // 16 = {}"
        assert all(rows(connection, written.format(*one)) == [(0,)] for one in empty)
        # one event more: its account from that day on, a window and what was in it before, and momentum
        row = next(one for one in tables["interactions"] if one["interaction_id"].startswith("own")) | {
            "interaction_id": "new",
            "type": "form_submit",
            "occurred_at": START + timedelta(days=100),
        }
        more = tables | {"interactions": [*tables["interactions"], row | {"ingested_at": NOON}]}
        stream.grow(connection, more, AS_OF, NOON)
        made_again = [one[1] for one in stale(connection) if one[2] and one not in empty]
        n_blocks = len(rows(connection, "select 1 from intermediate.int_account_block_numbered"))
        assert 1 <= len(made_again) <= 7 < n_blocks / 3
        first = (START + timedelta(days=100) - datetime(1970, 1, 1, tzinfo=UTC)).days // 16
        assert min(made_again) == first
        assert_same(stream, connection, more, AS_OF, NOON)


def test_appending_new_days_alone_would_keep_old_scores(stream: Stream) -> None:
    naive = Stream(
        stream.first,
        Compiled(
            [(kind, name, NAIVE_DAYS if name == STALE else sql) for kind, name, sql in stream.later.models]
        ),
    )
    at = START + timedelta(days=100)
    tables = adversarial(2)
    with naive.build(landed_by(tables, at), at.date(), at) as connection:
        naive.grow(connection, tables, AS_OF, NOON)
        kept = rows(connection, f"from {SCORED}")
    with stream.build(tables, AS_OF, NOON) as fresh:
        assert set(rows(fresh, f"from {SCORED}")) - set(kept)


def test_where_nothing_changed_nothing_is_judged_again(stream: Stream) -> None:
    tables = adversarial(1)
    with stream.build(tables, AS_OF, NOON) as connection:
        assert stream.grow(connection, shuffled(tables, 1), AS_OF, NOON) == []
        # one row more: its block and the one behind it
        row = tables["interactions"][0] | {"interaction_id": "new", "source_event_id": None}
        row |= {"occurred_at": START, "ingested_at": NOON}
        more = tables | {"interactions": [*tables["interactions"], row]}
        assert len(stream.grow(connection, more, AS_OF, NOON)) == 2


def test_watermark_of_the_newest_event_would_lose_the_late_ones(stream: Stream) -> None:
    """T20: what this file compares tells the naive rule from the right one."""
    naive = Stream(
        stream.first,
        Compiled(
            [(kind, name, NAIVE if name == CHANGED else sql) for kind, name, sql in stream.later.models]
        ),
    )
    at = START + timedelta(days=100)
    n_lost = 0
    for seed in range(4):
        tables = adversarial(seed)
        with naive.build(landed_by(tables, at), AS_OF, NOON) as connection:
            naive.grow(connection, tables, AS_OF, NOON)
            settled = {row[0] for row in rows(connection, f"select interaction_id from {SETTLED}")}
        with stream.build(tables, AS_OF, NOON) as fresh:
            n_lost += len({row[0] for row in rows(fresh, f"select interaction_id from {SETTLED}")} - settled)
    assert n_lost > 0
