"""What is held against the live release: the same past must look the same, and go on as it did.

The private database has what the live release knew in schema `previous`. Months and days are compared that
both releases know to the end.
"""

from __future__ import annotations

from quality.expectation import Expectation, judged

FEWEST_ROWS = 20

# population stability index; half a row is added to each bucket, or an empty one would count without bounds
_SHIFTED = f"""
    with months as (
        select measure, period_month from {{batch}}
        intersect
        select measure, period_month from previous.distribution
    ),
    current_counts as (
        select table_name, measure, bucket, sum(n_rows) as n_now
        from {{batch}} inner join months using (measure, period_month) group by all
    ),
    previous_counts as (
        select table_name, measure, bucket, sum(n_rows) as n_before
        from previous.distribution inner join months using (measure, period_month) group by all
    ),
    buckets as (
        select table_name, measure, bucket, coalesce(n_now, 0) + 0.5 as n_now,
            coalesce(n_before, 0) + 0.5 as n_before
        from current_counts full join previous_counts using (table_name, measure, bucket)
    ),
    shares as (
        select *, n_now / sum(n_now) over of_measure as share_now,
            n_before / sum(n_before) over of_measure as share_before
        from buckets window of_measure as (partition by table_name, measure)
    )
    select 'all' as source_system, table_name, measure,
        round(sum((share_now - share_before) * ln(share_now / share_before)), 4) as stability_index,
        max_by(bucket, abs(share_now - share_before)) as bucket_moved_most,
        round(max_by(share_before, abs(share_now - share_before)), 4) as its_share_before,
        round(max_by(share_now, abs(share_now - share_before)), 4) as its_share_now,
        sum((share_now - share_before) * ln(share_now / share_before)) as measured
    from shares
    group by table_name, measure
    having sum(n_before - 0.5) >= {FEWEST_ROWS} and sum(n_now - 0.5) >= {FEWEST_ROWS}
"""

_VOLUME_FELL = f"""
    with last_days as (
        select least(
            (select max(occurred_on) from {{batch}}), (select max(occurred_on) from previous.daily_volume)
        ) as last_day
    ),
    current_counts as (
        select source_system, table_name, cast(date_trunc('month', occurred_on) as date) as period_month,
            sum(n_rows) as n_now
        from {{batch}} where occurred_on <= (select last_day from last_days) group by all
    ),
    previous_counts as (
        select source_system, table_name, cast(date_trunc('month', occurred_on) as date) as period_month,
            sum(n_rows) as n_before
        from previous.daily_volume where occurred_on <= (select last_day from last_days) group by all
    )
    select source_system, table_name, period_month, n_before, coalesce(n_now, 0) as n_now,
        1 - coalesce(n_now, 0) / n_before as measured
    from previous_counts left join current_counts using (source_system, table_name, period_month)
    where n_before >= {FEWEST_ROWS}
        -- a source that is off brings nothing
        and source_system in (select source_system from input_layer.landed__source_table)
"""

_DAY_WITHOUT_ROWS = """
    with days as (
        select *, (select max(occurred_on) from {batch}) - occurred_on as days_ago
        from {batch} where isodow(occurred_on) <= 5
    ),
    usual as (
        select source_system, table_name, median(n_rows) as usual_rows
        from days where days_ago >= 28 and days_ago < 84 group by all
    )
    select days.source_system, days.table_name, days.occurred_on, usual.usual_rows,
        usual.usual_rows as measured
    from days inner join usual using (source_system, table_name)
    where days.days_ago < 28 and days.n_rows = 0
"""

# a source whose rows stay where they landed stops sending without losing one
_LATE = """
    select source_system, 'all' as table_name, max(latest_ingested_at) as newest_row,
        cast(null as double) as measured
    from {batch} where status = 'late' group by source_system
"""

SINCE_LAST_RELEASE = (
    Expectation(
        "operations.source_drift",
        "sources_did_not_drift",
        "no source lost what every row needs, stopped, or sent far fewer rows than before",
        "select message from {batch} where severity = 'error' order by all",
    ),
    Expectation(
        "operations.source_freshness",
        "no_source_is_late",
        "every source has sent rows within freshness_hours",
        judged("source_late", _LATE),
        check="source_late",
    ),
    Expectation(
        "operations.distribution",
        "distribution_as_before",
        "the past is made up as it was in the live release",
        judged("distribution_shifted", _SHIFTED),
        check="distribution_shifted",
    ),
    Expectation(
        "operations.daily_volume",
        "past_volume_as_before",
        "no past month has lost rows since the live release",
        judged("history_volume_fell", _VOLUME_FELL),
        check="history_volume_fell",
    ),
    Expectation(
        "operations.daily_volume",
        "no_business_day_without_rows",
        "every business day of the last four weeks has rows where the eight weeks before had them",
        judged("day_without_rows", _DAY_WITHOUT_ROWS, reached=">="),
        check="day_without_rows",
    ),
)
