"""Why a value of a complete period changed, as far as its rows of evidence say."""

from __future__ import annotations

from abm_kpis.ledger_columns import KEY
from quality.expectations import SEGMENTS

# an account of two campaigns has a row for each
ROW = ("entity_type", "entity_id", "campaign", "anchor_date")
CONTENT = ("numerator_part", "denominator_part", "duration", "outcome", "stratum", "excluded_reason")


# KPIs that interactions make: a late one is late data for them
INTERACTIONS = "K[1-9]|K[1-9][a-z]|K1[0-5][a-z]?|K4[1-3][a-z]?|K50[cde]"


def late_interactions() -> str:
    """Interactions of days that the previous release knew, which it did not have; by what evidence names."""
    return """
        with late as (
            select now.*
            from account_engagement.fct_interaction as now
            cross join run
            -- under another key they all look new
            where
                now.occurred_on <= run.previous_day and run.has_same_key and now.excluded_reason is null
                and now.interaction_id not in (select interaction_id from interactions_before)
        )
        select named_by, name, min(occurred_on) as occurred_on
        from (
            select 'account' as named_by, account_id as name, occurred_on from late
            union all select 'campaign', campaign_id, occurred_on from late
            union all select 'interaction', interaction_id, occurred_on from late
            union all select 'person', person_key, occurred_on from late
            union all select 'day', cast(occurred_on as varchar), occurred_on from late
            -- a rank changes with what others did
            union all select 'anybody', 'anybody', occurred_on from late
        )
        where name is not null
        group by all
    """


def _named_by() -> str:
    """What of an evidence row's entity an interaction has too, and its name."""
    return """
        case
            when kpi_id = 'K9' then 'anybody'
            when entity_type in ('account', 'campaign_account', 'campaign', 'opportunity') then 'account'
            when entity_type = 'event_person' then 'campaign'
            when entity_type = 'person_asset' then 'person'
            when entity_type = 'session' then 'day'
            else entity_type
        end as named_by,
        case
            when kpi_id = 'K9' then 'anybody'
            when entity_type = 'campaign_account' then regexp_extract(entity_id, '[^:]+$')
            when kpi_id = 'K50e' then (
                select any_value(deals.account_id) from deals
                where deals.opportunity_id = regexp_extract(entity_id, '[^:]+$')
            )
            when entity_type = 'campaign' then split_part(entity_id, ':', 2)
            when entity_type in ('event_person', 'person_asset') then split_part(entity_id, ':', 1)
            when entity_type = 'session' then cast(anchor_date as varchar)
            when entity_type = 'opportunity' then (
                select any_value(deals.account_id) from deals where deals.opportunity_id = entity_id
            )
            else entity_id
        end as name
    """


def causes() -> str:
    """For each value of a complete period, what its rows of evidence say: the gravest of their causes.

    A value that appears in a period that the previous release had published as complete is one of them.
    """
    key = ", ".join(KEY)
    row = ", ".join((*KEY, "basis_kpi_id", *ROW))
    content_differs = " or ".join(f"now.{column} is distinct from before.{column}" for column in CONTENT)
    return f"""
        with restated as (
            select
                compared.*,
                case when seen_on = as_of_date then previous_day else seen_on end as seen_before_on,
                -- a share of ABM rests on all deals of the period, in the segments of membership too
                catalog.counts_abm_only and catalog.estimator = 'ratio'
                and compared.segment_type in ('abm', 'tier') as rests_on_all
            from compared
            left join kpi.kpi_catalog as catalog on compared.kpi_id = catalog.kpi_id
            where
                is_published
                and case
                    when was_published then old_is_complete and data_differs
                    else
                        is_complete and as_of_date >= previous_day and period_end <= previous_day + 1
                        and (compared.kpi_id, period_type, segment_type) in (
                            select (kpi_id, period_type, segment_type) from previous.kpi.kpi_values
                        )
                end
        ),
        -- deals that the previous release did not know, and when deals closed, by the entity of the evidence
        deals as (
            select
                now.opportunity_id, now.account_id, now.created_on, now.closed_on,
                before.opportunity_id is null and run.previous_day is not null as is_new
            from pipeline_funnel.fct_opportunity as now
            left join previous.pipeline_funnel.fct_opportunity as before
                on now.opportunity_id = before.opportunity_id
            cross join run
        ),
        entities as (
            select
                'opportunity' as entity_type, opportunity_id as entity_id, null as created_on, is_new,
                closed_on
            from deals
            union all
            select 'account', account_id, created_on, bool_or(is_new), min(closed_on)
            from deals
            group by account_id, created_on
        ),
        -- a derived KPI rests on the evidence of its factors, K36a@trailing_12m on that of the year
        factors as (
            select kpi_id, unnest(string_split(replace(factors, '/', ''), '|')) as factor
            from kpi.kpi_catalog
            where factors is not null
        ),
        basis as (
            select kpi_id, kpi_id as basis_kpi_id, null as reach_months from kpi.kpi_catalog
            union
            select
                kpi_id, trim(split_part(factor, '@', 1)),
                cast(nullif(regexp_extract(factor, '@trailing_([0-9]+)m', 1), '') as integer)
            from factors
        ),
        now as ({_evidence("kpi.kpi_evidence", "seen_on")}),
        before as ({_evidence("evidence_before", "seen_before_on")}),
        differing as (
            select
                {", ".join(f"coalesce(now.{c}, before.{c}) as {c}" for c in (*KEY, *ROW, "basis_kpi_id"))},
                before.kpi_id is null as is_new,
                coalesce(before.outcome = 'censored', false)
                or coalesce(before.excluded_reason in ('still_open', 'too_young'), false) as was_open,
                now.kpi_id is not null
                and now.kpi_id is not null
                and now.seen_on > before.seen_on as is_seen_later,
                before.seen_on as known_until,
                case
                    when now.outcome = 'event' then now.anchor_date + cast(now.duration as integer)
                end as answered_on,
                coalesce(now.seen_on, before.seen_on) as looked_on
            from now
            full join before using ({row})
            where
                (now.kpi_id is null or before.kpi_id is null or {content_differs})
                -- a row that adds nothing, before and now, explains nothing
                and not ({_adds_nothing("now")} and {_adds_nothing("before")})
        ),
        named as (
            select *, {_named_by()}
            from differing
        ),
        by_row as (
            select
                {", ".join(f"named.{column}" for column in KEY)},
                case
                    when
                        named.is_new
                        and (
                            coalesce(entities.is_new, false)
                            or named.entity_type in ('funnel_entry', 'revenue')
                        )
                        then 'late_data'
                    when
                        was_open and is_seen_later and coalesce(entities.closed_on > known_until, true)
                        and not coalesce(late.name is not null and answered_on <= known_until, false)
                        then 'later_as_of_date'
                    when late.name is not null then 'late_data'
                    else 'changed_source_row'
                end as cause
            from named
            left join entities
                on
                    -- a stay is its deal's
                    replace(named.entity_type, 'opportunity_stage', 'opportunity') = entities.entity_type
                    and case
                        when named.entity_type = 'opportunity_stage'
                            then regexp_replace(named.entity_id, ':[a-z_]+$', '')
                        else named.entity_id
                    end = entities.entity_id
                    and (entities.created_on is null or named.anchor_date = entities.created_on)
            left join late_interactions as late
                on
                    named.named_by = late.named_by and named.name = late.name
                    and late.occurred_on <= named.looked_on
                    and regexp_full_match(named.basis_kpi_id, '{INTERACTIONS}')
        )
        select
            {key},
            case
                when bool_or(cause = 'late_data') then 'late_data'
                when bool_or(cause = 'changed_source_row') then 'changed_source_row'
                when bool_or(cause = 'later_as_of_date') then 'later_as_of_date'
                else 'changed_definition'
            end as cause
        from restated
        left join by_row using ({key})
        group by {key}
    """


def _adds_nothing(side: str) -> str:
    nothing = f"{side}.numerator_part = 0 and {side}.denominator_part = 0"
    return f"({side}.kpi_id is null or coalesce({nothing}, false))"


def _evidence(table: str, seen_on: str) -> str:
    """The rows of evidence of each restated value."""
    segment = " ".join(f"when '{segment}' then evidence.{segment}" for segment in SEGMENTS)
    return f"""
        select {", ".join(f"restated.{column}" for column in KEY)}, basis_kpi_id,
            evidence.* exclude (kpi_id) replace (coalesce(evidence.campaign, '') as campaign)
        from restated
        inner join basis on basis.kpi_id = restated.kpi_id
        inner join {table} as evidence
            on evidence.kpi_id = basis.basis_kpi_id
            and evidence.seen_on = restated.{seen_on}
            and evidence.anchor_date >= coalesce(
                cast(restated.period_end - to_months(basis.reach_months) as date), restated.period_start
            )
            and evidence.anchor_date < restated.period_end
            and (
                restated.rests_on_all
                or restated.segment_value = case restated.segment_type when 'all' then 'all' {segment} end
            )
    """
