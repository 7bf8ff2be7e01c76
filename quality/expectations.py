"""What must hold on the built marts before anybody reads them.

dbt tests guard each model by itself; these look across: from the raw rows to the marts, from the parts to the
totals, from the evidence to the values, from the live release to this one, from one source to the other. Each
is a query for the rows that break it, and must find none.
"""

from __future__ import annotations

from pathlib import Path

from jinja2 import Template

from quality.across_sources import ACROSS_SOURCES
from quality.expectation import Expectation, judged
from quality.since_last_release import SINCE_LAST_RELEASE

# whose raw amounts are known (macro raw_amount), and which of their tables may have none of their own
_SOURCES_WITH_AMOUNTS = "('files', 'hubspot', 'salesforce', 'linkedin_ads')"
_AMOUNTS_MADE_IN_STAGING = "('linkedin_ads', 'ad_engagements'), ('salesforce', 'opportunity_history')"
# what is given back, or bought more, can take a share of money below 0 or above 1
_NET_SHARES = "('K30a', 'K30b', 'K31', 'K32c')"
SEGMENTS = ("abm", "tier", "industry", "country", "owner", "team", "campaign", "stage")


_SEGMENT_ROWS = "\nunion all\n".join(
    [
        # a row of a part counts in its segments alone, one of the whole in none
        "select *, 'all' as segment_type, 'all' as segment_value from kpi.kpi_evidence"
        " where side is distinct from 'part'",
        *(
            f"select *, '{segment}' as segment_type, {segment} as segment_value from kpi.kpi_evidence"
            " where side is distinct from 'whole'"
            for segment in SEGMENTS
        ),
    ]
)

_VALUES_NOT_OF_EVIDENCE = Template(
    (Path(__file__).parent / "values_not_of_evidence.sql").read_text(encoding="utf-8")
).render(segments=SEGMENTS)

_PARTS_OF_TOTAL = (
    "select t.kpi_id, t.period_type, t.period_start, s.segment_type, t.numerator, sum(s.numerator) as parts"
    " from {batch} as t inner join intermediate.int_kpi_defined as c using (kpi_id)"
    " inner join {batch} as s on s.kpi_id = t.kpi_id and s.period_type = t.period_type"
    " and s.period_start = t.period_start and t.segment_type = 'all'"
)
_OTHER_THAN_TOTAL = (
    " group by t.kpi_id, t.period_type, t.period_start, s.segment_type, t.numerator"
    " having sum(s.numerator) != t.numerator"
)

# a share of all deals, whatever their currencies: one odd deal is a finding, not a wrong setting
_AMOUNTS_UNKNOWN = """
    with counted as (
        select currency, count(*) as n_amounts, count(*) filter (amount is null) as n_unknown
        from {batch} where amount_in_currency is not null group by currency
    )
    select 'all' as source_system, 'opportunities' as table_name, currency, n_amounts, n_unknown,
        cast(sum(n_unknown) over () as double) / sum(n_amounts) over () as measured
    from counted qualify n_unknown > 0
"""

EXPECTATIONS = (
    Expectation(
        "pipeline_funnel.fct_opportunity",
        "amounts_are_known",
        "most amounts of deals are known in the reporting currency; where a currency's are not, set"
        " reporting_currency to it, or bring its fx_rates",
        judged("amounts_unknown", _AMOUNTS_UNKNOWN),
        check="amounts_unknown",
    ),
    Expectation(
        "intermediate.int_row_reconciled",
        "rows_from_raw_to_input_layer",
        "every raw row is accepted, erased, quarantined, a duplicate, of another CRM or deleted; every"
        " accepted or erased one is in the input layer",
        "select * from {batch}"
        " where n_raw != n_accepted + n_erased + n_quarantined + n_duplicate + n_deleted + n_other_crm"
        " or n_accepted + n_erased != n_input",
    ),
    Expectation(
        "intermediate.int_row_reconciled",
        "money_from_raw_to_input_layer",
        "the amounts of every raw table are those of its accepted and its other rows, to the cent",
        "select * from {batch}"
        " where (coalesce(raw_amount, 0) != coalesce(accepted_amount, 0) + coalesce(other_amount, 0)"
        f" and (raw_amount is not null or source_system in {_SOURCES_WITH_AMOUNTS}"
        f" and (source_system, table_name) not in ({_AMOUNTS_MADE_IN_STAGING})))"
        " or coalesce(accepted_amount, 0) != coalesce(input_amount, 0)",
    ),
    Expectation(
        "intermediate.int_interaction_judged",
        "rows_from_input_layer_to_stream",
        "every interaction, every activity but tasks and every day of advertising is in the stream once",
        "select * from (select count(*) as n_stream,"
        " (select count(*) from input_layer.input__interactions)"
        " + (select count(*) from input_layer.input__sales_activities where type != 'task')"
        " + (select count(case when impressions > 0 then 1 end) + count(case when clicks > 0 then 1 end)"
        " from input_layer.input__ad_engagements where account_id is not null or domain is not null)"
        " as n_input from {batch}) where n_stream != n_input",
    ),
    Expectation(
        "intermediate.int_account_interaction_counted",
        "interactions_of_accounts_are_those_of_the_stream",
        "the interactions and points of all accounts are those of the stream, each counted once",
        "select * from (select coalesce(sum(n_interactions), 0) as n, coalesce(sum(points), 0) as points,"
        " (select count(*) from intermediate.int_interaction_judged"
        " where excluded_reason is null and account_key is not null) as n_stream,"
        " (select coalesce(sum(points), 0) from intermediate.int_interaction_judged"
        " where excluded_reason is null and account_key is not null) as stream_points"
        " from {batch}) where n != n_stream or points != stream_points",
    ),
    Expectation(
        "intermediate.int_opportunity_reconciled",
        "rows_from_input_layer_to_marts",
        "every landed opportunity is in the mart, quarantined, a duplicate, of another CRM, deleted or later",
        "select * from {batch}"
        " where n_landed != n_quarantined + n_duplicate + n_other_crm + n_later + n_deleted + n_mart",
    ),
    Expectation(
        "intermediate.int_opportunity_reconciled",
        "money_from_input_layer_to_marts",
        "the amounts won add up to the cent in each currency",
        "select * from {batch} where won_amount_landed != won_amount_mart",
    ),
    Expectation(
        "kpi.kpi_scorecard",
        "there_are_values",
        "there is a value at all; without one the opportunities are missing or under another name",
        "select 'no value' as problem where not exists (select 1 from {batch})",
    ),
    Expectation(
        "kpi.kpi_scorecard",
        "shares_within_0_and_1",
        "a ratio or a probability lies within 0 and 1, and so does its interval",
        "select s.* from {batch} as s inner join intermediate.int_kpi_defined as c using (kpi_id)"
        " where c.estimator in ('ratio', 'cumulative_incidence') and c.unit = 'share'"
        f" and s.kpi_id not in {_NET_SHARES}"
        " and (s.value not between 0 and 1 or s.ci_low not between 0 and 1 or s.ci_high not between 0 and 1"
        " or s.value not between coalesce(s.ci_low, 0) - 1e-9 and coalesce(s.ci_high, 1) + 1e-9)",
    ),
    Expectation(
        "kpi.kpi_scorecard",
        "segments_add_up",
        "the parts of a sum equal its total in every breakdown, to the cent",
        _PARTS_OF_TOTAL
        + " where c.estimator = 'sum' and s.segment_type not in ('all', 'abm', 'tier')"
        + _OTHER_THAN_TOTAL,
    ),
    Expectation(
        "kpi.kpi_scorecard",
        "abm_is_the_whole_of_abm_sums",
        "a sum of ABM rows is the same in all, in abm and over the tiers",
        _PARTS_OF_TOTAL
        + " where c.estimator = 'sum' and c.counts_abm_only and s.segment_type in ('abm', 'tier')"
        + _OTHER_THAN_TOTAL,
    ),
    Expectation(
        "kpi.kpi_scorecard",
        "months_add_up_to_years",
        "the months of a fiscal year add up to it: sums to the cent, counts to the row",
        "select y.kpi_id, y.period_start, y.segment_type, y.segment_value from {batch} as y"
        " inner join intermediate.int_kpi_defined as c using (kpi_id)"
        " inner join {batch} as m on m.kpi_id = y.kpi_id and m.period_type = 'month'"
        " and m.segment_type = y.segment_type and m.segment_value = y.segment_value"
        " and m.period_start >= y.period_start and m.period_start < y.period_end"
        " where y.period_type = 'year' and not c.counts_distinct_entities"
        " and c.estimator in ('sum', 'mean', 'ratio') and not (c.estimator = 'ratio' and c.counts_abm_only)"
        " group by y.kpi_id, y.period_start, y.segment_type, y.segment_value, y.numerator, y.n, y.n_excluded"
        " having sum(m.numerator) != y.numerator or sum(m.n) != y.n or sum(m.n_excluded) != y.n_excluded",
    ),
    Expectation(
        "kpi.kpi_scorecard",
        "values_equal_their_evidence",
        "every value, its parts and its n are what its evidence rows give",
        _VALUES_NOT_OF_EVIDENCE,
    ),
    Expectation(
        "kpi.kpi_scorecard",
        "evidence_is_counted",
        "every evidence row of a cell is counted or left out with a reason",
        f"with evidence as ({_SEGMENT_ROWS}),"
        # strata that have nothing to be compared with are left out by the estimator, not by a row
        " recomputed as (select s.kpi_id, s.period_type, s.period_start, s.segment_type, s.segment_value,"
        " s.n_excluded - coalesce(try_cast(regexp_extract("
        "s.excluded_by_reason, 'no_comparison: ([0-9]+)', 1) as bigint), 0) as n_left_out,"
        " count(e.excluded_reason) as n_without"
        " from {batch} as s"
        # a derived KPI names the rows that its factors left out, which are counted there
        " inner join intermediate.int_kpi_defined as c on c.kpi_id = s.kpi_id and c.estimator != 'derived'"
        " left join evidence as e on e.kpi_id = s.kpi_id and e.segment_type = s.segment_type"
        " and e.segment_value = s.segment_value and e.anchor_date >= s.period_start"
        " and e.anchor_date < s.period_end and e.seen_on = s.seen_on"
        " group by all)"
        " select * from recomputed where n_left_out != n_without",
    ),
    *SINCE_LAST_RELEASE,
    *ACROSS_SOURCES,
)
