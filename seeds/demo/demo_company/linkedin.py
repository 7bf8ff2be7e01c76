"""LinkedIn: the advertising account's own tables, and which companies saw the ads, by file."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from demo_company.clock import END, paris, synced
from demo_company.company import Company
from demo_company.settings import days_between
from demo_company.table import Row

ACCOUNT_ID = "510883201"
GROUP_ID = "640120077"
DOLLARS = Decimal("1.09")
SPREAD = 0.35
SEEN_EVERY, SEEN_SHARE, CLICK_SHARE = 11, 0.5, 0.012
WEEKEND = 5
CENT = Decimal("0.01")


@dataclass(frozen=True)
class AdCampaign:
    """An advertising campaign, its days, and what it spends on one of them."""

    id: str
    name: str
    starts_on: date
    ends_on: date
    euros_a_day: float


AD_CAMPAIGNS = (
    AdCampaign("318840101", "Comptes cibles - notoriété", date(2024, 4, 1), date(2024, 9, 30), 58),
    AdCampaign("318840214", "Comptes cibles - cas clients", date(2024, 10, 1), date(2025, 3, 31), 62),
    AdCampaign("318840388", "Comptes cibles - démonstration", date(2025, 5, 5), date(2025, 12, 31), 66),
    AdCampaign("318840455", "Recrutement revendeurs", date(2025, 9, 1), date(2025, 11, 28), 24),
)
FOR_ACCOUNTS = AD_CAMPAIGNS[:3]


def account_rows() -> list[Row]:
    """The advertising account, before and after somebody renamed it."""
    first: Row = {
        "id": ACCOUNT_ID,
        "name": "Orvane FR",
        "currency": "EUR",
        "status": "ACTIVE",
        "type": "BUSINESS",
    }
    rows: list[Row] = []
    for name, at in (("Orvane FR", paris(date(2024, 3, 18), 10)), ("Orvane", paris(date(2025, 1, 7), 9))):
        rows.append(first | {"name": name, "last_modified_time": at, "_fivetran_synced": synced(at)})
    return rows


def group_rows() -> list[Row]:
    """One group of campaigns."""
    at = paris(date(2024, 3, 19), 10)
    return [
        {
            "id": GROUP_ID,
            "account_id": ACCOUNT_ID,
            "name": "Programme ABM",
            "status": "ACTIVE",
            "run_schedule_start": paris(date(2024, 4, 1), 0),
            "run_schedule_end": None,
            "last_modified_time": at,
            "_fivetran_synced": synced(at),
        }
    ]


def campaign_rows() -> list[Row]:
    """Versions of each campaign: set up as a draft, started, some renamed, completed."""
    rows: list[Row] = []
    for one in AD_CAMPAIGNS:
        states = [
            (one.starts_on - timedelta(days=6), "DRAFT", f"{one.name} (brouillon)"),
            (one.starts_on, "ACTIVE", one.name),
            (one.ends_on + timedelta(days=1), "COMPLETED", one.name),
        ]
        for day, status, name in states:
            at = paris(day, 8, 45)
            if at >= END:
                continue
            rows.append(
                {
                    "id": one.id,
                    "name": name,
                    "account_id": ACCOUNT_ID,
                    "campaign_group_id": GROUP_ID,
                    "status": status,
                    "run_schedule_start": paris(one.starts_on, 12),
                    "run_schedule_end": paris(one.ends_on, 12),
                    "last_modified_time": at,
                    "_fivetran_synced": synced(at),
                }
            )
    return rows


def analytics_rows(rng: Random) -> list[Row]:
    """Figures by campaign and day; the last days of one month were sent again as they settled."""
    rows: list[Row] = []
    for one in AD_CAMPAIGNS:
        for day in days_between(one.starts_on, one.ends_on + timedelta(days=1)):
            if day.weekday() >= WEEKEND:
                continue
            spend = Decimal(one.euros_a_day * rng.uniform(1 - SPREAD, 1 + SPREAD)).quantize(CENT)
            impressions = round(float(spend) * rng.uniform(14, 22))
            at = min(paris(day + timedelta(days=1), 5), END - timedelta(hours=4))
            rows.append(
                {
                    "campaign_id": one.id,
                    "day": day,
                    "impressions": impressions,
                    "clicks": round(impressions * rng.uniform(0.003, 0.009)),
                    "cost_in_local_currency": spend,
                    "cost_in_usd": (spend * DOLLARS).quantize(CENT),
                    "_fivetran_synced": synced(at),
                }
            )
    settled = [dict(row) for row in rows[100:103]]
    for row in settled:
        row |= {"clicks": 7, "_fivetran_synced": paris(date(2024, 10, 4), 8)}
    bad = rows[-1] | {"day": date(2025, 11, 29), "clicks": "n/d"}
    return [*rows, *settled, bad]


def company_engagement_rows(rng: Random, company: Company) -> list[Row]:
    """Which accounts saw the ads, a day a week, by account or by the domain alone; no spend."""
    rows: list[Row] = []
    for one in FOR_ACCOUNTS:
        for day in days_between(one.starts_on, one.ends_on)[2::SEEN_EVERY]:
            for account in company.members_on(paris(day, 12)):
                if rng.random() > SEEN_SHARE:
                    continue
                impressions = rng.randrange(6, 60)
                by_domain = rng.random() < SEEN_SHARE / 2
                rows.append(
                    {
                        "day": day,
                        "campaign_id": one.id,
                        "account_id": None if by_domain else account.id,
                        "domain": account.domain if by_domain else None,
                        "impressions": impressions,
                        "clicks": sum(rng.random() < CLICK_SHARE for _ in range(impressions)),
                        "ingested_at": min(paris(day + timedelta(days=3), 9), END - timedelta(hours=6)),
                    }
                )
    unknown = rows[0] | {"campaign_id": "999999999", "day": rows[5]["day"]}
    return [*rows, unknown, dict(rows[9])]
