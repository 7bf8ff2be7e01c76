"""A manifest parsed for one run serves every other that reads the same sources."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from abm_kpis import parsed
from abm_kpis.settings import project_vars
from tests.conftest import PROJECT

# another value of each var that is said to shape nothing
OTHERS: dict[str, object] = {
    "crm_of_record": "hubspot",
    "table_names": {"salesforce": {"account": "kunden"}},
    "column_names": {"salesforce": {"account": {"industry": "secteur__c"}}},
    "salesforce_url": "https://example.my.salesforce.com",
    "opportunity_types": {"neuf": "new_business"},
    "campaign_channels": {},
    "campaign_member_statuses": {},
    "activity_types": {},
    "user_titles": {},
    "user_departments": {},
    "buying_roles": {},
    "country_names": {"Deutschland": "DE"},
    "interaction_types": {},
    "account_status_fields": {},
    "company_status_dates": {},
    "as_of_date": "2020-02-29",
    "as_of_at": "2020-02-29T11:00:00+00:00",
    "reporting_timezone": "UTC",
    "date_order": "mdy",
    "fiscal_year_start_month": 7,
    "fiscal_year_named_by": "start",
    "history_years": 2,
    "published_days": ["2019-01-15"],
    "reporting_currency": "USD",
    "fx_max_stale_days": 1,
    "gross_margin": 0.5,
    "churn_grace_days": 0,
    "hazard_prior": {"a": 2, "b": 20},
    "clv_horizon_months": 36,
    "discount_rate": 0.0,
    "shared_allocation": "none",
    "acquisition_cost_categories": ["advertising"],
    "indirect_cost_categories": ["change"],
    "benefit_categories": ["efficiency"],
    "programme_start": "2019-01-01",
    "roi_horizon_months": 24,
    "priority_tiers": ["2"],
    "left_alone_days": 7,
    "program_history_from": "2019-01-01",
    "funnel_types": ["renewal"],
    "mqa_source": "crm",
    "mqa_expiry_days": 30,
    "mqa_cooldown_days": 30,
    "sqa_repeat_days": 30,
    "business_day_starts": "08:30",
    "business_day_ends": "17:00",
    "business_weekdays": [1, 2, 3, 4],
    "holiday_regions": ["france", "alsace_moselle"],
    "whit_monday_is_holiday": False,
    "sla_clock": "business",
    "sla_due_soon_share": 0.5,
    "mqa_decision_business_days": 2,
    "publish_owner_response_times": False,
    "survey_min_n": 4,
    "scanner_seconds": 9,
    "session_cap_seconds": 60,
    "score_half_life_days": 7,
    "score_window_days": 90,
    "score_daily_cap": 20.0,
    "score_breadth_roles": 2,
    "spontaneous_hours": 24,
    "days_before_change": 30,
    "late_after_days": 1,
    "coverage_window_days": 30,
    "coverage_share_wanted": 0.5,
    "sourced_lookback_days": 30,
    "influence_lookback_days": 365,
    "touches_known_from": "2019-01-01",
    "touch_half_life_days": 7,
    "attribution_models": ["linear"],
    "primary_model": "linear",
    "min_n": 1,
    "unknown_warning_share": 0.5,
    "cohort_days": [7],
    "size_band_limits": [10],
    "deal_band_limits": [10, 20, 30],
    "max_rejected": 0.9,
    "accepted_drift": ["files.accounts"],
    "releases_kept": 2,
    "run_id": "20200101T000000Z",
    "freshness_hours": 1,
}


def manifest_of(target: Path, **settings: object) -> str:
    """What dbt parses under these vars, less the marks of the moment."""
    done = subprocess.run(
        [
            *(str(Path(sys.executable).parent / "dbt"), "--quiet", "parse", "--vars", json.dumps(settings)),
            *("--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT)),
            *("--target-path", str(target), "--log-path", str(target)),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    manifest = json.loads((target / "manifest.json").read_text("utf-8"))
    return re.sub(r'"created_at": [\d.]+', "", json.dumps(manifest | {"metadata": None}, sort_keys=True))


def test_most_vars_change_nothing_of_the_manifest(tmp_path: Path) -> None:
    assert set(OTHERS) | set(parsed.SHAPING) == set(project_vars())
    assert all(project_vars()[name] != other for name, other in OTHERS.items())
    one, other = (manifest_of(tmp_path / str(n), **settings) for n, settings in enumerate(({}, OTHERS)))
    assert one == other


def test_a_manifest_belongs_to_its_vars_and_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vars_ = project_vars()
    key = parsed._key(vars_)
    assert parsed._key(vars_ | OTHERS) == key
    assert parsed._key(vars_ | {"sources_enabled": ["files"]}) != key
    for name in (*parsed.READ, "dbt_project.yml", "profiles.yml"):
        here = PROJECT / name
        if here.is_dir():
            shutil.copytree(here, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif here.exists():
            shutil.copy(here, tmp_path / name)
    monkeypatch.setattr(parsed, "PROJECT", tmp_path)
    copied = parsed._key(vars_)
    model = next((tmp_path / "models").rglob("fct_opportunity.sql"))
    model.write_text(model.read_text("utf-8") + "\n", encoding="utf-8")
    assert parsed._key(vars_) != copied
