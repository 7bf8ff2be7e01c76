"""Salesforce's AccountHistory: who set which status of an account when, and other changed fields."""

from datetime import datetime, timedelta
from random import Random

from demo_company.clock import END, later, paris_day, synced
from demo_company.company import Company
from demo_company.ids import record_ids
from demo_company.qualification import EXPIRES, Episode
from demo_company.table import Row, numbered

FIELD = "mqa_status__c"
OTHER_FIELDS = 14
UNKNOWN_ACCOUNT = "0015e000000ZZZZAAA"


def status_rows(
    rng: Random, company: Company, episodes: list[Episode]
) -> tuple[list[Row], dict[str, list[str]]]:
    """The raw table, and which rows are dirty."""
    drafts: list[Row] = []
    for account_id in dict.fromkeys(episode.account.id for episode in episodes):
        before = ""
        mine = [e for e in episodes if e.account.id == account_id]
        for at, word, user in sorted(step for e in mine for step in _steps(company, e)):
            drafts.append(_row(account_id, FIELD, (before, word), at, user))
            before = word
    for account in rng.sample(company.live, OTHER_FIELDS):
        at = later(rng, account.modified_at, 0, 1)
        if at < END:
            drafts.append(_row(account.id, "Industry", ("", account.industry), at, company.user_ids["ops"]))
    drafts.sort(key=lambda row: (str(row["created_date"]), str(row["account_id"])))
    rows = numbered("id", record_ids("account_history"), drafts)
    return rows, _soil(rng, rows)


def _steps(company: Company, episode: Episode) -> list[tuple[datetime, str, str]]:
    account, users = episode.account, company.user_ids
    decided_on = paris_day(episode.accepted_at or episode.rejected_at or episode.starts_at)
    decider = users[company.sdr_of(account, decided_on) if account.stays else account.owner]
    steps = [
        (episode.mqa_at, "MQA", users["mkt"]),
        (episode.sent_at, "Sent to Sales", users["mkt"]),
        (episode.accepted_at, "Accepted", decider),
        (episode.rejected_at, "Rejected", decider),
        (episode.sqa_at, "SQA", users[account.owner]),
    ]
    if episode.outcome in ("accepted", "silent"):
        steps.append((episode.starts_at + EXPIRES, "Nurture", users["ops"]))
    return [(at, word, user) for at, word, user in steps if at and at < END]


def _row(account_id: str, field: str, change: tuple[str, str], at: datetime, user: str) -> Row:
    return {
        "account_id": account_id,
        "field": field,
        "old_value": change[0],
        "new_value": change[1],
        "created_by_id": user,
        "is_deleted": False,
        "created_date": at,
        "_fivetran_synced": synced(at),
    }


def _soil(rng: Random, rows: list[Row]) -> dict[str, list[str]]:
    """A status of an account that is not there, one sent twice, one that somebody removed."""
    of_status = [row for row in rows if row["new_value"] == "Nurture"]
    lost, removed = rng.sample(of_status, 2)
    orphan = lost | {"account_id": UNKNOWN_ACCOUNT, "new_value": "MQA"}
    orphan["id"] = str(lost["id"])[:-4] + "9" + str(lost["id"])[-3:]
    added = removed | {"new_value": "SQA", "is_deleted": True}
    added["id"] = str(removed["id"])[:-4] + "9" + str(removed["id"])[-3:]
    rows += [orphan, added, dict(next(r for r in rows if r["new_value"] == "Accepted"))]
    late = next(row for row in rows if row["new_value"] == "Rejected")
    at = late["created_date"]
    if isinstance(at, datetime):
        late["_fivetran_synced"] = synced(at + timedelta(days=8))
    return {
        "status of an account that is not there": [str(orphan["id"])],
        "status row removed": [str(added["id"])],
        "status row landed a week late": [str(late["id"])],
    }
