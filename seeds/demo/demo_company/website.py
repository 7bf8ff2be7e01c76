"""The website's events, as GA4 exports them: sessions of page views by known and unknown visitors."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from demo_company.clock import END, paris_day, synced
from demo_company.content import ASSETS, BY_PATH, OTHER_PAGES, PREMIUM, SITE, Asset
from demo_company.emails import Outbox, mailbox_of
from demo_company.hubspot_people import Subscriber
from demo_company.interest import Interest
from demo_company.signals import Signal
from demo_company.table import Row

KNOWN_SHARE, BOUNCE_SHARE, READS_ON_SHARE, SESSIONS_AFTER_CLICKS = 0.94, 0.1, 0.86, 0.8
READING_SECONDS, READING_SPREAD = 78, 0.8
VISITS = 2.1
STRANGERS = 100
LONG_SESSION = 5_400_000  # a tab left open, with a video that ran on
SCROLLED = 90
STREAM, HOST = "3418820071", "www.orvane.example"
BEFORE_DOWNLOAD = timedelta(minutes=3)


@dataclass(frozen=True)
class Visit:
    """One session: who, when, on which page it begins, and whether it is a bounce."""

    at: datetime
    visitor: Subscriber | None
    path: str
    downloads: Asset | None = None


@dataclass(frozen=True)
class Session:
    """Whose session, as far as the site knows, in which browser."""

    user: str | None
    browser: str
    id: str


class Website:
    """Writes sessions down as events."""

    def __init__(self, rng: Random) -> None:
        """Start with no event."""
        self.rng = rng
        self.rows: list[Row] = []

    def receive(self, visit: Visit, reads_on: bool = True) -> None:
        """A session: the first page, then others, the downloaded one last."""
        rng = self.rng
        who = visit.visitor
        number = mailbox_of(who.email) if who else rng.random()
        browser = f"{int(number * 9e8 + 1e8)}.{rng.randrange(10**6):06}"
        user = who.id if who and rng.random() < KNOWN_SHARE else None
        if visit.downloads:
            user = who.id if who else None
        session = Session(user, browser, str(int(visit.at.timestamp())))
        bounces = not visit.downloads and rng.random() < BOUNCE_SHARE
        paths = [visit.path]
        if not bounces:
            pages = [asset.path for asset in ASSETS] + list(OTHER_PAGES)
            paths += rng.choices(pages, k=rng.randrange(0, 4))
        at = visit.at
        for path in paths:
            seconds = 0.0 if bounces else rng.lognormvariate(0, READING_SPREAD) * READING_SECONDS
            scrolls = not bounces and reads_on and rng.random() < READS_ON_SHARE
            self._event(session, "page_view", at, path, (round(seconds * 1000), scrolls))
            at += timedelta(seconds=round(seconds) + rng.randrange(2, 15))
        if visit.downloads:
            self._event(session, "file_download", at, visit.downloads.path, (2000, False))

    def _event(self, session: Session, name: str, at: datetime, path: str, reading: tuple[int, bool]) -> None:
        """One row; `reading` is for how many milliseconds, and whether to the page's end."""
        if at >= END:
            return
        self.rows.append(
            {
                "_fivetran_id": _new_key(self.rng),
                "name": name,
                "timestamp": at,
                "date": f"{paris_day(at):%Y%m%d}",
                "stream_id": STREAM,
                "user_id": session.user,
                "user_pseudo_id": session.browser,
                "param_ga_session_id": session.id,
                "param_engagement_time_msec": reading[0],
                "param_percent_scrolled": SCROLLED if reading[1] else None,
                "param_page_location": SITE + path,
                "event_dimensions_hostname": HOST,
                "is_intraday": False,
                "_fivetran_synced": synced(at),
            }
        )


def _new_key(rng: Random) -> str:
    return f"{rng.getrandbits(64):016x}"


def web_rows(
    rng: Random,
    interests: list[Interest],
    mailings: Outbox,
    subscribers: list[Subscriber],
    downloads: list[Visit],
) -> list[Row]:
    """The raw table."""
    site = Website(rng)
    by_contact = {one.contact.id: one for one in subscribers if one.contact}
    for mail, reader, clicked_at in mailings.clicked:
        if rng.random() < SESSIONS_AFTER_CLICKS:
            site.receive(Visit(clicked_at + timedelta(seconds=3), reader, mail.path))
    for interest in interests:
        readers = [by_contact[person.id] for person in interest.people if person.id in by_contact]
        for number in range(round(1 + interest.strength * rng.uniform(0.3, 1) * VISITS)):
            at = interest.starts_at if number == 0 else interest.moment(rng)
            if at < END and readers:
                reader = readers[number % len(readers)]
                site.receive(Visit(at, reader, _landing(rng)))
    for visit in downloads:
        site.receive(visit)
    for _ in range(STRANGERS):
        day = rng.choice(interests)
        site.receive(Visit(day.moment(rng), None, rng.choice(OTHER_PAGES)), reads_on=False)
    return _soiled(rng, site.rows)


def _landing(rng: Random) -> str:
    return rng.choice([*BY_PATH, *OTHER_PAGES])


def downloads_of(rng: Random, signals: list[Signal], subscribers: list[Subscriber]) -> list[Visit]:
    """Visits that ended in the download of a premium piece."""
    by_contact = {one.contact.id: one for one in subscribers if one.contact}
    wanted = [s for s in signals if s.kind == "premium_download" and s.contact.id in by_contact]
    return [Visit(s.at - BEFORE_DOWNLOAD, by_contact[s.contact.id], "/", rng.choice(PREMIUM)) for s in wanted]


def _soiled(rng: Random, rows: list[Row]) -> list[Row]:
    """One endless session, events no mapping knows, the last day's first draft, a row sent twice."""
    rows.sort(key=lambda row: (str(row["timestamp"]), str(row["_fivetran_id"])))
    rng.choice(rows[100:400])["param_engagement_time_msec"] = LONG_SESSION
    for row in rng.sample(rows, 25):
        rows.append(row | {"_fivetran_id": _new_key(rng), "name": "scroll"})
    for row in rows[-40:-25]:
        rows.append(row | {"_fivetran_id": _new_key(rng), "is_intraday": True})
    rows.append(dict(rows[50]))
    rows.sort(key=lambda row: (str(row["timestamp"]), str(row["_fivetran_id"])))
    bad = rows[1000]
    rows.append(bad | {"_fivetran_id": _new_key(rng), "param_engagement_time_msec": "1 min"})
    return rows
