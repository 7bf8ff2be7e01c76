"""Nobody is given away: not by a release, nor, once they asked to be erased, by anything that is built."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from abm_kpis.erase import erase, holding_releases
from abm_kpis.errors import AbmError
from abm_kpis.forget import forget
from abm_kpis.person_key import DEMO, FROM_ENVIRONMENT, person_key
from abm_kpis.places import Home
from abm_kpis.publish import published_models
from abm_kpis.releases import put_rewritten_in_place, recover
from quality.addresses import no_address_is_published
from tests.conftest import PROJECT, SMALL, Abm, made_once, ok, query, told, written
from tests.forked import forked

# whatever is personal has "canar" in it, wherever a CRM would have it
PEOPLE = (
    "person_id,account_id,email,full_name,job_title,converted_at,created_at,merged_into_person_id\n"
    "P1,A,canary1@alpha.example,Canarina Un,CEO (jörg.canary1t@alpha.example),,2025-01-05,\n"
    "P1old,,canary4@old.example,Canarina Un,Assistante,,2024-01-05,P1\n"
    "P2,B,Canary2@beta.example,Canarina Deux,CFO,,2025-01-05,\n"
    "P3,A,canary3@alpha.example,Canarina Trois,CTO,,2025-01-05,\n"
    "P4,A,canary1@alpha.example,Canarina Un,CEO,neverday,2025-01-05,\n"
)
INTERACTIONS = (
    "interaction_id,occurred_at,type,direction,person_id,email,domain,asset_id,url\n"
    "i1,2025-03-01T10:00:00Z,page_view,inbound,P1,,,,https://us.example/?mail=canary1@alpha.example\n"
    "i2,2025-03-02T10:00:00Z,demo_request,inbound,,CANARY1@alpha.example,,,\n"
    "i3,2025-03-03T10:00:00Z,email_click,inbound,,canary4@old.example,,,\n"
    ",2025-03-04T10:00:00Z,page_view,inbound,,canary1@alpha.example,,,https://us.example/a\n"
    ",2025-03-04T10:00:00Z,page_view,inbound,P1,,,,https://us.example/a\n"
    "canary2@beta.example-5,2025-03-05T10:00:00Z,page_view,inbound,P2,,,,\n"
    "i6,2025-03-06T10:00:00Z,form_submit,inbound,,canary5@alpha.example,,,\n"
    "i7,2025-03-07T10:00:00Z,page_view,inbound,P3,canary3@alpha.example,,,\n"
    "i8,neverday,page_view,inbound,,canary1@alpha.example,,,\n"
)
ACTIVITIES = (
    "activity_id,occurred_at,type,user_id,person_id,account_id,subject\n"
    "s1,2025-03-08T10:00:00Z,call,U,P1,A,Canarina Un canary1@alpha.example\n"
    "s2,2025-03-08T10:00:00Z,call,U,P1,A,Canarina Un canary1@alpha.example\n"
    "s3,2025-03-08T10:00:00Z,fax,U,,A,canary1@alpha.example\n"
    "s4,2025-03-08T10:00:00Z,fix,U,,A,\n"
)
FILES = SMALL | {
    "accounts": (
        "account_id,account_name,email_domains,industry,owner_id,crm_url\n"
        "A,Alpha,alpha.example,,U,https://crm.example/A?by=canaryuser%40us.example\n"
        "B,canary2@beta.example,beta.example,Banque <canary6@beta.example>,U,\n"
    ),
    "people": PEOPLE,
    "interactions": INTERACTIONS,
    "sales_activities": ACTIVITIES,
    "users": (
        "user_id,email,full_name,role,team\n"
        "U,canaryuser@us.example,Canarino Vendeur,sales,Nord canaryteam@us.example\n"
    ),
    "settings": "max_rejected: 0.9\n",
}
# asked for after the as-of date by address, before it by id; one that cannot be read
ERASURES = "person_id,email,requested_at\n,Canary1@ALPHA.example,2025-07-10\nP3,,2025-06-01\n"
ERASED = re.compile("canary[134]|Canarina (Un|Trois)", re.IGNORECASE)
ANYBODY = re.compile("canar", re.IGNORECASE)
RUN = ("--as-of", "2025-06-30")

# who is hard to find: "hid" is in whatever is theirs
O_BRIEN = "P1,A,o'hidbrien@alpha.example,Hidden Un,HIDTITLE1,,,2025-01-05,\n"
ASKED_BY_ID = "P2,A,hid2@alpha.example,Hidden Deux,HIDTITLE2,,,2025-01-05,\n"
ASKED_BY_ADDRESS = "P4,A,hid4@alpha.example,Hidden Quatre,HIDTITLE4,,,2025-01-05,\n"
HIDDEN_PEOPLE = (
    "person_id,account_id,email,full_name,job_title,company_name,lead_status,created_at,converted_at\n"
    "P3,A,hid3@alpha.example,Hidden Trois,HIDTITLE3,,,2025-01-05,\n"
    "P3b,A,Hid3@alpha.example,Hidden Trois,HIDTITLE3,,,2025-01-06,\n"
    "P5,A,hid5&co@alpha.example,Hidden Cinq,HIDTITLE5,,,2025-01-05,\n"
    "P6,A,marie@alpha.example,Marie Six,CFO,,,2025-01-05,\n"
    "hid8@alpha.example,A,hid8@alpha.example,Hidden Huit,HIDTITLE8,,,2025-01-05,\n"
    "P7,A,Hidden Sept,hid7@alpha.example,CFO,Hidden Sept,Hidden Sept,2025-01-05,\n"
)
HIDDEN_INTERACTIONS = (
    "interaction_id,source_event_id,session_id,occurred_at,type,direction,person_id,email,url\n"
    ",,,2025-03-01T10:00:00Z,page_view,inbound,P1,,https://us.example/a\n"
    "i2,,,2025-03-02T10:00:00Z,demo_request,inbound,,o'hidbrien@alpha.example,\n"
    "i3,,,2025-03-03T10:00:00Z,demo_request,inbound,,Hidden <hid4@alpha.example>,\n"
    "hid8@alpha.example-1,hid8@alpha.example-2,hid8@alpha.example-3,2025-03-04T10:00:00Z,page_view,inbound,"
    "hid8@alpha.example,,\n"
    "q1,,,never,page_view,inbound,,,https://us.example/?mail=hid4%40alpha.example\n"
    "q2,,,never,page_view,inbound,,,https://us.example/?mail%3Dhid4%40alpha.example%26x\n"
    "q3,,,never,page_view,inbound,,,https://us.example/?to=o'hidbrien@alpha.example#x\n"
    "i8,,,2025-03-04T10:00:00Z,email_open,inbound,,nobody@elsewhere.example,\n"
)
HIDDEN_ACTIVITIES = (
    "activity_id,occurred_at,type,user_id,person_id,account_id,subject\n"
    "s1,2025-03-08T10:00:00Z,call,U,P2,A,Hidden Deux\n"
    "s2,2025-03-08T11:00:00Z,call,U,P3b,A,Hidden Trois\n"
    "s3,2025-03-08T12:00:00Z,call,U,P4,A,Hidden Quatre\n"
    "s4,2025-03-08T12:00:00Z,fax,U,P3b,A,Hidden Trois\n"
    "s5,2025-03-08T12:00:00Z,fax,U,,A,Write to hid4@alpha.example.\n"
    's6,2025-03-08T12:00:00Z,fax,U,,A,"One line\nhid4@alpha.example}"\n'
)
HIDDEN_REQUESTS = (
    "person_id,email,requested_at\n"
    ",o'hidbrien@alpha.example,2025-06-01\n"
    "P2,,2025-06-01\n"
    "P3,,2025-06-01\n"
    ",hid4@alpha.example,2025-06-01\n"
    ",hid5&co@alpha.example,2025-06-01\n"
    ",hid7@alpha.example,2025-06-01\n"
    ",hid8@alpha.example,2025-06-01\n"
    ",nobody@elsewhere.example,2025-06-01\n"
    ",missspelt@alpha.example,2025-06-01\n"
)
HIDDEN = re.compile("hid(brien|den|title|[1-9])", re.IGNORECASE)


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Abm:
    """A home with two releases: before two people asked to be erased, and after."""

    def make(folder: Path) -> None:
        abm = Abm(folder)
        mended = {"sales_activities": ACTIVITIES.replace("fix", "task")}
        for changed in ({}, mended | {"erasure_requests": ERASURES}):
            files = written(folder / "files", **FILES | changed)
            ok(abm("run", "--files", str(files), *RUN))

    return Abm(made_once(tmp_path_factory, "asked", make))


@pytest.fixture(scope="module")
def hidden(tmp_path_factory: pytest.TempPathFactory) -> Abm:
    """A home with three releases: before anybody asked; when they had, one record gone; with another gone."""

    def make(folder: Path) -> None:
        abm = Abm(folder)
        others = {"interactions": HIDDEN_INTERACTIONS, "sales_activities": HIDDEN_ACTIVITIES}
        for number, changed in enumerate(
            (
                {"people": HIDDEN_PEOPLE + O_BRIEN + ASKED_BY_ID + ASKED_BY_ADDRESS},
                {"people": HIDDEN_PEOPLE + O_BRIEN + ASKED_BY_ADDRESS, "erasure_requests": HIDDEN_REQUESTS},
                {"people": HIDDEN_PEOPLE + O_BRIEN, "erasure_requests": HIDDEN_REQUESTS},
            )
        ):
            files = written(folder / f"files{number}", **FILES | others | changed)
            said = ok(abm("run", "--files", str(files), *RUN))
        (folder / "said").write_text(said, encoding="utf-8")

    return Abm(made_once(tmp_path_factory, "hidden", make))


@pytest.fixture
def spoilable(asked: Abm, tmp_path: Path) -> Abm:
    """A copy of it that a test may change."""
    shutil.copytree(asked.home, tmp_path / "home", symlinks=True)
    return Abm(tmp_path / "home")


def releases(abm: Abm) -> list[Path]:
    return sorted(path for path in (abm.home / "published" / "releases").iterdir())


def values(database: Path, schemas: str = "true") -> Iterator[tuple[str, str]]:
    """Every value of a database as text, with where it stands."""
    with duckdb.connect(str(database), read_only=True) as connection:
        for schema, table, column in connection.execute(
            "select schema_name, table_name, column_name from duckdb_columns()"
            f" where not internal and {schemas}"
        ).fetchall():
            place = f"{schema}.{table}.{column}"
            found = connection.execute(
                f'select distinct cast("{column}" as varchar) from "{schema}"."{table}"'
            ).fetchall()
            yield from ((place, str(text)) for (text,) in found if text is not None)


def stray(found: Iterator[tuple[str, str]], pattern: re.Pattern[str]) -> list[tuple[str, str]]:
    return [(place, text) for place, text in found if pattern.search(text)]


def test_no_byte_of_what_is_published_gives_anybody_away(asked: Abm) -> None:
    published = [path for path in (asked.home / "published").rglob("*") if path.is_file()]
    assert {path.suffix for path in published} == {".duckdb", ".parquet", ".html"}
    for path in published:
        assert not ANYBODY.search(path.read_bytes().decode("latin-1")), path
        # in these two, texts are compressed
        if path.suffix == ".duckdb":
            assert stray(values(path), ANYBODY) == []
        elif path.suffix == ".parquet":
            with duckdb.connect() as connection:
                rows = connection.execute(f"select columns(*)::varchar from '{path}'").fetchall()
            assert not any(ANYBODY.search(text or "") for row in rows for text in row), path
    # what is looked for is there to be found
    assert len(stray(values(asked.home / "private" / "warehouse.duckdb"), ANYBODY)) > 50


def test_an_id_that_is_an_address_stops_the_release(spoilable: Abm) -> None:
    manifest = json.loads((spoilable.home / "private" / "target" / "manifest.json").read_text("utf-8"))
    breaking = no_address_is_published(published_models(manifest).values()).breaking
    with duckdb.connect(str(spoilable.home / "private" / "warehouse.duckdb")) as connection:
        rule = breaking.replace("{batch}", "kpi.kpi_scorecard")
        assert connection.execute(rule).fetchall() == []
        for column in ("opportunity_id", "campaign_id"):
            connection.execute(f"update pipeline_funnel.fct_opportunity set {column} = 'deal@alpha.example'")
        assert sorted(connection.execute(rule).fetchall()) == [
            ("pipeline_funnel.fct_opportunity", "campaign_id", "deal@alpha.example"),
            ("pipeline_funnel.fct_opportunity", "opportunity_id", "deal@alpha.example"),
        ]


def test_nothing_that_is_built_knows_who_asked(asked: Abm) -> None:
    private = asked.home / "private" / "warehouse.duckdb"
    # staging holds nothing: its views show what the folder still has
    built = "schema_name not like 'raw_%' and schema_name != 'staging'"
    assert stray(values(private, built), ERASED) == []
    assert len(stray(values(private, built), ANYBODY)) > 10
    assert asked.private(
        "select table_name, row_number, column_name, reason, raw_value, raw_row, run_id"
        " from operations.quarantine where table_name in ('people', 'interactions') order by all"
    ) == [
        ("interactions", 10, "occurred_at", _no_instant(), None, None, releases(asked)[1].name),
        ("people", 6, "converted_at", _no_instant(), None, None, releases(asked)[1].name),
    ]
    assert asked.published(
        "select table_name, n_raw, n_accepted, n_erased, n_quarantined from operations.row_reconciliation"
        " where table_name in ('people', 'erasure_requests')"
    ) == [("erasure_requests", 2, 2, 0, 0), ("people", 5, 1, 3, 1)]


def _no_instant() -> str:
    return "is not an instant (ISO 8601, such as 2025-03-31T09:30:00Z) or a date (YYYY-MM-DD or dd/mm/yyyy)"


def test_nobody_who_asked_hides_behind_an_apostrophe_a_gone_record_or_a_spelling(hidden: Abm) -> None:
    private = hidden.home / "private" / "warehouse.duckdb"
    built = "schema_name not like 'raw_%' and schema_name != 'staging'"
    found = stray(values(private, built), HIDDEN)
    # ids stay, also those that are an address (docs/privacy.md)
    assert {place.split(".")[-1] for place, _ in found} == {
        *("person_id", "published_person_id", "surviving_person_id", "interaction_id"),
        *("source_event_id", "session_id", "row_key", "telling_interaction_id"),
    }
    assert all("hid8@alpha.example" in text for _, text in found)
    before, _, after = (release / "abm_kpis.duckdb" for release in releases(hidden))
    described = "select count(*) from account_engagement.dim_person where {} is not null"
    assert stray(values(after), HIDDEN) == []
    assert query(before, described.format("job_title")) == [(8,)]
    assert query(after, described.format("job_title")) == [(1,)]
    # O'Brien, both records of one address, the one with an ampersand, the one whose id it is
    assert query(after, described.format("erased_at")) == [(5,)]


def test_a_request_that_leads_to_nobody_is_told(hidden: Abm) -> None:
    # one that is misspelt, one whose record had gone before, one whose address stands in another column
    assert hidden.published(
        "select treatment, n_rows from operations.data_quality_finding where finding = 'erasure_of_nobody'"
    ) == [("check_the_request", 3)]
    said = (hidden.home / "said").read_text(encoding="utf-8")
    assert "request to erase somebody whom the data does not have (3), to be checked" in said


def test_older_releases_lose_who_is_gone_from_the_source_as_well(hidden: Abm, tmp_path: Path) -> None:
    shutil.copytree(hidden.home, tmp_path / "home", symlinks=True)
    abm = Abm(tmp_path / "home")
    old = releases(abm)[0]
    assert f"{old.name}: written anew; 7 who asked have no title there any more." in ok(abm("erase"))
    assert query(
        old / "abm_kpis.duckdb",
        "select job_title from account_engagement.dim_person where job_title is not null",
    ) == [("CFO",)]


def test_no_byte_of_the_private_database_keeps_what_its_sources_have_lost(
    hidden: Abm, spoilable: Abm
) -> None:
    held = (hidden.home / "private" / "warehouse.duckdb").read_bytes()
    assert b"Marie Six" in held
    # gone from the folder since, unlike their calls
    for lost in (b"hid2@alpha", b"HIDTITLE2", b"HIDTITLE4"):
        assert lost not in held
    # DuckDB leaves what it frees
    database = spoilable.home / "private" / "warehouse.duckdb"
    with duckdb.connect(str(database)) as connection:
        views = connection.execute("from duckdb_views()").fetchall()
        connection.execute("create table main.gone as select 'Hidden Zéro' as full_name; checkpoint")
        connection.execute("drop table main.gone; checkpoint")
    assert "Hidden Zéro".encode() in database.read_bytes()
    forget(Home(spoilable.home))
    assert "Hidden Zéro".encode() not in database.read_bytes()
    with duckdb.connect(str(database)) as connection:
        assert len(connection.execute("from duckdb_views()").fetchall()) == len(views)
        assert connection.execute("select count(*) from input_layer.input__people").fetchall() == [(4,)]


def test_a_row_that_is_mended_at_the_source_leaves_quarantine(asked: Abm) -> None:
    summary = "select n_rows from operations.quarantine_summary where table_name = 'sales_activities'"
    before, after = (release / "abm_kpis.duckdb" for release in releases(asked))
    assert (query(before, summary), query(after, summary)) == ([(2,)], [(1,)])
    assert asked.private("select row_key from operations.quarantine where column_name = 'type'") == [("s3",)]


def test_no_number_changes_but_the_contacts_of_who_asked_before_the_last_day(asked: Abm) -> None:
    before, after = (release / "abm_kpis.duckdb" for release in releases(asked))
    for sql in (
        "select * from kpi.kpi_values where not regexp_matches(kpi_id, '^K[1-4][a-c]?$') order by all",
        "select * from kpi.kpi_evidence where not regexp_matches(kpi_id, '^K[1-4][a-c]?$') order by all",
        "select interaction_id, person_key, account_id, type, match_method, excluded_reason, points,"
        " occurred_at from account_engagement.fct_interaction order by all",
        "select person_key, account_id, is_deleted, created_at from account_engagement.dim_person"
        " order by all",
    ):
        assert query(before, sql) == query(after, sql)
        assert query(before, sql) != []
    contacts = "select account_id, contact_count from account_engagement.dim_account order by all"
    assert query(before, contacts) == [("A", 2), ("B", 1)]
    assert query(after, contacts) == [("A", 1), ("B", 1)]
    # of the coverage and depth of the last day the contacts fall, what they did stays
    depth = (
        "select entity_id, numerator_part, denominator_part from kpi.kpi_evidence where kpi_id = 'K4a' and {}"
    )
    last_day = "anchor_date = (select max(as_of_date) from kpi.kpi_values) order by all"
    (a, n_events, n_before), *others = query(before, depth.format(last_day))
    assert (a, n_before) == ("A", 2)
    assert query(after, depth.format(last_day)) == [("A", n_events, 1), *others]
    titles = "select job_title from account_engagement.dim_person order by all"
    assert query(before, titles) == [("CEO ([e-mail])",), ("CFO",), ("CTO",)]
    assert query(after, titles) == [("CFO",), (None,), (None,)]
    # a repeated call and a repeated visit are still told by what is hashed now
    repeated = "select count(*) from account_engagement.fct_interaction where excluded_reason = 'duplicate'"
    assert query(before, repeated) == query(after, repeated) == [(2,)]


def test_a_published_key_is_the_hmac_of_the_surviving_record(asked: Abm, demo: Abm) -> None:
    for abm, key in ((asked, (asked.home / "private" / "person_key").read_bytes()), (demo, DEMO)):
        records = abm.private(
            "select source_system || ':' || person_id from intermediate.int_person_resolved"
            " where is_own and person_key = surviving_person_key"
        )
        expected = {hmac.new(key, str(one).encode(), hashlib.sha256).hexdigest()[:32] for (one,) in records}
        published = {key for (key,) in abm.published("select person_key from account_engagement.dim_person")}
        assert published
        assert published <= expected


def test_the_key_stands_in_no_file_but_its_own(asked: Abm) -> None:
    kept = asked.home / "private" / "person_key"
    assert kept.stat().st_mode & 0o077 == 0
    key = kept.read_bytes()
    pads = asked.private("select inner_pad, outer_pad from secret.person_key")[0]
    secrets = [key, *(str(pad).encode() for pad in pads)]
    for path in asked.home.rglob("*"):
        if path.is_file() and path != kept and path.name != "warehouse.duckdb":
            assert not any(secret in path.read_bytes() for secret in secrets), path


def test_the_environment_has_the_last_word_on_the_key(
    asked: Abm, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    database = Home(asked.home).database
    monkeypatch.setenv(FROM_ENVIRONMENT, "a key of the environment's own")
    assert person_key(database) == b"a key of the environment's own"
    # of a release made with another key nobody can tell whom it describes
    holding = holding_releases(Home(asked.home))
    assert [release.n_people for release in holding] == [None, None]
    with pytest.raises(AbmError, match="is live and cannot be dropped"):
        erase(Home(asked.home), drop=True)
    monkeypatch.setenv(FROM_ENVIRONMENT, "short")
    assert "fewer than 16 characters" in told(Abm(tmp_path)("run"))


def test_who_asked_is_taken_out_of_older_releases(spoilable: Abm) -> None:
    old, live = releases(spoilable)
    others = "select * exclude (job_title) from account_engagement.dim_person order by all"
    before = [query(old / "abm_kpis.duckdb", others), query(old / "abm_kpis.duckdb", "from kpi.kpi_values")]
    comments = "select comment from duckdb_columns() where not internal order by all"
    described = query(old / "abm_kpis.duckdb", comments)
    assert f"{old.name}: written anew; 2 who asked have no title there any more." in ok(spoilable("erase"))
    assert releases(spoilable) == [old, live]
    for path in (old / "abm_kpis.duckdb", old / "parquet" / "account_engagement" / "dim_person.parquet"):
        assert b"CEO" not in path.read_bytes()
        assert b"CFO" in path.read_bytes()
        assert path.stat().st_mode & 0o222 == 0
    assert before == [
        query(old / "abm_kpis.duckdb", others),
        query(old / "abm_kpis.duckdb", "from kpi.kpi_values"),
    ]
    assert described == query(old / "abm_kpis.duckdb", comments)
    assert spoilable.current.resolve() == live
    assert "No release that is kept describes anybody" in ok(spoilable("erase"))
    assert f"current is now {old.name}" in ok(spoilable("rollback"))


def test_a_release_that_describes_who_asked_does_not_go_live_unseen(spoilable: Abm) -> None:
    old, live = releases(spoilable)
    assert "who asked" not in ok(spoilable("status"))
    said = told(spoilable("rollback"))
    assert f"{old.name} still describes 2 people who asked to be erased; `abm erase` takes them out" in said
    assert spoilable.current.resolve() == live
    assert f"current is now {old.name}" in ok(spoilable("rollback", "--force"))
    assert "still describes 2 people who asked to be erased" in ok(spoilable("status"))


def test_or_older_releases_are_dropped(spoilable: Abm) -> None:
    old, live = releases(spoilable)
    assert f"{old.name}: dropped." in ok(spoilable("erase", "--drop"))
    assert releases(spoilable) == [live]


@pytest.mark.parametrize("is_live", [True, False])
def test_writing_anew_can_be_killed_at_every_step(spoilable: Abm, is_live: bool) -> None:
    old, live = releases(spoilable)
    if is_live:
        ok(spoilable("rollback", "--force"))
    target = spoilable.current.resolve()
    steps = 0
    while True:
        shutil.copytree(old, old.with_name(f".rewritten-{old.name}"))
        done = forked(_put_in_place_and_die, spoilable.home, old.name, steps, cwd=PROJECT)
        assert spoilable.published("select count(*) from operations.release") == [(1,)]
        forked(recover, Home(spoilable.home), cwd=PROJECT)
        assert releases(spoilable) == [old, live]
        assert spoilable.current.resolve() == target
        assert len(query(old / "abm_kpis.duckdb", "from operations.release")) == 1
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL
        steps += 1
    assert steps > 5


def _put_in_place_and_die(home: Path, release_id: str, fatal: int) -> None:
    seen = 0

    def die(event: str, _: object) -> None:
        nonlocal seen
        if event in ("os.rename", "os.symlink", "os.rmdir", "os.mkdir", "shutil.copytree"):
            if seen == fatal:
                os.kill(os.getpid(), signal.SIGKILL)
            seen += 1

    sys.addaudithook(die)
    put_rewritten_in_place(Home(home), release_id)
