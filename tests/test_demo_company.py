"""The demo company's tables tell one story: what one says of a person or a deal, the others say too."""

from __future__ import annotations

import duckdb
import pytest

from tests.conftest import PROJECT

WON = "salesforce__opportunity where is_won = 'true' and is_deleted = 'false'"
# who stands in the story on which no row may be alone; the dirt of seeds/demo/README.md is named
STORIES = {
    "a visitor who is known is a HubSpot contact": (
        "select user_id from web__event where user_id is not null"
        " and user_id not in (select id from hubspot__contact)",
        set(),
    ),
    "an e-mail went to a HubSpot contact": (
        "select recipient from hubspot__email_event where recipient not in"
        " (select property_email from hubspot__contact where property_email is not null)",
        set(),
    ),
    "an opened or clicked e-mail is an event": (
        "select id from (select id from hubspot__email_event_open"
        " union all select id from hubspot__email_event_click)"
        " where id not in (select id from hubspot__email_event)",
        set(),
    ),
    "a form was sent by a HubSpot contact": (
        "select contact_id from hubspot__contact_form_submission"
        " where contact_id not in (select id from hubspot__contact)",
        set(),
    ),
    "a synced contact is one of Salesforce": (
        "select property_salesforcecontactid from hubspot__contact"
        " where property_salesforcecontactid is not null"
        " and left(property_salesforcecontactid, 15) not in (select left(id, 15) from salesforce__contact)",
        set(),
    ),
    "an invoice of a deal is of one that was won, by the account that bought": (
        "select invoice_id from files__invoices as invoices where opportunity_id is not null and not exists ("
        f" select 1 from {WON} and id = invoices.opportunity_id and account_id = invoices.account_id)",
        set(),
    ),
    "no invoice comes before its deal closed": (
        "select invoice_id from files__invoices as invoices where exists ("
        f" select 1 from {WON} and id = invoices.opportunity_id and close_date > invoices.issued_on)",
        set(),
    ),
    "a contract of a deal is of one that was won": (
        "select contract_id from files__contracts as contracts"
        " where opportunity_id is not null and not exists ("
        f" select 1 from {WON} and left(id, 15) = left(contracts.opportunity_id, 15))",
        set(),
    ),
    "sales accept what was handed over to them": (
        "select id from salesforce__account_history as taken where new_value = 'Accepted'"
        " and not exists (select 1 from salesforce__account_history as earlier"
        " where earlier.account_id = taken.account_id and earlier.new_value = 'Sent to Sales'"
        " and earlier.created_date < taken.created_date)",
        set(),
    ),
    "the programme's accounts are in the CRM": (
        "select account_id from files__program_accounts"
        " where account_id not in (select id from salesforce__account)",
        set(),
    ),
    "a member of a campaign is a contact or a lead": (
        "select id from salesforce__campaign_member where coalesce(contact_id, lead_id)"
        " not in (select id from salesforce__contact union all select id from salesforce__lead)",
        {"00v5e000000B2CmAAK"},
    ),
    "who registered for a webinar is a member of it who did, or came": (
        "select person_id from files__campaign_members as told where not exists ("
        " select 1 from salesforce__campaign_member as member inner join salesforce__campaign as campaign"
        " on member.campaign_id = campaign.id and campaign.type = 'Webinar'"
        " where member.campaign_id = told.campaign_id and member.contact_id = told.person_id"
        " and member.status in ('Registered', 'Attended') and told.changed_at <= member.last_modified_date"
        " and told.changed_at >= member.created_date)",
        set(),
    ),
    "a task is about a person, an account or a deal that is there": (
        "select id from (select id, who_id as of_id from salesforce__task"
        " union all select id, what_id from salesforce__task) where of_id not in"
        " (select id from salesforce__contact union all select id from salesforce__lead"
        " union all select id from salesforce__account"
        " union all select id from salesforce__opportunity)",
        set(),
    ),
    "a parcel, an offer or a request is of a person who is there": (
        "select interaction_id from files__interactions where person_id is not null and person_id not in"
        " (select id from salesforce__contact union all select id from salesforce__lead)",
        set(),
    ),
    "nothing happened after the last day": (
        "select id from (select _fivetran_id as id, timestamp as dated_at from web__event"
        " union all select id, created from hubspot__email_event"
        " union all select id, created_date from salesforce__opportunity"
        " union all select id, created_date from salesforce__task"
        " union all select interaction_id, occurred_at from files__interactions"
        " union all select invoice_id, issued_on from files__invoices)"
        " where dated_at >= '2025-12-31 23:00:00'",
        {"I90001", "aff17b11-47a1-45af-afee-7670d8196ca3"},
    ),
}


@pytest.fixture(scope="module")
def company() -> duckdb.DuckDBPyConnection:
    """The seeds as tables of text."""
    connection = duckdb.connect()
    for path in sorted((PROJECT / "seeds" / "demo").rglob("*.csv")):
        connection.execute(
            f"create table {path.stem} as from read_csv('{path}', all_varchar = true, nullstr = '')"
        )
    return connection


@pytest.mark.parametrize("story", STORIES)
def test_the_tables_tell_one_story(company: duckdb.DuckDBPyConnection, story: str) -> None:
    alone, dirt = STORIES[story]
    assert {str(row[0]) for row in company.execute(alone).fetchall()} == dirt
