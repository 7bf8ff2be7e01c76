"""The whole company: every subject drawn in the order in which one follows from another."""

from random import Random

from demo_company import activities, campaigns, content, costs, emails, linkedin, spreadsheets, table
from demo_company import hubspot_people as hubspot
from demo_company.account_statuses import status_rows
from demo_company.accounts import account_rows, make_accounts, programme_rows
from demo_company.buying_roles import give_roles
from demo_company.company import Company
from demo_company.contact_roles import contact_role_rows
from demo_company.contracts import contract_rows, make_contracts
from demo_company.deals import SalesFloor
from demo_company.interest import make_interests
from demo_company.invoices import invoice_rows
from demo_company.leads import lead_rows
from demo_company.mailings import make_mailings
from demo_company.members import member_rows
from demo_company.opportunities import make_tables
from demo_company.people import contact_rows, make_contacts, make_user_ids, user_rows
from demo_company.qualification import Desk
from demo_company.quirks import add_oddities
from demo_company.rates import rate_rows
from demo_company.sales_work import SalesTeam
from demo_company.signals import make_signals
from demo_company.submissions import submission_rows
from demo_company.surveys import survey_rows
from demo_company.webinar_tool import registration_rows
from demo_company.website import downloads_of, web_rows

Tables = dict[str, list[table.Row]]
Dirt = dict[str, list[str]]


class Orvane:
    """Draws each subject from its own generator, so that a new one leaves the others as they are."""

    def __init__(self, seed: int) -> None:
        """Accounts, people and deals, which all else follows from."""
        self.seed = seed
        self.tables: Tables = {}
        self.dirt: Dirt = {}
        user_ids = make_user_ids()
        self.accounts, live = make_accounts(self._of("accounts"))
        deals = SalesFloor(self._of("deals"), live).work()
        odd = add_oddities(self._of("oddities"), deals, live)
        crm = make_tables(self._of("dirt"), deals, odd, user_ids)
        contacts = make_contacts(self._of("contacts"), live)
        give_roles(self._of("buying roles"), live, contacts)
        self.company = Company(live, deals, contacts, user_ids)
        people, resent = contact_rows(contacts, user_ids)
        self._put("salesforce", "user", user_rows(user_ids))
        self._put("salesforce", "account", account_rows(self.accounts, user_ids))
        self._put("salesforce", "contact", people, {"contact sent again later": [resent]})
        self._put("salesforce", "opportunity", crm.opportunities, crm.dirt)
        self._put("salesforce", "opportunity_history", crm.history)
        self._put("files", "program_accounts", programme_rows(live, self.accounts))
        self._put("files", "fx_rates", rate_rows(self._of("rates")))

    def _of(self, subject: str) -> Random:
        return Random(f"{self.seed} {subject}")

    def _put(self, source: str, name: str, rows: list[table.Row], dirt: Dirt | None = None) -> None:
        self.tables[f"{source}/{source}__{name}.csv"] = rows
        self.dirt |= dirt or {}

    def marketing_and_sales(self) -> None:
        """Campaigns, mails, visits, requests, hand-overs, and what sales did."""
        company = self.company
        episodes = Desk(self._of("qualification"), company).work()
        attention = make_interests(self._of("interest"), company, episodes)
        signals = make_signals(self._of("signals"), company, attention)
        subscribers = hubspot.make_subscribers(self._of("subscribers"), company)
        everyone = hubspot.with_merged(self._of("merged subscribers"), subscribers)
        mails = emails.make_mails()
        mailings = make_mailings(self._of("mailings"), company, mails, subscribers)
        plan = campaigns.make_campaigns()
        work = SalesTeam(self._of("sales work"), company, attention).work(signals, episodes)

        self._put("salesforce", "lead", *lead_rows(self._of("leads"), company))
        self._put("salesforce", "task", *activities.task_rows(self._of("tasks"), company, work))
        self._put("salesforce", "event", *activities.event_rows(self._of("events"), company, work))
        self._put("salesforce", "campaign", campaigns.campaign_rows(company, plan))
        self._put("salesforce", "campaign_member", *member_rows(self._of("members"), company, plan))
        opportunities = self.tables["salesforce/salesforce__opportunity.csv"]
        campaigns.credit_campaigns(self._of("credited"), company, plan, opportunities)
        roles = contact_role_rows(self._of("contact roles"), company)
        self._put("salesforce", "opportunity_contact_role", *roles)
        self._put("salesforce", "account_history", *status_rows(self._of("statuses"), company, episodes))

        self._put("hubspot", "contact", hubspot.subscriber_rows(self._of("said roles"), everyone))
        self._put("hubspot", "contact_merge_audit", hubspot.merge_rows(everyone))
        self._put("hubspot", "company", hubspot.company_rows(company))
        self._put("hubspot", "email_campaign", emails.mail_rows(mails))
        self._put("hubspot", "email_event", mailings.events)
        self._put("hubspot", "email_event_open", mailings.opens)
        self._put("hubspot", "email_event_click", mailings.clicks)
        self._put("hubspot", "form", content.form_rows())
        forms = submission_rows(self._of("submissions"), signals, attention.interests, subscribers)
        self._put("hubspot", "contact_form_submission", forms)

        downloads = downloads_of(self._of("downloads"), signals, subscribers)
        visits = web_rows(self._of("website"), attention.interests, mailings, subscribers, downloads)
        self._put("web", "event", visits)
        self._put("linkedin_ads", "account_history", linkedin.account_rows())
        self._put("linkedin_ads", "campaign_group_history", linkedin.group_rows())
        self._put("linkedin_ads", "campaign_history", linkedin.campaign_rows())
        self._put(
            "linkedin_ads", "ad_analytics_by_campaign", linkedin.analytics_rows(self._of("advertising"))
        )

        seen = linkedin.company_engagement_rows(self._of("companies reached"), company)
        self._put("files", "ad_engagements", seen)
        self._put("files", "content_assets", content.asset_rows())
        members = self.tables["salesforce/salesforce__campaign_member.csv"]
        self._put("files", "campaign_members", registration_rows(self._of("registrations"), plan, members))
        told = spreadsheets.interaction_rows(self._of("spreadsheets"), plan, mailings, signals)
        self._put("files", "interactions", told)
        self._put("files", "person_employers", spreadsheets.employer_rows(self._of("employers"), company))
        self._put("files", "program_changes", spreadsheets.change_rows())
        self._put("files", "erasure_requests", spreadsheets.erasure_rows(self._of("erasures"), company))
        self._put("files", "survey_responses", survey_rows(self._of("surveys")))
        self._put("files", "costs", costs.cost_rows(self._of("costs"), plan))

    def finance(self) -> None:
        """Contracts, invoices and benefits."""
        contracts = make_contracts(self._of("contracts"), self.company)
        self._put("files", "contracts", contract_rows(contracts))
        self._put("files", "invoices", invoice_rows(self._of("invoices"), self.company, contracts))
        self._put("files", "benefits", costs.benefit_rows())


def make_company(seed: int) -> tuple[Tables, Dirt]:
    """Every raw table by its path, and the ids of what is odd or dirty on purpose."""
    orvane = Orvane(seed)
    orvane.marketing_and_sales()
    orvane.finance()
    return orvane.tables, orvane.dirt
