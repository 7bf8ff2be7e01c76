"""How each language says it: the page's own strings, numbers, money, shares and dates.

The strings stand in templates/words.yml, English and French side by side; Babel writes the numbers.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from babel import Locale
from babel.dates import format_date, format_datetime, format_skeleton
from babel.numbers import format_compact_currency, format_currency, format_decimal, format_percent

from abm_kpis.page_charts import Scale

LOCALES = {"en": "en_GB", "fr": "fr_FR"}
MINUS = "\N{MINUS SIGN}"
NARROW, NBSP = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"
WHOLE_MONEY_FROM = 100
COMPACT_FROM = 1_000_000
PERCENT = 100
MOST_DECIMALS = 4
MONEY = ("money", "money_per_day")
TEMPLATES = Path(__file__).resolve().parent / "templates"


@cache
def _catalogue() -> dict[str, dict[str, str]]:
    """All strings: dotted key, then language."""
    tree = yaml.safe_load((TEMPLATES / "words.yml").read_text(encoding="utf-8"))
    strings: dict[str, dict[str, str]] = {}

    def walk(branch: dict[str, Any], path: tuple[str, ...]) -> None:
        if set(branch) == set(LOCALES):
            strings[".".join(path)] = {"en": branch["en"], "fr": typeset_french(branch["fr"])}
            return
        for key, part in branch.items():
            walk(part, (*path, str(key)))

    walk(tree, ())
    return strings


def typeset_french(text: str) -> str:
    """The spaces that French typography asks for before : ; ? ! % and inside guillemets, unbreakable."""
    text = re.sub(r" ([;?!])", NARROW + "\\1", text)
    text = re.sub(r" ([:»%])", NBSP + "\\1", text)
    return text.replace("« ", "«" + NBSP)


def known(language: str, key: str, otherwise: str) -> str:
    """The string of that key, else `otherwise`, for codes that a later release may add."""
    strings = _catalogue().get(key)
    return strings[language] if strings else otherwise


def code_word(language: str, group: str, code: str) -> str:
    """A code of the release in words; an unknown one as it is, without underscores."""
    return known(language, f"{group}.{code}", code.replace("_", " "))


@dataclass(frozen=True)
class Language:
    """One language of the page, for a release's currency, time zone and settings that the wording names."""

    code: str
    currency: str
    timezone: str
    fiscal_start: int = 1
    min_n: int = 5
    unknown_share: float = 0.05
    locale: Locale = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "locale", Locale.parse(LOCALES[self.code]))

    def t(self, key: str, **values: object) -> str:
        """The string of that key; a KeyError where the catalogue lacks it."""
        text = _catalogue()[key][self.code]
        return text.format(**values) if values else text

    def known(self, key: str, otherwise: str) -> str:
        """The string of that key, else `otherwise`, for codes that a later release may add."""
        return known(self.code, key, otherwise)

    def code_word(self, group: str, code: str) -> str:
        """A code of the release in words; an unknown one as it is, without underscores."""
        return code_word(self.code, group, code)

    def rephrased(self, group: str, english: str) -> str:
        """A sentence of the release in this language, if the catalogue has its pattern; else as it is."""
        for key, texts in _catalogue().items():
            if key.startswith(f"{group}."):
                pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+)", re.escape(texts["en"]))
                found = re.fullmatch(pattern, english)
                if found:
                    return texts[self.code].format(**found.groupdict())
        return english

    def counted(self, key: str, count: int) -> str:
        """A count and its noun: `1 deal`, `2 deals`; the catalogue has `singular|plural`."""
        return f"{self.number(count)} {self.noun(key, count)}"

    def noun(self, key: str, count: float) -> str:
        """The words alone, in the number that the count asks for."""
        return self.agreed(self.t(key), count)

    def agreed(self, words: str, count: float) -> str:
        """The half of `singular|plural` that the count asks for; words without a bar as they are."""
        singular, _, plural = words.partition("|")
        return plural if plural and self.locale.plural_form(count) != "one" else singular

    def own(self, texts: Any) -> str:
        """This language's text of a pair from the release's catalogue."""
        text: str = texts[self.code]
        return typeset_french(text) if self.code == "fr" else text

    def listed(self, parts: list[str]) -> str:
        return ", ".join(parts)

    def joined(self, parts: list[str]) -> str:
        """Parts that hold commas themselves, parted by semicolons."""
        return (" ; " if self.code == "fr" else "; ").join(parts).replace(" ;", NARROW + ";")

    # Numbers

    def number(self, value: float, digits: int = 0) -> str:
        pattern = "#,##0" + ("." + "0" * digits if digits else "")
        return _minus(format_decimal(value, format=pattern, locale=self.locale))

    def percent(self, share: float, digits: int = 1) -> str:
        pattern = self.locale.percent_formats[None].pattern
        if digits:
            pattern = pattern.replace("#,##0", "#,##0." + "0" * digits)
        return _minus(format_percent(share, format=pattern, locale=self.locale))

    def money(self, amount: float) -> str:
        """Whole units of the reporting currency, cents below 100."""
        pattern = self.locale.currency_formats["standard"].pattern
        if abs(amount) >= WHOLE_MONEY_FROM or float(amount).is_integer():
            pattern = pattern.replace(".00", "")
        return _minus(
            format_currency(amount, self.currency, format=pattern, locale=self.locale, currency_digits=False)
        )

    def value(self, unit: str, value: float) -> str:
        """A KPI's value with its unit: a share as percent, days, money; other units as they are called."""
        if unit == "money":
            return self.money(value)
        if unit == "money_per_day":
            return self.t("units.per_day", amount=self.money(value))
        if unit == "share":
            return self.percent(value, max(1, decimals(value * PERCENT)))
        return self._counted(unit, value, decimals(value))

    def _counted(self, unit: str, value: float, digits: int) -> str:
        number = self.number(value, digits)
        return f"{number}{NBSP}{self.agreed(self.code_word('units', unit), value)}".rstrip()

    def limit(self, unit: str, value: float) -> str:
        """A target: as a value, but a round share without decimals."""
        if unit == "share" and round(value * PERCENT, 6).is_integer():
            return self.percent(value, 0)
        return self.value(unit, value)

    def tick(self, unit: str, value: float, step: float) -> str:
        """A value at an axis whose ticks lie `step` apart: short."""
        if unit in MONEY:
            return self._compact(value, _compact_digits(value))
        if unit == "share":
            return self.percent(value, written_decimals(step * PERCENT))
        return self.number(value, written_decimals(step))

    def short(self, unit: str, value: float) -> str:
        """A value beside a line: as it is, but from a million on an amount with three digits or so."""
        if unit == "money" and abs(value) >= COMPACT_FROM:
            return self._compact(value, 2)
        return self.value(unit, value)

    def _compact(self, amount: float, digits: int) -> str:
        return _minus(
            format_compact_currency(amount, self.currency, locale=self.locale, fraction_digits=digits)
        )

    def ticks(self, unit: str, scale: Scale) -> list[str]:
        """The labels of an axis; the last one names the unit where the others do not show it."""
        labels = [self.tick(unit, value, scale.step) for value in scale.ticks]
        return labels if unit in (*MONEY, "share") else [*labels[:-1], self.value(unit, scale.ticks[-1])]

    def change(self, unit: str, now: float, before: float) -> str:
        """The signed change: points for shares, percent for money, the unit itself for the rest.

        It has the decimals of the values it lies between.
        """
        if unit == "share":
            points = (now - before) * PERCENT
            digits = max(1, decimals(now * PERCENT), decimals(before * PERCENT))
            return self._signed(points, self.points(abs(points), digits))
        if unit in MONEY:
            if before == 0:
                return self.t("change.from_zero") if now else self.t("change.none")
            relative = (now - before) / abs(before)
            return self._signed(relative, self.percent(abs(relative)))
        difference = abs(now - before)
        digits = 0 if float(difference).is_integer() else max(1, decimals(now), decimals(before))
        return self._signed(now - before, self._counted(unit, difference, digits))

    def points(self, points: float, digits: int = 1) -> str:
        return f"{self.number(points, digits)}{NBSP}{self.t('change.points')}"

    def _signed(self, difference: float, size: str) -> str:
        if not re.search(r"[1-9]", size):
            return self.t("change.none")
        return ("+" if difference > 0 else MINUS) + size

    # Dates

    def day(self, day: date) -> str:
        return str(format_date(day, "d MMM y", locale=self.locale))

    def long_day(self, day: date) -> str:
        return str(format_date(day, "long", locale=self.locale))

    def month(self, day: date, skeleton: str = "yMMMM") -> str:
        return str(format_skeleton(skeleton, day, locale=self.locale))

    def instant(self, instant: datetime) -> str:
        """Day and time of day in the reporting time zone."""
        local = instant.astimezone(ZoneInfo(self.timezone))
        return str(format_datetime(local, "d MMM y, HH:mm", tzinfo=local.tzinfo, locale=self.locale))

    def end_of_period(self, period_type: str, start: date, end: date) -> str:
        """The period where its length goes without saying: of a window only its last day."""
        if period_type.startswith("trailing"):
            return self.t("period.to", day=self.day(end - timedelta(days=1)))
        return self.period(period_type, start, end)

    def period(self, period_type: str, start: date, end: date) -> str:
        """The period in words; `end` is the day after its last one."""
        last = end - timedelta(days=1)
        if period_type == "month":
            return self.month(start)
        if period_type == "quarter" and self.fiscal_start == 1:
            return self.t("period.quarter", number=(start.month + 2) // 3, year=start.year)
        if period_type == "year" and self.fiscal_start == 1:
            return str(start.year)
        trailing = re.fullmatch(r"trailing_(\d+)([md])", period_type)
        if trailing:
            return self.t(f"period.trailing_{trailing[2]}", count=trailing[1], day=self.day(last))
        if start == last:
            return self.day(last)
        return self.t("period.range", start=self.day(start), end=self.day(last))


def _minus(text: str) -> str:
    return str(text).replace("-", MINUS)


def decimals(value: float) -> int:
    """Decimals to read: none of a whole number, one from 1 on, of less two digits: 0.23, 0.045."""
    size = abs(value)
    if float(size).is_integer():
        return 0
    if size >= 1:
        return 1
    return written_decimals(round(size, min(1 - math.floor(math.log10(size)), MOST_DECIMALS))) or 1


def written_decimals(value: float) -> int:
    """Decimals that it takes to write a round number."""
    return next(digits for digits in range(7) if round(value, 6) == round(value, digits))


def _compact_digits(amount: float) -> int:
    """Decimals that a compact amount needs: €1.25M two, €2.5K one, €400K none; at most two."""
    power = max(math.floor(math.log10(abs(amount)) / 3 + 1e-9), 0) * 3 if amount else 0
    scaled = abs(amount) / 10**power
    return next((digits for digits in (0, 1) if round(scaled, 6) == round(scaled, digits)), 2)
