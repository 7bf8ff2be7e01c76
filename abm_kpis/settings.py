"""The vars of a run: the project's defaults, the folder's settings.yml, the command line."""

from __future__ import annotations

import difflib
import re
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

import duckdb
import yaml
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    Strict,
    ValidationError,
    ValidationInfo,
    field_validator,
)

from abm_kpis.errors import AbmError
from abm_kpis.places import PROJECT

Vars = dict[str, Any]
Crm = Literal["salesforce", "hubspot"]
Source = Literal["salesforce", "hubspot", "web", "linkedin_ads", "files"]
DealType = Literal["new_business", "expansion", "renewal"]
CostCategory = Literal[
    "technology", "content", "advertising", "events", "agency", "team_time", "training", "change"
]
BenefitCategory = Literal["efficiency", "churn_saved", "other"]
UserRole = Literal["sales", "sdr", "marketing", "executive", "operations"]
AccountStatus = Literal["mqa", "sent_to_sales", "accepted", "rejected", "sqa"]
Tier = Literal["1", "2", "3", "unknown"]
AttributionModel = Literal[
    "first_touch", "last_touch", "linear", "time_decay", "u_shape", "w_shape", "full_path"
]
MemberStatus = Literal[
    "targeted",
    "sent",
    "opened",
    "clicked",
    "invited",
    "registered",
    "attended",
    "responded",
    "bounced",
    "opted_out",
]


def _currency(value: object) -> object:
    if not (isinstance(value, str) and re.fullmatch("[A-Za-z]{3}", value)):
        raise ValueError("write a currency code of three letters, such as EUR")
    return value.upper()


def _ascending(limits: list[int]) -> list[int]:
    if not limits or any(low >= high for low, high in pairwise(limits)):
        raise ValueError("name the limits from the lowest to the highest")
    return limits


def _each_once(names: list[AttributionModel]) -> list[AttributionModel]:
    if len(set(names)) < len(names):
        raise ValueError("name each once")
    return names


def _known_zone(name: str) -> str:
    # DuckDB's list: it is DuckDB that turns instants into days
    if not duckdb.execute("select 1 from pg_timezone_names() where name = ?", [name]).fetchall():
        raise ValueError(f"{name} is no time zone, write one such as Europe/Paris")
    return name


def _attachable(name: str) -> str:
    if not re.fullmatch("[a-z_][a-z0-9_]*", name):
        raise ValueError("write a name of small letters, digits and underscores, such as crm")
    # the private database's own name, and DuckDB's
    if name in ("warehouse", "main", "memory", "system", "temp"):
        raise ValueError("this name is taken, write another, such as crm")
    return name


def _number_as_text(value: object) -> object:
    # a tier is a text, and nobody writes quotation marks around a 1
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _time_of_day(value: object) -> str:
    # without quotation marks, YAML reads 18:00 as the number 1080
    if not (isinstance(value, str) and re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value)):
        raise ValueError('write a time in quotation marks, such as "09:00"')
    return value


def _no_number(value: object) -> object:
    if isinstance(value, int | float):
        raise ValueError("write a date such as 2025-06-30")
    return value


def _with_time(value: object) -> object:
    if (isinstance(value, date) and not isinstance(value, datetime)) or isinstance(value, int | float):
        raise ValueError("write an instant such as 2025-06-30T18:00:00Z")
    return value


def _in_utc(instant: datetime) -> datetime:
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


FIRST_DAY = date(1990, 1, 1)
LAST_DAY = date(2199, 12, 31)
Day = Annotated[date, BeforeValidator(_no_number), Field(ge=FIRST_DAY, le=LAST_DAY)]
Share = Annotated[float, Strict(), Field(ge=0, le=1)]
Count = Annotated[int, Strict(), Field(ge=1)]
TimeOfDay = Annotated[str, BeforeValidator(_time_of_day)]
Weekday = Annotated[int, Strict(), Field(ge=1, le=7)]
BandLimits = Annotated[list[Count], AfterValidator(_ascending)]


MOST_HALF_LIVES = 49
"""More of them than the decimals of the score have room for."""


class HazardPrior(BaseModel):
    """A Gamma distribution of customers lost a year: as if `a` had been lost in `b` customer-years."""

    model_config = ConfigDict(extra="forbid")

    a: Annotated[float, Field(gt=0)]
    b: Annotated[float, Field(gt=0)]


class Settings(BaseModel):
    """What each var of dbt_project.yml may be; what it means stands there."""

    model_config = ConfigDict(extra="forbid")

    raw_from: Literal["demo", "source"]
    sources_enabled: Annotated[list[Source], Field(min_length=1)]
    crm_of_record: Crm | None
    demo_tables: dict[Source, list[str]]
    raw_database: Annotated[str, AfterValidator(_attachable)] | None
    raw_schemas: dict[Source, str]
    table_names: dict[Source, dict[str, str]]
    column_names: dict[Source, dict[str, dict[str, str]]]
    salesforce_url: Annotated[str, Field(pattern="^https://")] | None
    opportunity_types: dict[str, DealType]
    campaign_channels: dict[str, str]
    campaign_member_statuses: dict[str, MemberStatus]
    activity_types: dict[str, Literal["call", "meeting", "email", "message", "task"]]
    user_titles: dict[str, UserRole]
    user_departments: dict[str, UserRole]
    buying_roles: dict[
        str, Literal["economic_buyer", "champion", "technical_buyer", "user_buyer", "procurement"]
    ]
    country_names: dict[str, Annotated[str, Field(pattern="^[A-Z]{2}$")]]
    interaction_types: dict[str, str]
    account_status_fields: dict[str, dict[str, AccountStatus]]
    company_status_dates: dict[str, AccountStatus]
    as_of_date: Day
    as_of_at: Annotated[datetime, BeforeValidator(_with_time), AfterValidator(_in_utc)] | None
    reporting_timezone: Annotated[str, AfterValidator(_known_zone)]
    date_order: Literal["dmy", "mdy"]
    fiscal_year_start_month: Annotated[int, Strict(), Field(ge=1, le=12)]
    fiscal_year_named_by: Literal["end", "start"]
    history_years: Annotated[int, Strict(), Field(ge=1, le=50)]
    published_days: list[Day]
    reporting_currency: Annotated[str, BeforeValidator(_currency)]
    fx_max_stale_days: Annotated[int, Strict(), Field(ge=0)]
    gross_margin: Share
    churn_grace_days: Annotated[int, Strict(), Field(ge=0)]
    hazard_prior: HazardPrior
    clv_horizon_months: Annotated[int, Strict(), Field(ge=12, le=1200, multiple_of=12)]
    discount_rate: Share
    shared_allocation: Literal["opportunities", "none"]
    acquisition_cost_categories: Annotated[list[CostCategory], Field(min_length=1)]
    indirect_cost_categories: list[CostCategory]
    benefit_categories: list[BenefitCategory]
    programme_start: Day | None
    roi_horizon_months: Annotated[int, Strict(), Field(ge=18, le=24)]
    priority_tiers: Annotated[list[Annotated[Tier, BeforeValidator(_number_as_text)]], Field(min_length=1)]
    left_alone_days: Count
    program_history_from: Day | None
    funnel_types: Annotated[list[DealType], Field(min_length=1)]
    mqa_source: Literal["auto", "crm", "score"]
    mqa_expiry_days: Count
    mqa_cooldown_days: Count
    sqa_repeat_days: Annotated[int, Strict(), Field(ge=0)]
    business_day_starts: TimeOfDay
    business_day_ends: TimeOfDay
    business_weekdays: Annotated[list[Weekday], Field(min_length=1)]
    holiday_regions: list[Annotated[str, Field(pattern=r"^[a-z_]+$")]]
    whit_monday_is_holiday: Annotated[bool, Strict()]
    sla_clock: Literal["calendar", "business"]
    sla_due_soon_share: Share
    mqa_decision_business_days: Count
    publish_owner_response_times: Annotated[bool, Strict()]
    survey_min_n: Annotated[int, Strict(), Field(ge=3)]
    scanner_seconds: Annotated[int, Strict(), Field(ge=0)]
    session_cap_seconds: Count
    score_half_life_days: Count
    score_window_days: Count
    score_daily_cap: Annotated[float, Field(gt=0)] | None
    score_breadth_roles: Annotated[int, Strict(), Field(ge=0)]
    spontaneous_hours: Count
    days_before_change: Count
    late_after_days: Annotated[int, Strict(), Field(ge=0)]
    coverage_window_days: Count
    coverage_share_wanted: Share
    sourced_lookback_days: Count
    influence_lookback_days: Count
    touches_known_from: Day | None
    touch_half_life_days: Count
    attribution_models: Annotated[list[AttributionModel], Field(min_length=1), AfterValidator(_each_once)]
    primary_model: AttributionModel
    min_n: Count
    unknown_warning_share: Share
    cohort_days: Annotated[list[Count], Field(min_length=1)]
    size_band_limits: BandLimits
    deal_band_limits: BandLimits
    max_rejected: Share
    accepted_drift: list[Annotated[str, Field(pattern=r"^[a-z_]+\.\w+$")]]
    reference_replaced: list[str]
    releases_kept: Count
    run_id: str | None
    freshness_hours: Count

    @field_validator("score_window_days")
    @classmethod
    def _is_not_endless(cls, days: int, others: ValidationInfo) -> int:
        if days > MOST_HALF_LIVES * others.data.get("score_half_life_days", days):
            raise ValueError(f"nothing is left of a point after {MOST_HALF_LIVES} times score_half_life_days")
        return days

    @field_validator("business_day_ends")
    @classmethod
    def _is_after_the_start(cls, time: str, others: ValidationInfo) -> str:
        if time <= others.data.get("business_day_starts", ""):
            raise ValueError("name a time after business_day_starts")
        return time

    @field_validator("primary_model")
    @classmethod
    def _is_computed(cls, model: AttributionModel, others: ValidationInfo) -> AttributionModel:
        if model not in others.data.get("attribution_models", [model]):
            raise ValueError("name a model that attribution_models has")
        return model


SET_BY_THE_RUN = ("demo_tables", "reference_replaced", "run_id")


def project_vars() -> Vars:
    """The defaults, as dbt_project.yml has them."""
    project = yaml.safe_load((PROJECT / "dbt_project.yml").read_text(encoding="utf-8"))
    defaults: Vars = project["vars"]
    return defaults


def settings_of(folder: Path) -> Vars:
    """What a folder's settings.yml sets; empty where there is none."""
    file = folder / "settings.yml"
    if not file.exists():
        return {}
    return checked(_mapping(file.read_bytes(), str(file)), str(file))


def from_command_line(text: str) -> Vars:
    """What --vars sets, written as YAML."""
    return checked(_mapping(text.encode(), "--vars"), "--vars")


def checked(given: Vars, where: str) -> Vars:
    """The settings as dbt takes them, if each is one the project knows, with a value it can be.

    Raises:
        AbmError: a name is unknown (the message brings the nearest known one), or a value cannot be.
    """
    for name in given:
        if name in SET_BY_THE_RUN:
            raise AbmError(f"{where}: {name} is set by the run itself.")
        if name not in Settings.model_fields:
            near = difflib.get_close_matches(name, Settings.model_fields, n=1)
            hint = f"did you mean {near[0]}?" if near else f"settings are {', '.join(Settings.model_fields)}."
            raise AbmError(f"{where}: {name} is not a setting; {hint}")
    _refuse_unread_names(given, where)
    try:
        settings = Settings.model_validate(project_vars() | given)
    except ValidationError as error:
        told = "; ".join(
            f"{'.'.join(map(str, found['loc']))}: {found['msg'].removeprefix('Value error, ')}"
            f" (it is {found['input']!r})"
            for found in error.errors()
        )
        raise AbmError(f"{where}: {told}.") from error
    return settings.model_dump(mode="json", include=set(given))


def time_vars(chosen: Vars, given: Vars, as_of: date | None, started_at: datetime) -> Vars:
    """as_of_date and as_of_at of a run that starts at `started_at`.

    The day is the one asked for (`as_of`, then the settings in `given`), else the last day of the demo
    company, else today where the company reports. The instant is the start of the next day there, or,
    if earlier, the one in `given`, else the run's start.
    """
    zone = ZoneInfo(chosen["reporting_timezone"])
    if as_of is not None:
        if not FIRST_DAY <= as_of <= LAST_DAY:
            raise AbmError(f"--as-of: {as_of} is too far away; write a day from {FIRST_DAY} to {LAST_DAY}.")
        day = as_of
    elif given.get("as_of_date") or chosen["raw_from"] == "demo":
        day = date.fromisoformat(chosen["as_of_date"])
    else:
        day = started_at.astimezone(zone).date()
    next_day = day + timedelta(days=1)
    as_of_instant = datetime(next_day.year, next_day.month, next_day.day, tzinfo=zone)
    asked = given.get("as_of_at")
    at = datetime.fromisoformat(asked) if asked else started_at
    as_of_at = min(at, as_of_instant).astimezone(UTC)
    return {"as_of_date": day.isoformat(), "as_of_at": as_of_at.isoformat(timespec="seconds")}


class _EachOnce(yaml.SafeLoader):
    """YAML in which no name stands twice: the last one would win without a word."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        names = [key.value for key, _ in node.value]
        for name in names:
            if names.count(name) > 1:
                raise yaml.YAMLError(f"{name} stands twice; keep one")
        return super().construct_mapping(node, deep)


def _mapping(text: bytes, where: str) -> Vars:
    try:
        content = yaml.load(text.decode("utf-8-sig"), _EachOnce)
    # a date such as 2025-02-30, or a text that is not UTF-8, is a ValueError
    except (yaml.YAMLError, ValueError) as error:
        raise AbmError(f"{where} is not YAML in UTF-8: {error}") from error
    if content is None:
        return {}
    if not isinstance(content, dict):
        raise AbmError(f"{where}: write one setting a line, such as `max_rejected: 0.2`.")
    return {str(name): value for name, value in content.items()}


def _refuse_unread_names(given: Vars, where: str) -> None:
    """A table or column that no staging model reads is a slip of the pen: it would change nothing."""
    for setting in ("table_names", "column_names"):
        names = given.get(setting)
        for source, tables in names.items() if isinstance(names, dict) else ():
            known, words = _staged_tables(str(source)), _staged_words(str(source))
            for table, columns in tables.items() if isinstance(tables, dict) else ():
                _refuse_unread(f"{where}: {setting}: {source}", str(table), known)
                if setting == "column_names" and isinstance(columns, dict):
                    for column in columns:
                        _refuse_unread(f"{where}: {setting}: {source}.{table}", str(column), words)
    accepted = given.get("accepted_drift")
    for entry in accepted if isinstance(accepted, list) else ():
        source, _, table = str(entry).partition(".")
        _refuse_unread(f"{where}: accepted_drift: {source}", table, _staged_tables(source))


def _refuse_unread(where: str, name: str, known: set[str]) -> None:
    if known and name not in known:
        near = difflib.get_close_matches(name, sorted(known), n=1)
        raise AbmError(f"{where}.{name} is read by nothing{f'; did you mean {near[0]}?' if near else '.'}")


def _staged_tables(source: str) -> set[str]:
    file = PROJECT / "models" / "staging" / source / f"_{source}__sources.yml"
    if not file.exists():
        return set()
    declared = yaml.safe_load(file.read_text(encoding="utf-8"))["sources"]
    return {table["name"] for entry in declared for table in entry["tables"]}


def _staged_words(source: str) -> set[str]:
    """Every name that the source's staging asks a raw table for."""
    files = [
        *(PROJECT / "models" / "staging" / source).glob("*.sql"),
        *(PROJECT / "macros" / "raw").glob("*.sql"),
    ]
    quoted = {word for file in files for word in re.findall(r"'([\w|]+)'", file.read_text(encoding="utf-8"))}
    return {name for word in quoted for name in word.split("|")}
