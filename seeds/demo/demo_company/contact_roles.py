"""Salesforce's contact roles: who has which part in a deal."""

from datetime import timedelta
from random import Random

from demo_company.clock import END, synced
from demo_company.company import Company, account_of
from demo_company.ids import record_ids
from demo_company.table import Row

SHARE, MOST = {True: 0.95, False: 0.45}, {True: 2, False: 1}
# the words that people choose from for each role, and for those without one
WORDS = {
    "Economic Buyer": ("Economic Buyer", "Decision Maker", "Economic Decision Maker"),
    "Champion": ("Champion",),
    "Technical Buyer": ("Technical Buyer", "Evaluator"),
    "User Buyer": ("Business User",),
    "Procurement": ("Procurement",),
    "": ("Other", "Influencer", ""),
}
UNKNOWN_CONTACT = "0035e00000ZZZZZAAA"


def contact_role_rows(rng: Random, company: Company) -> tuple[list[Row], dict[str, list[str]]]:
    """The raw table, and which rows are dirty."""
    ids = record_ids("contact_role")
    rows: list[Row] = []
    for deal in company.worked:
        if rng.random() > SHARE[deal.is_abm]:
            continue
        staff = company.people_at(account_of(deal), deal.created_at)
        for number, contact in enumerate(rng.sample(staff, min(len(staff), MOST[deal.is_abm]))):
            at = min(deal.created_at + timedelta(minutes=3 + number), END - timedelta(minutes=40))
            rows.append(
                {
                    "id": next(ids),
                    "opportunity_id": deal.id,
                    "contact_id": contact.id,
                    "role": rng.choice(WORDS[contact.buying_role]),
                    "is_primary": number == 0,
                    "is_deleted": False,
                    "created_date": at,
                    "system_modstamp": at,
                    "_fivetran_synced": synced(at),
                }
            )
    *removed, nobody = rng.sample(rows, 4)
    for row in removed:
        row["is_deleted"] = True
    nobody["contact_id"] = UNKNOWN_CONTACT
    return rows, {
        "contact role removed": [str(row["id"]) for row in removed],
        "contact role of nobody": [str(nobody["id"])],
    }
