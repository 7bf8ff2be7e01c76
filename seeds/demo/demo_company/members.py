"""Who is in Salesforce's campaigns, and how far each of them came."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from demo_company.accounts import Account
from demo_company.campaigns import PLAN, Campaign
from demo_company.clock import END, later, paris, paris_day, synced
from demo_company.company import Company
from demo_company.draws import Decks
from demo_company.ids import record_ids
from demo_company.people import Contact
from demo_company.table import Row, numbered

ATTENDS, REGISTERS, RESPONDS = 0.31, 0.14, 0.62
INVITED_BEFORE = timedelta(days=24)
LATEST_INVITATION = END - timedelta(days=9)
WALK_INS, ODD_STATUSES, REMOVED = 2, 3, 3
HEADCOUNT = ("Webinar", "Seminar / Conference", "Trade Show")
UNKNOWN_CONTACT = "0035e00000ZZZZZAAA"


def member_rows(
    rng: Random, company: Company, campaigns: list[Campaign]
) -> tuple[list[Row], dict[str, list[str]]]:
    """The raw table, and which rows are odd or dirty; the campaigns learn who answered."""
    drafts = list(Invitations(rng, company).of_all(campaigns))
    drafts.sort(key=lambda row: (str(row["created_date"]), str(row["contact_id"])))
    rows = numbered("id", record_ids("campaign_member"), drafts)
    return rows, _soil(rng, rows)


class Invitations:
    """Draws who is invited and who comes."""

    def __init__(self, rng: Random, company: Company) -> None:
        """Start with nobody invited."""
        self.rng = rng
        self.decks = Decks(rng)
        self.company = company

    def of_all(self, campaigns: list[Campaign]) -> Iterator[Row]:
        """The members of every campaign."""
        for campaign, (*_, accounts, people) in zip(campaigns, PLAN, strict=True):
            invited_at = paris(campaign.starts_on - INVITED_BEFORE, 10, 12)
            for account in self._invited(campaign, accounts, min(invited_at, LATEST_INVITATION)):
                staff = [one for one in self.company.people_at(account, invited_at) if one.email]
                answers = self.decks.uniform("answers", campaign.type) < RESPONDS
                for contact in self.rng.sample(staff, min(people, len(staff))):
                    yield self._member(campaign, contact, invited_at, answers)

    def _invited(self, campaign: Campaign, count: int, at: datetime) -> list[Account]:
        members = self.company.members_on(at)
        others = [a for a in self.company.live if a not in members and a.created_at < at]
        fit = members if campaign.is_abm else others
        return self.rng.sample(fit, min(count, len(fit)))

    def _member(self, campaign: Campaign, contact: Contact, invited_at: datetime, answers: bool) -> Row:
        """How far a member came, which the campaign and its parcels remember."""
        status, answered_at = self._reached(campaign, answers)
        account_id = contact.account.id if contact.account else ""
        if answered_at:
            first = campaign.answers.get(account_id, answered_at)
            campaign.answers[account_id] = min(first, answered_at)
        if campaign.type == "Direct Mail":
            campaign.mailed.append((contact, later(self.rng, paris(campaign.starts_on, 9), 0, 3)))
        noted_at = min(invited_at + timedelta(days=self.rng.randrange(1, 9)), END - timedelta(days=1))
        created_at = min(invited_at, LATEST_INVITATION)
        changed_at = max(answered_at or noted_at, created_at)
        return {
            "campaign_id": campaign.id,
            "contact_id": contact.id,
            "lead_id": None,
            "lead_or_contact_id": contact.id,
            "status": status,
            "has_responded": answered_at is not None,
            "first_responded_date": paris_day(answered_at) if answered_at else None,
            "is_deleted": False,
            "created_date": created_at,
            "last_modified_date": changed_at,
            "system_modstamp": changed_at,
            "_fivetran_synced": synced(changed_at),
        }

    def _reached(self, campaign: Campaign, answers: bool) -> tuple[str, datetime | None]:
        if campaign.type in HEADCOUNT:
            draw = self.decks.uniform("comes", campaign.type)
            if draw < ATTENDS and paris(campaign.starts_on, 18) < END:
                return "Attended", paris(campaign.starts_on, 17, self.rng.randrange(60))
            return "Registered" if draw < ATTENDS + REGISTERS else "Invited", None
        days = (0, 40) if campaign.type == "Email" else (1, 14)
        at = later(self.rng, paris(campaign.starts_on, 11), *days)
        return ("Responded", at) if answers and at < END else ("Sent", None)


def _soil(rng: Random, rows: list[Row]) -> dict[str, list[str]]:
    """People who came uninvited, words no mapping knows, a member who is nobody, removed ones."""
    came = rng.sample([row for row in rows if row["status"] == "Attended"], WALK_INS)
    for row in came:
        row["created_date"] = row["last_modified_date"]
    waiting = rng.sample([row for row in rows if row["status"] == "Invited"], ODD_STATUSES + 1 + REMOVED)
    for row in waiting[:ODD_STATUSES]:
        row["status"] = "À rappeler"
    nobody, *removed = waiting[ODD_STATUSES:]
    nobody |= {"contact_id": UNKNOWN_CONTACT, "lead_or_contact_id": UNKNOWN_CONTACT}
    for row in removed:
        row["is_deleted"] = True
    rows.append(dict(waiting[0]))
    return {
        "came uninvited": [str(row["id"]) for row in came],
        "member status that no mapping knows": [str(row["id"]) for row in waiting[:ODD_STATUSES]],
        "member who is nobody": [str(nobody["id"])],
        "members removed": [str(row["id"]) for row in removed],
        "member sent twice": [str(waiting[0]["id"])],
    }
