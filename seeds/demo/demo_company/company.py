"""What marketing, sales and finance know of: the accounts, their people and their deals."""

from dataclasses import dataclass
from datetime import datetime

from demo_company.accounts import Account
from demo_company.clock import paris_day
from demo_company.deals import Deal
from demo_company.people import Contact


@dataclass(frozen=True)
class Company:
    """The CRM's side of the story, which the other systems' tables agree with."""

    live: list[Account]
    deals: list[Deal]
    contacts: list[Contact]
    user_ids: dict[str, str]

    def people_at(self, account: Account, at: datetime) -> list[Contact]:
        """The people of an account that the CRM knew then, those aside who were merged or deleted."""
        return [c for c in self.known if c.account is account and c.created_at <= at]

    @property
    def known(self) -> list[Contact]:
        """Every contact that is still there."""
        return [c for c in self.contacts if not c.is_deleted]

    @property
    def worked(self) -> list[Deal]:
        """Deals of a known account that were not thrown away."""
        return [d for d in self.deals if d.account is not None and d.deleted_at is None]

    def members_on(self, at: datetime) -> list[Account]:
        """Accounts in the programme that day."""
        return [account for account in self.live if account.tier_on(paris_day(at)) is not None]


def account_of(deal: Deal) -> Account:
    """The account of a deal that has one."""
    if deal.account is None:
        raise ValueError(f"deal {deal.id} has no account")
    return deal.account
