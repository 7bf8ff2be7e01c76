"""What campaigns cost for the accounts and MQAs they brought (K50c, K50d) in plain Python, from rules.md.

It shares no code with the models. No rate is on record: what is not in euros is worth nobody knows what.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from tests.engagement_oracle import Engagement
from tests.engagement_stream import local_day

BEFORE_MQA = 90
Month = tuple[str, date]
"""A campaign and the first of a month."""


def first_of(on: date) -> date:
    return on.replace(day=1)


def charged(amount: Decimal, start: date, end: date, until: date) -> Decimal:
    """What of a cost is charged by a day, to the cent."""
    days = max((min(until, end) - start).days, 0)
    return (amount * days / (end - start).days).quantize(Decimal("0.01"), ROUND_HALF_UP)


@dataclass
class Spent:
    """A campaign's month: advertising as the platform tells it, lines of advertising, all other lines."""

    told: list[Decimal | None] = field(default_factory=list)
    advertising: list[Decimal | None] = field(default_factory=list)
    others: list[Decimal | None] = field(default_factory=list)

    @property
    def counted(self) -> list[Decimal | None]:
        """Advertising is paid once (T59); a line stands in for what the platform tells without a rate."""
        if not self.told:
            return self.advertising + self.others
        if None not in self.told:
            return [sum((amount for amount in self.told if amount), Decimal()), *self.others]
        stands_in = any(amount is not None for amount in self.advertising)
        return (self.advertising if stands_in else [None, *self.advertising]) + self.others


class Costs:
    """A company's campaigns: what they spent by month, whom they engaged, which MQAs they had a part in."""

    def __init__(self, one: Engagement) -> None:
        self.one = one

    @cached_property
    def spent(self) -> dict[Month, list[Decimal | None]]:
        months: dict[Month, Spent] = defaultdict(Spent)
        for row in self.one.tables.get("ad_engagements", []):
            if row.get("spend") and row["day"] <= self.one.as_of:
                amount = Decimal(row["spend"]) if row["currency"] == "EUR" else None
                months[row["campaign_id"], first_of(row["day"])].told.append(amount)
        for row in self.one.tables.get("costs", []):
            for month, amount in self.by_month(row):
                lines = months[row["campaign_id"], month]
                kind = lines.advertising if row["category"] == "advertising" else lines.others
                kind.append(amount if row["currency"] == "EUR" else None)
        return {month: spent.counted for month, spent in months.items() if spent.counted}

    def by_month(self, row: dict[str, object]) -> Iterator[tuple[date, Decimal]]:
        """A cost by the day, up to the as-of date."""
        start, end, amount = row["period_from"], row["period_to"], Decimal(str(row["amount"]))
        assert isinstance(start, date)
        assert isinstance(end, date)
        month = first_of(start)
        while month < end and month <= self.one.as_of:
            following = first_of(month + timedelta(days=31))
            until = min(following, self.one.as_of + timedelta(days=1))
            yield month, charged(amount, start, end, until) - charged(amount, start, end, month)
            month = following

    def is_known(self, campaign: str, month: date) -> bool:
        """Whether what the campaign cost is on record at all, and all that is of the month has a rate."""
        has_any = any(
            amount is not None
            for (whose, _), amounts in self.spent.items()
            for amount in amounts
            if whose == campaign
        )
        return has_any and None not in self.spent.get((campaign, month), [])

    def spend(self, campaigns: set[str], start: date, end: date) -> Decimal:
        """Of months in which all has a rate."""
        return sum(
            (
                amount
                for (campaign, month), amounts in self.spent.items()
                for amount in amounts
                if campaign in campaigns
                and start <= month < end
                and amount is not None
                and None not in amounts
            ),
            Decimal(),
        )

    def engaged(self, campaigns: set[str], start: date, end: date) -> set[object]:
        """Accounts that did something of any of the campaigns, each once."""
        return {
            event.account
            for event in self.one.history.engagement
            if event.campaign in campaigns
            and start <= event.on < end
            and self.is_known(event.campaign, first_of(event.on))
        }

    def mqas(self, campaigns: set[str], start: date, end: date) -> set[object]:
        """MQAs whose accounts did something of any of them in the 90 days before, each once."""
        found: set[object] = set()
        for episode, at in self.one.episodes():
            on = local_day(at)
            if start <= on < end and any(
                self.one.name(event.account) == episode.split(":mqa:")[0]
                and event.campaign in campaigns
                and event.at <= at
                and (on - event.on).days <= BEFORE_MQA
                and self.is_known(event.campaign, first_of(on))
                for event in self.one.history.engagement
            ):
                found.add(episode)
        return found

    @property
    def brought(self) -> dict[str, Callable[[set[str], date, date], set[object]]]:
        return {"K50c": self.engaged, "K50d": self.mqas}
