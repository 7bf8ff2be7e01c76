"""What the webinar tool exports: who registered, which the CRM overwrites once they have come."""

from datetime import datetime, timedelta
from random import Random

from demo_company.campaigns import Campaign
from demo_company.clock import paris, synced
from demo_company.table import Row

REGISTERED = ("Registered", "Attended")
LEAST_DAYS_BEFORE = 1


def registration_rows(rng: Random, campaigns: list[Campaign], members: list[Row]) -> list[Row]:
    """Members of webinars who registered; who came without being invited joined by a colleague's link."""
    webinars = {campaign.id: campaign for campaign in campaigns if campaign.type == "Webinar"}
    rows: list[Row] = []
    for member in members:
        campaign = webinars.get(str(member["campaign_id"]))
        invited_at, changed_at = member["created_date"], member["last_modified_date"]
        if campaign is None or member["status"] not in REGISTERED or invited_at == changed_at:
            continue
        at = changed_at if member["status"] == "Registered" else _between(rng, campaign, invited_at)
        rows.append(
            {
                "campaign_id": campaign.id,
                "person_id": member["contact_id"],
                "status": "registered",
                "changed_at": at,
                "ingested_at": synced(at) if isinstance(at, datetime) else None,
            }
        )
    return sorted(rows, key=lambda row: (str(row["changed_at"]), str(row["person_id"])))


def _between(rng: Random, campaign: Campaign, invited_at: object) -> datetime:
    """An hour of the office between the invitation and the eve of the webinar."""
    last = campaign.starts_on - timedelta(days=LEAST_DAYS_BEFORE)
    first = invited_at.date() if isinstance(invited_at, datetime) else last
    days = max((last - first).days, 1)
    return paris(first + timedelta(days=1 + rng.randrange(days)), 9 + rng.randrange(9), rng.randrange(60))
