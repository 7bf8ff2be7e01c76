"""Damage to rows: what goes to quarantine, what is read all the same, and what is kept and told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from tests.damage import Found, Quarantined, Read, Row, Ruled, SameCell

NOT_A_NUMBER = "is not a number that reads in one way"
NOT_A_DATE = "is not a date"
NOT_AN_INSTANT = "is not an instant"
NO_DAY_OF_OURS = "is a date before 1900 or after 2199"


def _each(
    table: str, column: str, reason: str, texts: dict[str, str], **others: str
) -> Iterator[Quarantined]:
    for title, text in texts.items():
        yield Quarantined(title, table, column, reason, {column: text, **others})


QUARANTINED = (
    *_each(
        "opportunities",
        "created_at",
        NOT_AN_INSTANT,
        {
            "a date that does not exist (2025-02-30)": "2025-02-30",
            "a date with the month first (03/25/2025)": "03/25/2025",
            "a date as Excel's serial number (45321)": "45321",
            "a year of two digits (31/03/25)": "31/03/25",
            "a date in words": "March 3rd",
            "a date with dots (31.03.2025)": "31.03.2025",
            "an instant of 25 o'clock": "2025-03-01T25:00:00Z",
        },
    ),
    *_each(
        "opportunities",
        "created_at",
        NO_DAY_OF_OURS,
        {
            "the year 0225": "0225-03-31",
            "9999-12-31 where no end may be open": "9999-12-31",
            "the last instant of the year 9999": "9999-12-31T23:59:59Z",
        },
    ),
    *_each(
        "opportunities",
        "amount",
        NOT_A_NUMBER,
        {
            "an amount of 12k": "12k",
            "an amount of 1.2M": "1.2M",
            "an amount of n/a": "n/a",
            "an amount of -": "-",
            "an amount of #REF!": "#REF!",
            "an amount of NaN": "NaN",
            "an amount of inf": "inf",
            "an amount of 1e400": "1e400",
            "an amount in words": "cent euros",
            "two numbers in a cell (12 34)": "12 34",
            "an amount of 1,234, which could be 1.234": "1,234",
            "an amount in brackets": "(1 200)",
            "a formula": "=SUM(A1:A9)",
            "a symbol of another currency beside the amount": "$ 100",
            "a code of another currency beside the amount": "100 USD",
        },
        currency="EUR",
    ),
    Quarantined(
        "an amount of ten million millions",
        "opportunities",
        "amount",
        "is not an amount below 1,000,000,000,000",
        {"amount": "10000000000000"},
    ),
    Quarantined(
        "a negative amount of a won deal",
        "opportunities",
        "amount",
        "is below 0, which only a renewal or an expansion may be",
        {"type": "new_business", "amount": "-500", "is_closed": "true", "is_won": "true"},
    ),
    Quarantined(
        "a negative amount of a deal without type",
        "opportunities",
        "amount",
        "is below 0",
        {"amount": "-500", "type": ""},
    ),
    Quarantined(
        "a probability of 250", "opportunities", "probability", "is above 100", {"probability": "250"}
    ),
    Quarantined(
        "a negative probability", "opportunities", "probability", "is below 0", {"probability": "-0.1"}
    ),
    Quarantined(
        "a contract of 10,000 months",
        "opportunities",
        "contract_months",
        "is above 600",
        {"contract_months": "10000"},
    ),
    Quarantined(
        "half a month",
        "opportunities",
        "contract_months",
        "is not a whole number",
        {"contract_months": "12.5"},
    ),
    Quarantined(
        "neither true nor false",
        "opportunities",
        "is_closed",
        "is not true or false",
        {"is_closed": "peut-être"},
    ),
    Quarantined("neither won nor lost", "opportunities", "is_won", "is required and empty", {"is_won": ""}),
    Quarantined(
        "a type that no mapping knows",
        "opportunities",
        "type",
        "is none of new_business, expansion, renewal",
        {"type": "Crédit-bail"},
    ),
    Quarantined(
        "a currency in words", "opportunities", "currency", "is not a currency code", {"currency": "euro"}
    ),
    Quarantined(
        "a currency that does not exist",
        "opportunities",
        "currency",
        "is not a currency code",
        {"currency": "EUX"},
    ),
    Quarantined(
        "created_at and amount swapped",
        "opportunities",
        "created_at",
        NOT_AN_INSTANT,
        {"created_at": "1000", "amount": "2025-03-01"},
    ),
    Quarantined("no id", "opportunities", "opportunity_id", "is required and empty", {"opportunity_id": ""}),
    Quarantined(
        "an id of nothing that can be seen",
        "opportunities",
        "opportunity_id",
        "is required and empty",
        {"opportunity_id": "\u200b\u00a0"},
    ),
    Quarantined(
        "a row cut short", "opportunities", "the row", "has 2 cells where the header has 19", line="cut,B"
    ),
    Quarantined(
        "a row with a cell too many",
        "users",
        "the row",
        "has 8 cells where the header has 7",
        line="V,,,,,,,extra",
    ),
    Quarantined(
        "the header once more",
        "users",
        "the row",
        "is the header again",
        line="user_id,email,full_name,role,team,manager_user_id,is_active",
    ),
    Quarantined(
        "a negative amount in the history", "opportunity_history", "amount", "is below 0", {"amount": "-1"}
    ),
    Quarantined(
        "a probability of 101 in the history",
        "opportunity_history",
        "probability",
        "is above 100",
        {"probability": "101"},
    ),
    Quarantined(
        "a change at a time that does not exist",
        "opportunity_history",
        "changed_at",
        NOT_AN_INSTANT,
        {"changed_at": "2025-02-03T10:61:00Z"},
    ),
    Quarantined(
        "a history of no deal",
        "opportunity_history",
        "opportunity_id",
        "is in no accepted row of opportunities",
        {"opportunity_id": "nowhere"},
    ),
    Quarantined(
        "a currency beside an amount of the history, whose currency is not said",
        "opportunity_history",
        "amount",
        NOT_A_NUMBER,
        {"currency": "", "amount": "100 EUR"},
    ),
    Quarantined(
        "less than no employees", "accounts", "employee_count", "is below 0", {"employee_count": "-5"}
    ),
    Quarantined(
        "more employees than anybody has",
        "accounts",
        "employee_count",
        "is above 10,000,000",
        {"employee_count": "10000000000000"},
    ),
    Quarantined(
        "employees in words",
        "accounts",
        "employee_count",
        "is not a whole number",
        {"employee_count": "beaucoup"},
    ),
    Quarantined(
        "one employee and a half",
        "accounts",
        "employee_count",
        "is not a whole number",
        {"employee_count": "1.5"},
    ),
    Quarantined("a negative revenue", "accounts", "annual_revenue", "is below 0", {"annual_revenue": "-1"}),
    Quarantined(
        "a country that does not exist",
        "accounts",
        "country_code",
        "is not a country",
        {"country_code": "Atlantide"},
    ),
    Quarantined(
        "a country's code that does not exist",
        "accounts",
        "country_code",
        "is not a country",
        {"country_code": "ZZ"},
    ),
    Quarantined(
        "an address for a domain",
        "accounts",
        "email_domains",
        "is no list of domains",
        {"email_domains": "contact@gamma.example"},
    ),
    Quarantined(
        "domains parted by commas",
        "accounts",
        "email_domains",
        "is no list of domains",
        {"email_domains": "gamma.example, gamma.test"},
    ),
    Quarantined(
        "an account created on 31 February",
        "accounts",
        "created_at",
        NOT_AN_INSTANT,
        {"created_at": "31/02/2024"},
    ),
    Quarantined(
        "an account without a name",
        "accounts",
        "account_name",
        "is required and empty",
        {"account_id": "nameless", "account_name": " \t "},
    ),
    Quarantined(
        "an e-mail without @", "people", "email", "is not one e-mail address", {"email": "p.alpha.example"}
    ),
    Quarantined(
        "several e-mails in a cell",
        "people",
        "email",
        "is not one e-mail address",
        {"email": "a@alpha.example; b@beta.example"},
    ),
    Quarantined(
        "perhaps a decision maker",
        "people",
        "is_decision_maker",
        "is not true or false",
        {"is_decision_maker": "perhaps"},
    ),
    Quarantined(
        "a job that ends before it begins",
        "person_employers",
        "valid_to",
        "is not after valid_from",
        {"valid_from": "2025-03-01", "valid_to": "2025-02-01"},
    ),
    Quarantined(
        "a role that does not exist",
        "users",
        "role",
        "is none of sales, sdr, marketing, executive, operations",
        {"role": "boss"},
    ),
    Quarantined(
        "a tier that does not exist",
        "program_accounts",
        "tier",
        "is none of 1, 2, 3, unknown",
        {"account_id": "B", "tier": "4"},
    ),
    Quarantined(
        "a tier and a half",
        "program_accounts",
        "tier",
        "is none of 1, 2, 3, unknown",
        {"account_id": "B", "tier": "1.5"},
    ),
    Quarantined(
        "a membership that ends long before it begins",
        "program_accounts",
        "valid_to",
        NO_DAY_OF_OURS,
        {"account_id": "B", "valid_to": "0001-01-01"},
    ),
    Quarantined(
        "a membership of an account in quarantine",
        "program_accounts",
        "account_id",
        "is of a row of accounts that is in quarantine itself",
        {"account_id": "nameless"},
    ),
    Quarantined(
        "a membership that ends before it begins",
        "program_accounts",
        "valid_to",
        "is not after valid_from",
        {"account_id": "B", "valid_from": "2025-03-01", "valid_to": "2025-02-01"},
    ),
    Quarantined(
        "a membership that ends on the day it begins",
        "program_accounts",
        "valid_to",
        "is not after valid_from",
        {"account_id": "B", "valid_from": "2025-03-01", "valid_to": "2025-03-01"},
    ),
    Quarantined(
        "a membership of no account",
        "program_accounts",
        "account_id",
        "is in no accepted row of accounts",
        {"account_id": "nowhere"},
    ),
    Quarantined(
        "a key that differs by case",
        "program_accounts",
        "account_id",
        "is in no accepted row of accounts",
        {"account_id": "b"},
    ),
    Quarantined(
        "a key of another spelling (01 for 1)",
        "opportunity_people",
        "opportunity_id",
        "is in no accepted row of opportunities",
        {"opportunity_id": "01"},
    ),
    Quarantined(
        "a key of another type (1.0 for 1)",
        "opportunity_people",
        "opportunity_id",
        "is in no accepted row of opportunities",
        {"opportunity_id": "1.0"},
    ),
    Quarantined(
        "a status that does not exist", "account_statuses", "status", "is none of mqa", {"status": "maybe"}
    ),
    Quarantined(
        "an activity of no type", "sales_activities", "type", "is none of call, meeting", {"type": "fax"}
    ),
    Quarantined(
        "an activity at 25 o'clock",
        "sales_activities",
        "occurred_at",
        NOT_AN_INSTANT,
        {"occurred_at": "05/02/2025 25:00"},
    ),
    Quarantined(
        "a campaign that ends before it begins",
        "campaigns",
        "ends_on",
        "is before starts_on",
        {"starts_on": "2025-01-15", "ends_on": "2025-01-14"},
    ),
    Quarantined("a negative budget", "campaigns", "budget", "is below 0", {"budget": "-1"}),
    Quarantined(
        "a member of no status",
        "campaign_members",
        "status",
        "is none of targeted",
        {"status": "on the list"},
    ),
    Quarantined(
        "a funnel stage that does not exist",
        "content_assets",
        "funnel_stage",
        "is none of tofu",
        {"funnel_stage": "end"},
    ),
    Quarantined(
        "an interaction sideways",
        "interactions",
        "direction",
        "is none of inbound, outbound",
        {"direction": "sideways"},
    ),
    Quarantined(
        "a visit of less than no time",
        "interactions",
        "duration_seconds",
        "is below 0",
        {"duration_seconds": "-1"},
    ),
    Quarantined(
        "three quarters of a page as 75", "interactions", "scroll_ratio", "is above 1", {"scroll_ratio": "75"}
    ),
    Quarantined("less than no clicks", "ad_engagements", "clicks", "is below 0", {"clicks": "-1"}),
    Quarantined(
        "1,200 views, which could be one and a bit",
        "ad_engagements",
        "impressions",
        "is not a whole number",
        {"impressions": "1,200"},
    ),
    Quarantined("a negative spend", "ad_engagements", "spend", "is below 0", {"spend": "-45.60"}),
    Quarantined(
        "a change without a day", "program_changes", "changed_on", "is required and empty", {"changed_on": ""}
    ),
    Quarantined(
        "a change of a campaign that is nowhere",
        "program_changes",
        "campaign_id",
        "is in no accepted row of campaigns",
        {"campaign_id": "GONE"},
    ),
    Quarantined(
        "a negative invoice that is no credit note",
        "invoices",
        "amount_net",
        "is below 0, which only a credit_note may be",
        {"kind": "invoice", "amount_net": "-20"},
    ),
    Quarantined(
        "a margin of 62 for 0.62", "invoices", "gross_margin_rate", "is above 1", {"gross_margin_rate": "62"}
    ),
    Quarantined(
        "an invoice without currency", "invoices", "currency", "is required and empty", {"currency": ""}
    ),
    Quarantined(
        "an invoice in no currency (XXX)",
        "invoices",
        "currency",
        "is not a currency code",
        {"currency": "XXX"},
    ),
    Quarantined(
        "an invoice of dollars in euros",
        "invoices",
        "amount_net",
        NOT_A_NUMBER,
        {"currency": "EUR", "amount_net": "1 200 $"},
    ),
    Quarantined(
        "an invoice of a day that does not exist",
        "invoices",
        "issued_on",
        NOT_A_DATE,
        {"issued_on": "31/04/2025"},
    ),
    Quarantined(
        "a contract that ends before it begins",
        "contracts",
        "ends_on",
        "is before starts_on",
        {"starts_on": "2025-04-15", "ends_on": "2025-04-14"},
    ),
    Quarantined(
        "a contract cancelled before it begins",
        "contracts",
        "cancelled_on",
        "is before starts_on",
        {"starts_on": "2025-04-15", "cancelled_on": "2025-04-14"},
    ),
    Quarantined(
        "a contract of less than nothing", "contracts", "annual_value", "is below 0", {"annual_value": "-1"}
    ),
    Quarantined(
        "a cost of no time",
        "costs",
        "period_to",
        "is not after period_from",
        {"period_from": "2025-01-01", "period_to": "2025-01-01"},
    ),
    Quarantined(
        "a cost without end (9999-12-31)", "costs", "period_to", NO_DAY_OF_OURS, {"period_to": "9999-12-31"}
    ),
    Quarantined(
        "a negative cost (write costs net of their credits)",
        "costs",
        "amount",
        "is below 0",
        {"amount": "-8000"},
    ),
    # euros that the revenue of the return has already (T25b)
    Quarantined(
        "uplift of lifetime value as a benefit",
        "benefits",
        "category",
        "is none of efficiency, churn_saved, other",
        {"category": "clv_uplift"},
    ),
    Quarantined(
        "upsell as a benefit",
        "benefits",
        "category",
        "is none of efficiency, churn_saved, other",
        {"category": "upsell"},
    ),
    Quarantined("a benefit of NaN in Parquet", "benefits", "amount", NOT_A_NUMBER, {"amount": float("nan")}),
    Quarantined(
        "an infinite benefit in Parquet", "benefits", "amount", NOT_A_NUMBER, {"amount": float("inf")}
    ),
    Quarantined(
        "a benefit of ten million millions in Parquet",
        "benefits",
        "amount",
        "is not an amount below 1,000,000,000,000",
        {"amount": 1e13},
    ),
    Quarantined(
        "a scale of no width",
        "survey_responses",
        "scale_max",
        "is not above scale_min",
        {"scale_min": "0", "scale_max": "0", "score": "0"},
    ),
    Quarantined(
        "11 on a scale to 10",
        "survey_responses",
        "score",
        "is above scale_max",
        {"scale_max": "10", "score": "11"},
    ),
    Quarantined(
        "0 on a scale from 1",
        "survey_responses",
        "score",
        "is below scale_min",
        {"score": "0", "scale_min": "1"},
    ),
    Quarantined("an exchange rate of 0", "fx_rates", "rate", "is not above zero", {"rate": "0"}),
    Quarantined("a negative exchange rate", "fx_rates", "rate", "is not above zero", {"rate": "-0.9"}),
    Quarantined("an absurd exchange rate", "fx_rates", "rate", "is above 1,000,000", {"rate": "9500000"}),
    Quarantined(
        "a rate that ends before it begins",
        "fx_rates",
        "valid_to",
        "is not after rate_on",
        {"rate_on": "2025-03-28", "valid_to": "2025-03-01"},
    ),
    Quarantined(
        "an erasure of no address",
        "erasure_requests",
        "email",
        "is not one e-mail address",
        {"email": "x at alpha.example"},
    ),
    Quarantined(
        "an erasure of nobody", "erasure_requests", "person_id", "is empty, and so is email", {"email": ""}
    ),
)

SAME_CELL = (
    SameCell("an amount with the row's own currency (100,00 €)", "opportunities", 0, "amount", "100,00 €"),
    SameCell("an amount behind the row's own currency (EUR 50)", "opportunities", 1, "amount", "EUR 50"),
    SameCell("an amount of 7e1", "opportunities", 2, "amount", "7e1"),
    SameCell(
        "spaces that part nothing around an amount", "opportunities", 3, "amount", "\u202f +\u00a080.00 "
    ),
    SameCell("a day first (01/02/2025)", "opportunities", 0, "created_at", "01/02/2025"),
    SameCell("a true of VRAI", "opportunities", 0, "is_closed", "VRAI"),
    SameCell("a type in words (New\u00a0Business)", "opportunities", 0, "type", "New\u00a0Business"),
    SameCell("what cannot be seen around a key", "opportunities", 0, "account_id", "\u00a0A\u200b\ufeff"),
    SameCell("whole numbers with a zero behind (900.0)", "accounts", 1, "employee_count", "900.0"),
    SameCell("a tier of Tier 1.0", "program_accounts", 0, "tier", "Tier 1.0"),
    SameCell("a true of 1.0", "users", 0, "is_active", "1.0"),
)

READ = (
    Read("a country in English or French", "accounts", "country_code", "GB", {"country_code": "Royaume-Uni"}),
    Read("a country with its article", "accounts", "country_code", "NL", {"country_code": "The Netherlands"}),
    Read("a country's code in three letters", "accounts", "country_code", "FR", {"country_code": "fra"}),
    Read(
        "a thousand and some with an apostrophe (12\u2019000.50)",
        "contracts",
        "annual_value",
        "12000.50",
        {"annual_value": "12\u2019000.50"},
    ),
    Read(
        "an amount with its currency and spaces (55 000,00 €)",
        "contracts",
        "annual_value",
        "55000.00",
        {"annual_value": "55 000,00 €"},
    ),
    Read(
        "a negative credit note",
        "invoices",
        "amount_net",
        "-20.00",
        {"kind": "Credit Note", "amount_net": "-20"},
    ),
    Read(
        "a whole company's domains with its web address",
        "accounts",
        "email_domains",
        "https://www.gamma.example/contact",
        {"email_domains": "https://www.gamma.example/contact"},
    ),
    Read(
        "domains with an empty one among them",
        "accounts",
        "email_domains",
        "gamma.example||gamma.test|",
        {"email_domains": "gamma.example||gamma.test|"},
    ),
    Read(
        "domains of each host (*.) or with the dot at their end",
        "accounts",
        "email_domains",
        "*.delta.example|epsilon.example.",
        {"email_domains": "*.delta.example|epsilon.example."},
    ),
    Read(
        "an address as a link (mailto:)",
        "people",
        "email",
        "r@alpha.example",
        {"email": "mailto:r@alpha.example?subject=x"},
    ),
    Read(
        "an address in full-width letters",
        "people",
        "email",
        "s1@alpha.example",
        {"email": "\uff53\uff11\uff20\uff41lpha.example"},
    ),
    Read(
        "a tier of 1.0, as pandas writes whole numbers with gaps",
        "program_accounts",
        "tier",
        "1",
        {"account_id": "B", "tier": "1.0", "valid_from": "2026-01-01"},
    ),
    Read(
        "SQL in a name",
        "accounts",
        "account_name",
        "Robert'); drop table accounts;--",
        {"account_name": "Robert'); drop table accounts;--"},
    ),
    Read("a template in a name", "accounts", "account_name", "{{ 7 * 7 }}", {"account_name": "{{ 7 * 7 }}"}),
    Read("an emoji in a name", "accounts", "account_name", "Fusée 🚀👩‍🚀", {"account_name": "Fusée 🚀👩‍🚀"}),
    Read(
        "a name that begins with =",
        "accounts",
        "account_name",
        "=cmd|' /C calc'!A0",
        {"account_name": "=cmd|' /C calc'!A0"},
    ),
)


def _deal(**changes: Any) -> tuple[str, Row]:
    return "opportunities", changes


FOUND = (
    Found(
        "a reference that leads nowhere",
        "reference_to_nothing",
        "opportunities",
        (_deal(campaign_id="nowhere"),),
        says="the reference is emptied",
    ),
    Found(
        "an owner who is not there",
        "reference_to_nothing",
        "accounts",
        (("accounts", {"owner_id": "nobody"}),),
        says="the reference is emptied",
    ),
    Found(
        "a mail provider's domain for a company's own",
        "public_domain",
        "accounts",
        (("accounts", {"account_id": "mailer", "account_name": "Mailer", "email_domains": "gmail.com"}),),
        says="the domain matches nobody",
    ),
    Found(
        "an e-mail address for a company's name",
        "address_in_name",
        "accounts",
        (("accounts", {"account_id": "named", "account_name": "Jean <jean.dupont@example.com>"}),),
        says="the address is taken out of the name",
    ),
    Found(
        "a row twice",
        "duplicate",
        "opportunities",
        (_deal(opportunity_id="twice"), _deal(opportunity_id="twice")),
        says="one stays",
    ),
    Found(
        "an id twice, with other contents",
        "duplicate_of_other_content",
        "accounts",
        (
            ("accounts", {"account_id": "clash", "account_name": "One"}),
            ("accounts", {"account_id": "clash", "account_name": "Other"}),
        ),
        says="the first ingested stays, of those that landed together the first by content",
    ),
    Found(
        "an id twice in the history, with other amounts",
        "duplicate_of_other_content",
        "opportunity_history",
        (
            ("opportunity_history", {"history_id": "clash", "amount": "90"}),
            ("opportunity_history", {"history_id": "clash", "amount": "95"}),
        ),
        says="the first ingested stays, of those that landed together the first by content",
    ),
    Found(
        "accounts merged in a circle",
        "merge_cycle",
        "accounts",
        (
            ("accounts", {"account_id": "m1", "merged_into_account_id": "m2"}),
            ("accounts", {"account_id": "m2", "merged_into_account_id": "m1"}),
        ),
        says="the smallest id survives",
    ),
    Found(
        "an account merged into itself",
        "merge_cycle",
        "accounts",
        (("accounts", {"account_id": "self", "merged_into_account_id": "self"}),),
        says="it survives itself",
    ),
    Found(
        "people merged in a circle",
        "merge_cycle",
        "people",
        (
            ("people", {"person_id": "p1", "merged_into_person_id": "p2"}),
            ("people", {"person_id": "p2", "merged_into_person_id": "p1"}),
        ),
        says="the smallest id survives",
    ),
    Found(
        "parents in a circle",
        "parent_cycle",
        "accounts",
        (
            ("accounts", {"account_id": "c1", "parent_account_id": "c2"}),
            ("accounts", {"account_id": "c2", "parent_account_id": "c1"}),
        ),
        n=2,
        says="the smallest id is taken for the top",
    ),
    Found(
        "an account that is its own parent",
        "parent_not_there",
        "accounts",
        (("accounts", {"account_id": "own", "parent_account_id": "own"}),),
        says="taken for the top",
    ),
    Found(
        "a deal created in the future",
        "after_the_as_of_date",
        "opportunities",
        (_deal(created_at="2025-12-01"),),
        says="left out until then",
    ),
    Found(
        "an invoice of a day to come",
        "after_the_as_of_date",
        "invoices",
        (("invoices", {"issued_on": "2025-12-01"}),),
        says="left out until then",
    ),
    Found(
        "a cost of a month to come",
        "after_the_as_of_date",
        "costs",
        (("costs", {"period_from": "2025-12-01", "period_to": "2026-01-01"}),),
        says="left out until then",
    ),
    Found(
        "a change of a deal to come",
        "after_the_as_of_date",
        "opportunity_history",
        (("opportunity_history", {"changed_at": "2025-07-01T12:00:00Z"}),),
        says="left out until then",
    ),
    Found(
        "an open deal with an instant of closing",
        "closed_at_of_open_deal",
        "opportunities",
        (_deal(closed_at="2025-12-01T09:00:00Z"),),
        says="taken as open",
    ),
    Found(
        "a deal that closes after the as-of date",
        "closed_after_the_as_of_date",
        "opportunities",
        (
            _deal(
                opportunity_id="later",
                is_closed="true",
                is_won="false",
                close_date="2025-12-01",
                stage="closed_lost",
            ),
            ("opportunity_history", {"opportunity_id": "later", "changed_at": "2025-03-01"}),
        ),
        says="taken as open until then",
    ),
    Found(
        "an end of 9999-12-31",
        "open_end",
        "program_accounts",
        (
            ("accounts", {"account_id": "open"}),
            ("program_accounts", {"account_id": "open", "valid_to": "9999-12-31"}),
        ),
        says="read as an end that is open",
    ),
    Found(
        "an end of 31/12/2999",
        "open_end",
        "contracts",
        (("contracts", {"ends_on": "31/12/2999"}),),
        says="read as an end that is open",
    ),
    Found(
        "an amount beyond the cent (4000.505)",
        "amount_rounded",
        "invoices",
        (("invoices", {"invoice_id": "half", "amount_net": "4000.505"}),),
        says="rounded to the cent, half away from zero",
    ),
    Found(
        "an amount beyond the cent in Parquet",
        "amount_rounded",
        "benefits",
        # 0.1 + 0.2 is only how a computer adds
        (("benefits", {"amount": 19.999}), ("benefits", {"amount": 0.1 + 0.2})),
        says="rounded to the cent, half away from zero",
    ),
    Found(
        "two tiers from the same day",
        "membership_clash",
        "program_accounts",
        (
            ("accounts", {"account_id": "o2"}),
            ("program_accounts", {"account_id": "o2", "tier": "3", "valid_from": "2025-01-01"}),
            ("program_accounts", {"account_id": "o2", "tier": "2", "valid_from": "2025-01-01"}),
        ),
        says="the smaller tier holds",
    ),
    Found(
        "memberships that overlap",
        "membership_overlap",
        "program_accounts",
        (
            ("accounts", {"account_id": "o1"}),
            ("program_accounts", {"account_id": "o1", "tier": "1", "valid_from": "2025-01-01"}),
            ("program_accounts", {"account_id": "o1", "tier": "2", "valid_from": "2025-02-01"}),
        ),
        says="the one that began last holds",
    ),
    Found(
        "a deal closed before it was created",
        "closed_before_created",
        "opportunities",
        (_deal(is_closed="true", is_won="true", close_date="2025-02-01", stage="closed_won"),),
        says="left out of durations",
    ),
    Found(
        "a deal deleted before it was created",
        "deleted",
        "opportunities",
        (_deal(deleted_at="2025-01-01"),),
        says="left out",
    ),
    Found(
        "a deal closed without a date",
        "closed_without_date",
        "opportunities",
        (_deal(is_closed="true", is_won="false", stage="closed_lost"),),
        says="left out",
    ),
    Found(
        "a deal won and not closed",
        "won_but_not_closed",
        "opportunities",
        (_deal(is_won="true"),),
        says="taken as open",
    ),
    Found(
        "a stage that no map knows",
        "stage_not_mapped",
        "opportunities",
        (_deal(stage="Étape 7"),),
        says="kept as unmapped",
    ),
    Found(
        "a currency without a fresh rate",
        "no_fresh_exchange_rate",
        "opportunities",
        (_deal(currency="CHF"),),
        says="the amount is unknown, never taken as it stands",
    ),
    Found(
        "a contract of 0 or -12 months",
        "contract_term_empty",
        "opportunities",
        (_deal(contract_months="0"), _deal(contract_months="-12")),
        n=2,
        says="the amount is taken for a year's",
    ),
    Found(
        "a deal of no account",
        "account_unknown",
        "opportunities",
        (_deal(account_id=""),),
        says="its membership is unknown",
    ),
    Found(
        "an interaction after the as-of date",
        "after_the_as_of_date",
        "interactions",
        (("interactions", {"occurred_at": "2026-01-01"}),),
        says="left out",
    ),
    Found(
        "an interaction of nobody",
        "of_no_known_account",
        "interactions",
        (("interactions", {"email": "x@nowhere.example", "account_id": ""}),),
        says="kept without account",
    ),
)

MEMBERSHIPS = (
    "select tier, valid_from from intermediate.int_membership_resolved where account_id = '{}' order by all"
)
RULED = (
    Ruled(
        "the tier where memberships overlap",
        (),
        MEMBERSHIPS.format("o1"),
        [("1", date(2025, 1, 1)), ("2", date(2025, 2, 1))],
        "that of the one that began last",
    ),
    Ruled(
        "the tier of two from the same day",
        (),
        MEMBERSHIPS.format("o2"),
        [("2", date(2025, 1, 1))],
        "the smaller one",
    ),
    Ruled(
        "the end of a membership that ends on 9999-12-31",
        (),
        "select valid_to from input_layer.input__program_accounts where account_id = 'open'",
        [(None,)],
        "none: it is open",
    ),
    Ruled(
        "the amount of 4000.505",
        (),
        "select amount_net from input_layer.input__invoices where invoice_id = 'half'",
        [(Decimal("4000.51"),)],
        "4000.51",
    ),
    Ruled(
        "ids that differ by case",
        (("accounts", {"account_id": "case"}), ("accounts", {"account_id": "CASE"})),
        "select account_id from account_engagement.dim_account where lower(account_id) = 'case' order by all",
        [("CASE",), ("case",)],
        "two records: Salesforce's ids of 15 characters differ by case alone",
    ),
    Ruled(
        "a renewal of less (a negative amount)",
        (_deal(opportunity_id="less", type="renewal", amount="-100"),),
        "select amount from pipeline_funnel.fct_opportunity where opportunity_id = 'less'",
        [(Decimal(-100),)],
        "kept as it stands; no sum of new business has it",
    ),
)
