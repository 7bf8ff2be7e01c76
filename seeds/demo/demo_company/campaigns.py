"""Salesforce's campaigns: webinars, events, direct mail, e-mail, advertising."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from demo_company.clock import END, paris, paris_day, synced
from demo_company.company import Company
from demo_company.ids import record_ids
from demo_company.people import Contact
from demo_company.table import Row

# type, name, first day, last day, of the programme, budget, accounts, people an account
PLAN = (
    ("Trade Show", "Salon Maintenance Paris 2024", date(2024, 3, 26), date(2024, 3, 28), False, 18000, 26, 1),
    ("Webinar", "Webinar - Réduire les arrêts", date(2024, 4, 25), date(2024, 4, 25), True, 2500, 20, 2),
    ("Direct Mail", "Coffret diagnostic 2024", date(2024, 5, 28), date(2024, 9, 30), True, 4200, 18, 1),
    (
        "Seminar / Conference",
        "Atelier dirigeants Lyon",
        date(2024, 6, 13),
        date(2024, 6, 13),
        True,
        6800,
        18,
        2,
    ),
    ("Webinar", "Webinar - GMAO, par où commencer", date(2024, 10, 3), date(2024, 10, 3), False, 1800, 24, 1),
    (
        "Seminar / Conference",
        "Petit-déjeuner énergie",
        date(2024, 11, 14),
        date(2024, 11, 14),
        True,
        5200,
        22,
        2,
    ),
    (
        "Advertisement",
        "LinkedIn - comptes cibles 2024",
        date(2024, 4, 1),
        date(2024, 12, 31),
        True,
        16000,
        0,
        0,
    ),
    ("Email", "Relance anciens prospects", date(2024, 12, 5), date(2025, 2, 28), False, 600, 20, 1),
    (
        "Webinar",
        "Webinar - Prédictif, retour d'expérience",
        date(2025, 2, 6),
        date(2025, 2, 6),
        True,
        2600,
        28,
        2,
    ),
    ("Trade Show", "Salon Maintenance Paris 2025", date(2025, 3, 25), date(2025, 3, 27), False, 21000, 28, 1),
    ("Direct Mail", "Coffret feuille de route", date(2025, 4, 10), date(2025, 7, 31), True, 4800, 24, 1),
    (
        "Seminar / Conference",
        "Atelier dirigeants Paris",
        date(2025, 6, 12),
        date(2025, 6, 12),
        True,
        7400,
        26,
        2,
    ),
    (
        "Advertisement",
        "LinkedIn - comptes cibles 2025",
        date(2025, 1, 1),
        date(2025, 12, 31),
        True,
        22000,
        0,
        0,
    ),
    ("Webinar", "Webinar - Acheter une GMAO", date(2025, 9, 25), date(2025, 9, 25), True, 2700, 32, 2),
    ("Direct Mail", "Carnet de l'acheteur", date(2025, 10, 7), date(2025, 12, 20), True, 3900, 26, 1),
    (
        "Seminar / Conference",
        "Visite de site client",
        date(2025, 11, 20),
        date(2025, 11, 20),
        True,
        5900,
        28,
        2,
    ),
    ("Webinar", "Webinar - Budgets 2026", date(2026, 1, 22), date(2026, 1, 22), True, 2700, 20, 2),
)
LED_TO_DAYS, CREDITED_SHARE = 150, 0.75


@dataclass
class Campaign:
    """A campaign, and when which account answered it."""

    type: str
    name: str
    starts_on: date
    ends_on: date
    is_abm: bool
    budget: int
    id: str
    answers: dict[str, datetime] = field(default_factory=dict)
    mailed: list[tuple[Contact, datetime]] = field(default_factory=list)


def make_campaigns() -> list[Campaign]:
    """All campaigns in the order of the plan."""
    return [Campaign(*entry[:6], new_id) for entry, new_id in zip(PLAN, record_ids("campaign"), strict=False)]


def campaign_rows(company: Company, campaigns: list[Campaign]) -> list[Row]:
    """The raw table; the last one was set up by mistake and deleted."""
    rows = [_campaign_row(company, campaign) for campaign in campaigns]
    ids = [new_id for _, new_id in zip(range(len(PLAN) + 1), record_ids("campaign"), strict=False)]
    return [*rows, rows[0] | {"id": ids[-1], "name": "Salon Maintenance (copie)", "is_deleted": True}]


def _campaign_row(company: Company, campaign: Campaign) -> Row:
    changed_at = min(paris(campaign.ends_on + timedelta(days=6), 10), END - timedelta(days=20))
    return {
        "id": campaign.id,
        "name": campaign.name,
        "type": campaign.type,
        "status": "Completed" if campaign.ends_on < paris_day(END) - timedelta(days=2) else "In Progress",
        "owner_id": company.user_ids["mkt" if campaign.is_abm else "cmo"],
        "start_date": campaign.starts_on,
        "end_date": campaign.ends_on,
        "is_abm_c": campaign.is_abm,
        "budgeted_cost": f"{campaign.budget}.00",
        "currency_iso_code": "EUR",
        "is_deleted": False,
        "last_modified_date": changed_at,
        "system_modstamp": changed_at,
        "_fivetran_synced": synced(changed_at),
    }


def credit_campaigns(
    rng: Random, company: Company, campaigns: list[Campaign], opportunities: list[Row]
) -> None:
    """The CRM's own note of which campaign a deal came from: the last its account answered."""
    found: dict[str, str] = {}
    for deal in company.worked:
        account_id = deal.account.id if deal.account else ""
        since = deal.created_at - timedelta(days=LED_TO_DAYS)
        before = [
            (at, one.id)
            for one in campaigns
            if (at := one.answers.get(account_id)) and since < at < deal.created_at
        ]
        if before and deal.type != "renewal" and rng.random() < CREDITED_SHARE:
            found[deal.id] = max(before)[1]
    for row in opportunities:
        row["campaign_id"] = found.get(str(row["id"]))
