"""The part that contacts play when their company buys."""

from random import Random

from demo_company.accounts import Account
from demo_company.draws import Decks
from demo_company.people import Contact
from demo_company.settings import ROLE_COVERED

# role in the CRM -> departments it is looked for in; the order is the committee's, of which tier 2
# needs the first four, tier 3 the first three
DEPARTMENTS = {
    "Economic Buyer": ("Direction", "Finance"),
    "Champion": ("Production",),
    "Technical Buyer": ("IT",),
    "User Buyer": ("Production",),
    "Procurement": ("Achats",),
}
COMMITTEE_SIZE = {1: 5, 2: 4, 3: 3}
SECOND_SHARE, OTHERS_SHARE = 0.3, 0.45
SENIORITY = {"Directeur": "Director", "Directrice": "Director", "Responsable": "Manager"}


def give_roles(rng: Random, live: list[Account], contacts: list[Contact]) -> None:
    """Say which contact has which role: for the programme's accounts with care, else now and then."""
    decks = Decks(rng)
    for account in live:
        staff = [c for c in contacts if c.account is account and not c.is_deleted]
        needed = list(DEPARTMENTS)[: max((COMMITTEE_SIZE[stay.tier] for stay in account.stays), default=0)]
        covered = [role for role in needed if decks.uniform("covered", role) < ROLE_COVERED]
        for role in covered:
            _first_of(staff, role).buying_role = role
        for contact in staff:
            fitting = [role for role, where in DEPARTMENTS.items() if contact.department in where]
            share = SECOND_SHARE if account.stays else OTHERS_SHARE
            role = rng.choice(fitting)
            spare = role in covered or role not in needed
            if not contact.buying_role and rng.random() < share and spare:
                contact.buying_role = role
    for contact in contacts:
        contact.seniority = SENIORITY.get(contact.title.split()[0], "Staff")
        contact.decides = contact.buying_role == "Economic Buyer" or contact.title.startswith("Direct")


def _first_of(staff: list[Contact], role: str) -> Contact:
    """A person of the right department, else anybody without a role."""
    free = [c for c in staff if not c.buying_role] or staff
    return next((c for c in free if c.department in DEPARTMENTS[role]), free[0])
