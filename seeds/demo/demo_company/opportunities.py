"""The two opportunity tables as rows, and the dirt in them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from demo_company.clock import paris, paris_day, synced
from demo_company.deals import Deal
from demo_company.history import CLOSED, FORECAST, PROBABILITY, PROPOSAL, QUALIFICATION, WON, Step
from demo_company.ids import record_ids
from demo_company.quirks import Oddities, is_quiet
from demo_company.table import Row

TYPE_NAMES = {
    "new_business": "New Business",
    "expansion": "Existing Business",
    "renewal": "Renewal",
}
IMPOSSIBLE_INSTANT = "2025-02-30 10:15:00"
NO_NUMBER = "n/a"
BAD_AMOUNTS, BAD_DATES = 1, 2
LATE_MONTH = (2025, 3)
LATE_SYNC = date(2025, 4, 17)
LATE_ROWS = 3
BACKDATED_BY = timedelta(days=17)


@dataclass
class Tables:
    """The rows of both tables, and which records carry which fault."""

    opportunities: list[Row]
    history: list[Row]
    dirt: dict[str, list[str]]


def make_tables(rng: Random, deals: list[Deal], odd: Oddities, user_ids: dict[str, str]) -> Tables:
    """Number the deals and their steps, write the rows, then soil a few of them."""
    for deal, new_id in zip(deals, record_ids("opportunity"), strict=False):
        deal.id = new_id
    steps = sorted(((step.at, n, m) for n, deal in enumerate(deals) for m, step in enumerate(deal.steps)))
    for (_, n, m), new_id in zip(steps, record_ids("history"), strict=False):
        deals[n].steps[m].id = new_id
    opportunities = [_opportunity_row(deal, user_ids) for deal in deals]
    history = [_history_row(deals[n], deals[n].steps[m], user_ids) for _, n, m in steps]
    dirt = {name: [deal.id for deal in some] for name, some in odd.picked.items()}
    tables = Tables(opportunities, history, dirt)
    _soil(rng, tables, odd)
    return tables


def _opportunity_row(deal: Deal, user_ids: dict[str, str]) -> Row:
    last = deal.steps[-1]
    modified_at = deal.deleted_at or last.at
    return {
        "id": deal.id,
        "account_id": deal.account.id if deal.account else None,
        "name": deal.label,
        "type": TYPE_NAMES[deal.type] if deal.has_type else None,
        "stage_name": deal.stage,
        "amount": _money(last.amount),
        "currency_iso_code": _currency(deal),
        "probability": PROBABILITY[deal.stage],
        "close_date": deal.close_date,
        "lead_source": deal.source,
        "owner_id": user_ids[deal.owner],
        "campaign_id": None,
        "contract_months_c": deal.months,
        "is_closed": deal.is_closed,
        "is_won": deal.stage == WON,
        "is_deleted": deal.deleted_at is not None,
        "created_date": deal.created_at,
        "last_modified_date": modified_at,
        "system_modstamp": modified_at,
        "_fivetran_synced": synced(modified_at),
    }


def _history_row(deal: Deal, step: Step, user_ids: dict[str, str]) -> Row:
    modified_at = deal.deleted_at or step.at
    chance = PROBABILITY[step.stage]
    is_last = step is deal.steps[-1]
    return {
        "id": step.id,
        "opportunity_id": deal.id,
        "created_by_id": user_ids[deal.opener if step is deal.steps[0] else deal.owner],
        "stage_name": step.stage,
        "amount": _money(step.amount),
        "probability": chance,
        "expected_revenue": None if step.amount is None else _money(step.amount, chance),
        "close_date": deal.close_date if is_last else _forecast(step),
        "currency_iso_code": _currency(deal),
        "forecast_category": FORECAST[step.stage],
        "is_deleted": deal.deleted_at is not None,
        "created_date": step.at,
        "system_modstamp": modified_at,
        "_fivetran_synced": synced(modified_at),
    }


def _money(amount: int | None, percent: int = 100) -> Decimal | None:
    return None if amount is None else (Decimal(amount) * percent / 100).quantize(Decimal("0.01"))


def _currency(deal: Deal) -> str:
    return "USD" if deal.in_dollars else "EUR"


def _forecast(step: Step) -> date:
    """The end of the month that the owner had in mind then: three months on, two, one."""
    if step.stage in CLOSED:
        return paris_day(step.at)
    months_on = {QUALIFICATION: 3, PROPOSAL: 2}.get(step.stage, 1)
    month = paris_day(step.at).year * 12 + paris_day(step.at).month + months_on
    first_after = date(month // 12, month % 12 + 1, 1)
    return first_after - timedelta(days=1)


def _soil(rng: Random, tables: Tables, odd: Oddities) -> None:
    """Faults of people and of the loader, each in a row or two."""
    bad_amount, bad_date, no_date = odd.pick("quarantined", BAD_AMOUNTS + BAD_DATES, _is_spare)
    rows = {str(row["id"]): row for row in tables.opportunities}
    rows[bad_amount.id]["amount"] = NO_NUMBER
    rows[bad_date.id]["created_date"] = IMPOSSIBLE_INSTANT
    rows[no_date.id]["created_date"] = None
    backdated = odd.first("closed before created", _is_imported)
    rows[backdated.id]["close_date"] = paris_day(backdated.created_at) - BACKDATED_BY
    tables.history[:] = [row for row in tables.history if row["opportunity_id"] != backdated.id]
    twice = odd.pick("sent twice", 1, is_quiet)[0]
    _repeat(tables.opportunities, rows[twice.id])
    step = next(row for row in tables.history if row["opportunity_id"] == twice.id)
    _repeat(tables.history, step)
    in_march = [row for row in tables.history if _is_in_late_month(row)]
    late = rng.sample(in_march, LATE_ROWS)
    for row in late:
        row["_fivetran_synced"] = paris(LATE_SYNC, 8, 17)
    tables.dirt |= {
        "amount that is no number": [bad_amount.id],
        "created_date that does not exist": [bad_date.id],
        "created_date missing": [no_date.id],
        "closed before created, no history": [backdated.id],
        "opportunity sent twice": [twice.id],
        "history row sent twice": [str(step["id"])],
        "history row of March 2025 landed in mid-April": [str(row["id"]) for row in late],
    }


def _repeat(rows: list[Row], row: Row) -> None:
    rows.insert(rows.index(row) + 1, dict(row))


def _is_spare(deal: Deal) -> bool:
    return is_quiet(deal) and not deal.is_abm and deal.stage != WON


def _is_imported(deal: Deal) -> bool:
    in_2025 = paris_day(deal.created_at) >= date(2025, 2, 1)
    return is_quiet(deal) and in_2025 and deal.stage == WON and not deal.is_abm


def _is_in_late_month(row: Row) -> bool:
    at = row["created_date"]
    return isinstance(at, datetime) and (at.year, at.month) == LATE_MONTH and not row["is_deleted"]
