"""What two sources, or two tables of one, say of the same thing: they should agree."""

from __future__ import annotations

from quality.expectation import Expectation, judged


def _synced(key: str, where: str = "true") -> str:
    """CTEs `records` and `pairs`: records of two sources that external_ids of one of them say are one."""
    return f"""
    with records as (select * from {{batch}} where {where}),
    named as (select source_system, {key}, unnest(string_split(external_ids, '|')) as called from records),
    pairs as (
        -- each pair once, whichever of the two names the other
        select least(a.source_system, b.source_system) as one_source,
            case when a.source_system < b.source_system then a.{key} else b.{key} end as one_id,
            greatest(a.source_system, b.source_system) as other_source,
            case when a.source_system < b.source_system then b.{key} else a.{key} end as other_id
        from named as a
        inner join records as b
            on b.source_system = split_part(trim(a.called), ':', 1)
            and b.{key} = substr(trim(a.called), strpos(a.called, ':') + 1)
        where a.source_system != b.source_system
        group by all
    )"""


def _both(key: str, records: str = "records") -> str:
    return f"""
        inner join {records} as a on a.source_system = one_source and a.{key} = one_id
        inner join {records} as b on b.source_system = other_source and b.{key} = other_id"""


# the deals of a CRM that is not of record have landed, though they are left out of the input layer
_DEALS = f"""{_synced("opportunity_id", "disposition in ('accepted', 'other_crm')")},
    compared as (
        select a.source_system, a.opportunity_id, other_source,
            b.opportunity_id as other_opportunity_id,
            a.is_closed and b.is_closed and a.is_won != b.is_won as is_won_and_lost,
            case when a.currency is not distinct from b.currency
                then cast(abs(a.amount - b.amount) as double) / greatest(abs(a.amount), abs(b.amount), 0.01)
            end as amounts_apart_by
        from pairs {_both("opportunity_id")}
    )
    select *, 'opportunities' as table_name,
        case when is_won_and_lost then cast('infinity' as double) else amounts_apart_by end as measured
    from compared where is_won_and_lost or amounts_apart_by > 0
"""

_ACCOUNTS = f"""{_synced("account_id")},
    known as (
        select keyed.source_system, keyed.account_id, list(domains.domain order by domains.domain) as domains
        from intermediate.int_account_keyed as keyed
        inner join intermediate.int_account_domain as domains using (account_key)
        group by all
    )
    select a.source_system, 'accounts' as table_name, a.account_id, a.domains, other_source,
        b.account_id as other_account_id, b.domains as other_domains, cast(null as double) as measured
    from pairs {_both("account_id", "known")}
    where not list_has_any(a.domains, b.domains)
"""

# their mail domains alone: no address leaves the database
_PEOPLE = f"""{_synced("person_id")},
    known as (
        select source_system, person_id, nullif(lower(trim(split_part(email, '@', 2))), '') as mail_domain
        from records
    )
    select a.source_system, 'people' as table_name, a.person_id, a.mail_domain, other_source,
        b.person_id as other_person_id, b.mail_domain as other_mail_domain, cast(null as double) as measured
    from pairs {_both("person_id", "known")}
    where a.mail_domain != b.mail_domain
"""

_HISTORY = """
    with last_rows as (
        select * from {batch}
        qualify row_number() over (partition by opportunity_id order by history_position desc) = 1
    ),
    compared as (
        select deals.source_system, 'opportunity_history' as table_name, deals.opportunity_id,
            mapped.stage, last_rows.canonical_stage as stage_in_history,
            mapped.amount, last_rows.amount as amount_in_history,
            mapped.stage != last_rows.canonical_stage as is_elsewhere,
            case when coalesce(last_rows.currency, mapped.currency) is not distinct from mapped.currency
                then cast(abs(mapped.amount - last_rows.amount) as double)
                    / greatest(abs(mapped.amount), abs(last_rows.amount), 0.01)
            end as amounts_apart_by
        from last_rows
        inner join intermediate.int_opportunity_mapped as mapped using (opportunity_id)
        inner join input_layer.input__opportunities as deals using (opportunity_id)
    )
    select * exclude (is_elsewhere, amounts_apart_by),
        case when is_elsewhere then cast('infinity' as double) else amounts_apart_by end as measured
    from compared where is_elsewhere or amounts_apart_by > 0
"""

_INVOICED = """
    with counted as (
        select opportunity_id, currency, min(source_system) as source_system, count(*) as n_invoices,
            sum(case kind when 'credit_note' then -abs(amount_net) else amount_net end) as invoiced
        from {batch}
        where opportunity_id is not null and coalesce(status, 'issued') not in ('draft', 'cancelled')
        group by all
    )
    select counted.source_system, 'invoices' as table_name, deals.opportunity_id, counted.n_invoices,
        counted.invoiced, counted.currency, deals.amount,
"""

_INVOICED_FROM = """
    from counted
    inner join input_layer.input__opportunities as deals using (opportunity_id)
    where counted.invoiced > 0
"""

_INVOICES_OF_NO_WON_DEAL = f"""{_INVOICED} deals.is_closed, cast(null as double) as measured
    {_INVOICED_FROM} and not deals.is_won
"""

_INVOICES_ABOVE_DEAL = f"""{_INVOICED}
        case when coalesce(deals.currency, counted.currency) = counted.currency and deals.amount > 0
            then cast(counted.invoiced as double) / deals.amount
        end as measured
    {_INVOICED_FROM} and deals.is_won and counted.invoiced > deals.amount
"""

ACROSS_SOURCES = (
    Expectation(
        "input_layer.landed__opportunities",
        "deals_of_two_crms_agree",
        "a deal that stands in two CRMs has one outcome and one amount",
        judged("deals_of_two_crms_disagree", _DEALS),
        check="deals_of_two_crms_disagree",
    ),
    Expectation(
        "input_layer.input__accounts",
        "accounts_of_two_sources_agree",
        "an account that stands in two sources has a domain in common",
        judged("records_of_two_sources_disagree", _ACCOUNTS),
        check="records_of_two_sources_disagree",
    ),
    Expectation(
        "input_layer.input__people",
        "people_of_two_sources_agree",
        "a person who stands in two sources has one mail domain",
        judged("records_of_two_sources_disagree", _PEOPLE),
        check="records_of_two_sources_disagree",
    ),
    Expectation(
        "intermediate.int_opportunity_history_ordered",
        "history_ends_where_the_deal_stands",
        "the last row of a deal's history has the deal's own stage and amount",
        judged("history_disagrees_with_deal", _HISTORY),
        check="history_disagrees_with_deal",
    ),
    Expectation(
        "input_layer.input__invoices",
        "invoices_are_of_won_deals",
        "invoices are of deals that were won",
        judged("invoices_of_deal_not_won", _INVOICES_OF_NO_WON_DEAL),
        check="invoices_of_deal_not_won",
    ),
    Expectation(
        "input_layer.input__invoices",
        "invoices_are_within_their_deal",
        "the invoices of a won deal, less credit notes, come to no more than it is worth",
        judged("invoices_disagree_with_deal", _INVOICES_ABOVE_DEAL),
        check="invoices_disagree_with_deal",
    ),
)
