"""What marketing, sales and finance know of: the accounts, their people and their deals."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from demo_company.accounts import Account
from demo_company.clock import paris_day
from demo_company.deals import Deal
from demo_company.people import Contact
from demo_company.settings import SDR_JOINED, SDR_LEFT

FUNNEL_TYPES = ("new_business", "expansion")


@dataclass(frozen=True)
class Company:
    """The CRM's side of the story, which the other systems' tables agree with."""

    live: list[Account]
    deals: list[Deal]
    contacts: list[Contact]
    user_ids: dict[str, str]

    @cached_property
    def known(self) -> list[Contact]:
        """Every contact that is still there."""
        return [c for c in self.contacts if not c.is_deleted]

    @cached_property
    def worked(self) -> list[Deal]:
        """Deals of a known account that were not thrown away."""
        return [d for d in self.deals if d.account is not None and d.deleted_at is None]

    @cached_property
    def programme(self) -> list[Account]:
        """Accounts that are or were in the programme."""
        return [account for account in self.live if account.stays]

    @cached_property
    def _staff(self) -> dict[str, list[Contact]]:
        staff: dict[str, list[Contact]] = {}
        for contact in self.known:
            staff.setdefault(contact.account.id if contact.account else "", []).append(contact)
        return staff

    def people_at(self, account: Account, at: datetime) -> list[Contact]:
        """The people of an account that the CRM knew then, those aside who were merged or deleted."""
        return [c for c in self._staff.get(account.id, []) if c.created_at <= at]

    def funnel_deals_of(self, account: Account) -> list[Deal]:
        """New business and expansions of an account, in order of creation."""
        return [d for d in self.worked if d.account is account and d.type in FUNNEL_TYPES]

    def members_on(self, at: datetime) -> list[Account]:
        """Accounts in the programme that day."""
        return [account for account in self.live if account.tier_on(paris_day(at)) is not None]

    def sdr_of(self, account: Account, day: date) -> str:
        """The SDR who works an account that day: two share them, one alone while the other is missing."""
        if self.live.index(account) % 2:
            return "sdr1"
        return "sdr2" if day < SDR_LEFT else "sdr3" if day >= SDR_JOINED else "sdr1"


def account_of(deal: Deal) -> Account:
    """The account of a deal that has one."""
    if deal.account is None:
        raise ValueError(f"deal {deal.id} has no account")
    return deal.account
