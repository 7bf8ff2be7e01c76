"""What a run may be told, and which moment it then speaks of."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import get_args

import pytest

from abm_kpis.errors import AbmError
from abm_kpis.places import PROJECT
from abm_kpis.refuse_settings import refuse_unfit
from abm_kpis.settings import Settings, Tier, from_command_line, project_vars, settings_of, time_vars

STARTED = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)  # 2 March in Paris


def test_every_var_of_the_project_is_a_setting_and_its_default_is_one() -> None:
    assert list(Settings.model_fields) == list(project_vars())
    Settings.model_validate(project_vars())


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{date_order: ymd}", "date_order: Input should be 'dmy' or 'mdy' (it is 'ymd')"),
        ("{fiscal_year_start_month: 13}", "fiscal_year_start_month: Input should be less than"),
        (
            "{reporting_currency: euro}",
            "reporting_currency: write a currency code of three letters, such as EUR",
        ),
        ("{size_band_limits: [5000, 250]}", "name the limits from the lowest to the highest"),
        ("{reporting_timezone: Paris}", "Paris is no time zone, write one such as Europe/Paris"),
        ("{max_rejected: 20}", "max_rejected: Input should be less than or equal to 1 (it is 20)"),
        ("{as_of_date: soon}", "as_of_date: Input should be a valid date"),
        ("{sources_enabled: [sap]}", "sources_enabled.0: Input should be 'salesforce', 'hubspot'"),
        ("{sources_enabled: []}", "sources_enabled: List should have at least 1 item"),
        ("{max_rejected: yes}", "max_rejected: Input should be a valid number (it is True)"),
        ("{min_n: yes}", "min_n: Input should be a valid integer (it is True)"),
        ("{as_of_date: 1751241600}", "as_of_date: write a date such as 2025-06-30"),
        ("{as_of_date: 2025-02-30}", "is not YAML in UTF-8: day is out of range for month"),
        ("{as_of_at: 2025-06-30}", "as_of_at: write an instant such as 2025-06-30T18:00:00Z"),
        ("{raw_database: Crm-1}", "raw_database: write a name of small letters, digits and underscores"),
        ("{raw_database: warehouse}", "raw_database: this name is taken, write another, such as crm"),
        ("{demo_tables: {}}", "demo_tables is set by the run itself"),
        (
            "{table_names: {salesforce: {accuont: compte}}}",
            "table_names: salesforce.accuont is read by nothing; did you mean account?",
        ),
        (
            "{column_names: {hubspot: {deal: {property_amout: montant}}}}",
            "column_names: hubspot.deal.property_amout is read by nothing; did you mean property_amount?",
        ),
        (
            '{priority_tiers: ["4"]}',
            "priority_tiers.0: Input should be '1', '2', '3' or 'unknown' (it is '4')",
        ),
        ("{priority_tiers: [true]}", "priority_tiers.0: Input should be '1', '2', '3' or 'unknown'"),
        ("{business_day_starts: 9}", 'business_day_starts: write a time in quotation marks, such as "09:00"'),
        ("{business_day_ends: 18:00}", 'business_day_ends: write a time in quotation marks, such as "09:00"'),
        ("{business_day_ends: '24:00'}", "business_day_ends: write a time in quotation marks"),
        ("{funnel_typs: []}", "funnel_typs is not a setting; did you mean funnel_types?"),
    ],
)
def test_a_setting_that_cannot_be_is_told(text: str, sentence: str) -> None:
    with pytest.raises(AbmError) as told:
        from_command_line(text)
    assert sentence in str(told.value)
    assert str(told.value).startswith("--vars")


def test_what_the_docs_show_are_settings() -> None:
    text = (PROJECT / "docs" / "loading.md").read_text("utf-8")
    shown = re.findall(r"```yaml\n(.*?)```", text, re.S) + re.findall(r"--vars '(.*?)'", text)
    assert [len(from_command_line(settings)) for settings in shown] == [2, 2, 3]


def test_settings_are_given_to_dbt_in_one_spelling() -> None:
    assert from_command_line("{reporting_currency: usd, as_of_date: 2025-06-30, max_rejected: 0.2}") == {
        "reporting_currency": "USD",
        "as_of_date": "2025-06-30",
        "max_rejected": 0.2,
    }
    assert from_command_line("{priority_tiers: [1, unknown]}") == {"priority_tiers": ["1", "unknown"]}
    # an instant without offset is UTC, as everywhere
    assert from_command_line("{as_of_at: 2025-06-30 08:00:00}") == {"as_of_at": "2025-06-30T08:00:00Z"}


@pytest.mark.parametrize(
    ("given", "as_of", "day", "at"),
    [
        # today is the reporting zone's, and the day is not over
        ({}, None, "2026-03-02", "2026-03-01T23:30:00+00:00"),
        # a day that is over is spoken of as at its end
        ({}, date(2025, 6, 30), "2025-06-30", "2025-06-30T22:00:00+00:00"),
        # a day to come is spoken of as at now
        ({}, date(2026, 6, 30), "2026-06-30", "2026-03-01T23:30:00+00:00"),
        ({"as_of_date": "2025-03-31"}, None, "2025-03-31", "2025-03-31T22:00:00+00:00"),
        ({"as_of_date": "2025-03-31"}, date(2025, 6, 30), "2025-06-30", "2025-06-30T22:00:00+00:00"),
        ({"as_of_at": "2025-06-30T08:00:00Z"}, date(2025, 6, 30), "2025-06-30", "2025-06-30T08:00:00+00:00"),
        ({"as_of_at": "2025-09-01T08:00:00Z"}, date(2025, 6, 30), "2025-06-30", "2025-06-30T22:00:00+00:00"),
    ],
)
def test_the_moment_a_run_speaks_of(given: dict[str, str], as_of: date | None, day: str, at: str) -> None:
    chosen = project_vars() | {"raw_from": "source"} | given
    assert time_vars(chosen, given, as_of, STARTED) == {"as_of_date": day, "as_of_at": at}


def test_a_day_beyond_all_days_is_told() -> None:
    with pytest.raises(AbmError, match="is too far away"):
        time_vars(project_vars(), {}, date(9999, 12, 31), STARTED)


def test_a_region_without_a_holiday_is_told(tmp_path: Path) -> None:
    chosen = project_vars() | {"holiday_regions": ["france", "alsace"]}
    for files in (None, tmp_path):
        with pytest.raises(AbmError) as told:
            refuse_unfit(chosen, files)
        assert "holiday_regions: alsace is no region of holidays.csv; it has alsace_moselle, france." in str(
            told.value
        )
    refuse_unfit(project_vars() | {"holiday_regions": ["france", "alsace_moselle"]}, None)
    # the regions of a table of one's own are compared by a data test
    (tmp_path / "Holidays.csv").write_text("holiday_on,holiday,region,name\n", encoding="utf-8")
    refuse_unfit(chosen, tmp_path)


def test_a_programme_to_come_is_told() -> None:
    chosen = project_vars() | {"as_of_date": "2025-06-30"}
    with pytest.raises(AbmError, match=r"^programme_start: 2025-07-01 is after the day .* 2025-06-30: "):
        refuse_unfit(chosen | {"programme_start": "2025-07-01"}, None)
    refuse_unfit(chosen | {"programme_start": "2025-06-30"}, None)


def test_tiers_are_those_of_the_input_layer() -> None:
    macros = (PROJECT / "macros" / "input_layer" / "entities" / "accounts_and_people.sql").read_text("utf-8")
    (accepted,) = re.findall(r"'name': 'tier'.*'accepted': \[(.*?)\]", macros)
    assert [tier.strip(" '") for tier in accepted.split(",")] == list(get_args(Tier))


def test_settings_of_a_folder_are_utf_8(tmp_path: Path) -> None:
    (tmp_path / "settings.yml").write_bytes("# société\nmin_n: 7\n".encode("cp1252"))
    with pytest.raises(AbmError, match=r"settings.yml is not YAML in UTF-8"):
        settings_of(tmp_path)
    (tmp_path / "settings.yml").write_text("# société\nmin_n: 7\n", encoding="utf-8-sig")
    assert settings_of(tmp_path) == {"min_n": 7}


def test_the_demo_ends_on_its_last_day() -> None:
    assert time_vars(project_vars(), {}, None, STARTED)["as_of_date"] == "2025-12-31"
