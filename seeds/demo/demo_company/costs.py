"""What marketing and the programme cost, and what they saved, as finance keeps it in a spreadsheet."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from random import Random

from demo_company import settings as s
from demo_company.campaigns import Campaign
from demo_company.clock import paris, synced
from demo_company.linkedin import FOR_ACCOUNTS
from demo_company.table import Row, numbered

FIRST_COST = date(2023, 10, 1)
START = s.WAVES[0]
NOISE = 0.08
RISE_2025 = 1.12
# one-off: day, category, segment, euros
ONE_OFF = (
    (date(2024, 2, 5), "training", "abm", 9_500),
    (date(2024, 3, 11), "change", "abm", 14_000),
    (date(2024, 9, 9), "training", "abm", 4_200),
    (date(2025, 6, 16), "training", "abm", 5_600),
    (date(2025, 7, 1), "change", "abm", 8_200),
)
BENEFITS = (
    (date(2024, 7, 1), date(2024, 10, 1), "efficiency", "abm", 6_500),
    (date(2024, 10, 1), date(2025, 1, 1), "efficiency", "abm", 8_000),
    (date(2025, 1, 1), date(2025, 4, 1), "efficiency", "abm", 9_500),
    (date(2025, 4, 1), date(2025, 7, 1), "efficiency", "abm", 7_000),
    (date(2025, 7, 1), date(2025, 10, 1), "efficiency", "abm", 11_000),
    (date(2025, 10, 1), date(2026, 1, 1), "efficiency", "abm", 12_500),
    (date(2024, 9, 1), date(2025, 9, 1), "churn_saved", "abm", 24_000),
    (date(2025, 1, 1), date(2026, 1, 1), "churn_saved", "shared", 9_000),
    (date(2025, 4, 1), date(2025, 7, 1), "other", "non_abm", 3_000),
)
# The agency billed a month of LinkedIn which the platform's own spend holds already
DOUBLED_MONTH, DOUBLED_AMOUNT = date(2025, 10, 1), Decimal("1490.00")


def cost_rows(rng: Random, campaigns: list[Campaign]) -> list[Row]:
    """Costs by month, campaign and occasion."""
    drafts: list[Row] = []
    month = FIRST_COST
    while month <= s.LAST_DAY:
        after = (month + timedelta(days=32)).replace(day=1)
        for (category, segment), euros in s.MONTHLY_COSTS.items():
            if segment == "abm" and month < START:
                continue
            rise = RISE_2025 if month.year == s.LAST_DAY.year else 1
            amount = euros * rise * rng.uniform(1 - NOISE, 1 + NOISE)
            drafts.append(_row(month, after, category, segment, amount))
        month = after
    for day, category, segment, euros in ONE_OFF:
        drafts.append(_row(day, day + timedelta(days=30), category, segment, euros))
    for campaign in campaigns:
        if campaign.type != "Advertisement" and campaign.ends_on <= s.LAST_DAY:
            segment = "abm" if campaign.is_abm else "non_abm"
            category = "content" if campaign.type in ("Direct Mail", "Email") else "events"
            after = campaign.starts_on + timedelta(days=1)
            spent = campaign.budget * rng.uniform(0.85, 1.1)
            drafts.append(
                _row(campaign.starts_on, after, category, segment, spent) | {"campaign_id": campaign.id}
            )
    after = (DOUBLED_MONTH + timedelta(days=32)).replace(day=1)
    doubled = _row(DOUBLED_MONTH, after, "advertising", "abm", float(DOUBLED_AMOUNT))
    drafts.append(doubled | {"campaign_id": FOR_ACCOUNTS[-1].id})
    drafts.sort(key=lambda row: (str(row["period_from"]), str(row["category"]), str(row["segment"])))
    rows = numbered("cost_id", (f"K{n:04}" for n in count(1)), drafts)
    for row in rng.sample([row for row in rows if row["segment"] == "shared"], 5):
        row["segment"] = None
    bad = rows[-1] | {"cost_id": "K9001", "category": "divers"}
    return [*rows, dict(rows[40]), bad]


def _row(start: date, after: date, category: str, segment: str, amount: float) -> Row:
    return {
        "period_from": start,
        "period_to": after,
        "category": category,
        "segment": segment,
        "campaign_id": None,
        "amount": Decimal(amount).quantize(Decimal("0.01")),
        "currency": "EUR",
        "ingested_at": synced(paris(min(after, s.LAST_DAY), 9)),
    }


def benefit_rows() -> list[Row]:
    """What the programme saved, by controlling's estimate."""
    return [
        {
            "benefit_id": f"B{number:02}",
            "period_from": start,
            "period_to": after,
            "category": category,
            "segment": segment,
            "amount": f"{euros}.00",
            "currency": "EUR",
        }
        for number, (start, after, category, segment, euros) in enumerate(BENEFITS, start=1)
    ]
