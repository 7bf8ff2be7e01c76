"""A source that the project does not know, added as docs/sources.md says."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import duckdb

from tests.conftest import Abm, copy_project, ok
from tests.landing import LOADERS, land

SOURCES_YML = """
version: 2
sources:
  - name: raw_crm
    description: A CRM that the project does not know.
    schema: "{{ var('raw_schemas').get('crm', 'raw_crm') }}"
    tables:
      - {name: customer, description: One row per customer.}
      - {name: sale, description: One row per sale.}
"""
CUSTOMER = """
with source as (

    select * from {{ raw('crm', 'customer', ['code', 'label', 'staff']) }}

),

renamed as (

    select
        code as account_id,
        label as account_name,
        staff as employee_count,
        {{ loader_columns() }}
    from source

),

final as (

    {{ parse_entity('renamed', 'accounts', 'crm', absent=[
        'parent_account_id', 'website', 'email_domains', 'industry', 'annual_revenue', 'country_code',
        'owner_id', 'created_at', 'deleted_at', 'merged_into_account_id', 'crm_url', 'external_ids',
    ]) }}

)

select * from final
"""
SALE = """
with source as (

    select * from {{ raw('crm', 'sale', ['number', 'customer', 'opened', 'closed', 'won', 'value']) }}

),

renamed as (

    select
        number as opportunity_id,
        customer as account_id,
        opened as created_at,
        closed as close_date,
        case when closed is null then 'false' else 'true' end as is_closed,
        won as is_won,
        value as amount,
        {{ loader_columns() }}
    from source

),

final as (

    {{ parse_entity('renamed', 'opportunities', 'crm', absent=[
        'name', 'type', 'owner_id', 'campaign_id', 'closed_at', 'currency', 'stage', 'probability',
        'lead_source', 'contract_months', 'deleted_at', 'external_ids',
    ]) }}

)

select * from final
"""


def add_source(project: Path) -> None:
    """The steps of docs/sources.md, "A sixth source", but for the tests' own."""
    folder = project / "models" / "staging" / "crm"
    folder.mkdir()
    (folder / "_crm__sources.yml").write_text(SOURCES_YML)
    (folder / "stg_crm__customer.sql").write_text(CUSTOMER)
    (folder / "stg_crm__sale.sql").write_text(SALE)
    for file, old, new in (
        (
            "abm_kpis/settings.py",
            'Crm = Literal["salesforce", "hubspot"',
            'Crm = Literal["salesforce", "hubspot", "crm"',
        ),
        ("abm_kpis/settings.py", 'Source = Literal["salesforce", ', 'Source = Literal["crm", "salesforce", '),
        (
            "macros/raw/staged_tables.sql",
            "['hubspot', 'company'], ['files', 'accounts']",
            "['hubspot', 'company'], ['crm', 'customer'], ['files', 'accounts']",
        ),
        (
            "macros/raw/staged_tables.sql",
            "['hubspot', 'deal'], ['files'",
            "['hubspot', 'deal'], ['crm', 'sale'], ['files'",
        ),
    ):
        text = (project / file).read_text("utf-8")
        assert text.count(old) == 1, (file, old)
        (project / file).write_text(text.replace(old, new), "utf-8")


def test_a_sixth_source_changes_nothing_after_the_input_layer(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "project")
    add_source(project)
    (tmp_path / "private").mkdir()
    database = tmp_path / "private" / "warehouse.duckdb"
    land(database, LOADERS["native"])
    with duckdb.connect(str(database)) as connection:
        connection.execute("""
            create schema raw_crm;
            create table raw_crm.customer as from (values
                ('K1', 'Omega', 40, timestamptz '2025-06-29 06:00:00+00')
            ) as customers (code, label, staff, _sdc_batched_at);
            create table raw_crm.sales as from (values
                (1, 'K1', date '2025-01-10', date '2025-03-10', true, 700.10),
                (2, 'K1', date '2025-02-10', null, false, 50)
            ) as sales (number, customer, opened, closed, won, value);
            alter table raw_crm.sales add column _sdc_batched_at timestamptz;
            update raw_crm.sales set _sdc_batched_at = '2025-06-29 06:00:00+00';
        """)
    settings: dict[str, object] = {"raw_from": "source", "sources_enabled": ["hubspot", "crm"], "min_n": 1}
    abm = Abm(tmp_path, project)
    ok(abm("run", "--as-of", "2025-06-30", "--vars", json.dumps(settings)))
    # of two CRMs the one that is named first is of record, and no deal counts twice
    won = "select account_id, amount from pipeline_funnel.fct_opportunity where outcome = 'won'"
    assert abm.published(won) == [("501", Decimal("18000.25"))]
    assert ("crm", "opportunities", 2, "fresh") in abm.published(
        "select source_system, table_name, n_landed, status from operations.source_freshness"
    )
