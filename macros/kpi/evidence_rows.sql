{#-
    Evidence CTEs put together: the columns a CTE does not bring are empty, the segment attributes come from the relation
    `described`, which both know by `key` and seen_on. A CTE brings kpi_id, the key, seen_on, anchor_date,
    excluded_reason and what its estimator needs, in the columns named by `having`: parts (numerator_part,
    denominator_part), lapse (duration, outcome), stratum, side (of a comparison of other than ABM), campaign
    (campaign_id), stage (of `described`); outcome alone where time can still change the parts (`censored`).
    Without `described` a CTE brings the attributes itself.
    `entity_id` names the column of the CTE that says what the row is of, where it is not the key.
    `owner` is owner or account_owner, whose id and team `described` has.
    `assumes` names what the KPI may rest on where the data is silent (evidence_assumption).
-#}
{%- macro evidence_rows(evidence, described, key, entity, entity_id=none, having=['parts'], owner='owner', assumes=[]) -%}
    {%- for cte in evidence %}
    select
        {{ cte }}.kpi_id,
        '{{ entity }}' as entity_type,
        {{ cte }}.{{ entity_id or key }} as entity_id,
        {{ cte }}.anchor_date,
        {{ cte }}.seen_on,
        {{ evidence_segments(cte, described or cte, owner, having) }},
        {{ evidence_measures(cte, having) }},
        {{ evidence_assumption(described or cte, assumes) }} as assumption,
        {{ cte }}.excluded_reason
    from {{ cte }}
    {%- if described %}
    inner join {{ described }}
        on
            {{ cte }}.{{ key }} = {{ described }}.{{ key }}
            and {{ cte }}.seen_on = {{ described }}.seen_on
    {%- endif %}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
{%- endmacro -%}


{#-
    Evidence of opportunities, which rest on the type of deal always. Evidence of their accounts brings entity_id too,
    and one opportunity that names the account; owner and team are then the account's.
-#}
{%- macro opportunity_evidence(evidence, having=['parts'], entity='opportunity', assumes=['type'], opportunities='opportunities', key='opportunity_id') -%}
    {%- set of_account = (entity, key) == ('account', 'opportunity_id') -%}
    {{ evidence_rows(
        evidence, opportunities, key, entity,
        entity_id='entity_id' if entity == 'account' else none,
        having=having,
        owner='account_owner' if of_account else 'owner',
        assumes=assumes
    ) }}
{%- endmacro -%}


{#- Evidence of accounts as int_account_observed has them, or of something of theirs, on each day they are seen from. -#}
{%- macro account_evidence(evidence, having=['parts'], entity='account', entity_id=none) -%}
    {{ evidence_rows(evidence, 'accounts', 'account_id', entity, entity_id, having) }}
{%- endmacro -%}


{#- Evidence of events, each described as on its day (described_on). -#}
{%- macro event_evidence(evidence, entity, entity_id, having=['parts'], assumes=[]) -%}
    {{ evidence_rows(evidence, none, entity_id, entity, having=having, assumes=assumes) }}
{%- endmacro -%}


{#- Tier and membership as at the anchor, the others as now; an empty attribute is 'unknown', non-ABM has no tier. -#}
{%- macro evidence_segments(cte, described, owner, having) -%}
    {{ described }}.abm_segment as abm,
        case
            when {{ described }}.abm_segment = 'unknown' then 'unknown'
            else {{ described }}.tier
        end as tier,
        coalesce({{ described }}.industry, 'unknown') as industry,
        coalesce({{ described }}.country_code, 'unknown') as country,
        coalesce({{ described }}.{{ owner }}_id, 'unknown') as owner,
        coalesce({{ described }}.{{ owner }}_team, 'unknown') as team,
        cast({{ cte ~ '.campaign_id' if 'campaign' in having else 'null' }} as {{ dbt.type_string() }}) as campaign,
        cast({{ described ~ '.stage' if 'stage' in having else 'null' }} as {{ dbt.type_string() }}) as stage
{%- endmacro -%}


{%- macro evidence_measures(cte, having) -%}
    cast({{ cte ~ '.numerator_part' if 'parts' in having else 'null' }} as decimal(20, 6)) as numerator_part,
        cast({{ cte ~ '.denominator_part' if 'parts' in having else 'null' }} as decimal(20, 6)) as denominator_part,
        cast({{ cte ~ '.duration' if 'lapse' in having else 'null' }} as decimal(18, 6)) as duration,
        cast({{ cte ~ '.outcome' if 'lapse' in having or 'outcome' in having else 'null' }} as {{ dbt.type_string() }}) as outcome,
        cast({{ cte ~ '.stratum' if 'stratum' in having else 'null' }} as {{ dbt.type_string() }}) as stratum,
        cast({{ cte ~ '.side' if 'side' in having else 'null' }} as {{ dbt.type_string() }}) as side
{%- endmacro -%}


{#- What a counted row rests on that the data does not say, parted by commas. -#}
{%- macro evidence_assumption(opportunities, assumes) -%}
    {%- set assumptions = {
        'type': [('type_empty', 'is_type_assumed')],
        'amount_at_creation': [
            ('amount_at_creation_unknown', "amount_basis = 'current'"),
            ('currency_empty', 'is_currency_at_creation_assumed'),
        ],
        'amount': [('currency_empty', 'is_currency_assumed')],
        'amount_of_day': [
            ('amount_of_day_unknown', 'is_amount_assumed'),
            ('currency_empty', 'is_currency_assumed'),
        ],
        'age': [('still_open', 'is_open')],
        'contract_term': [('contract_term_empty', 'is_contract_term_assumed')],
        'revenue_type': [('type_empty', 'is_type_assumed')],
        'revenue': [
            ('won_amount_for_invoice', "basis = 'won_amount'"),
            ('currency_empty', 'is_currency_assumed'),
        ],
        'segment': [('cost_segment_empty', 'is_segment_assumed')],
        'margin': [
            ('won_amount_for_invoice', "basis = 'won_amount'"),
            ('gross_margin_empty', 'is_margin_assumed'),
        ],
    } -%}
    {%- if not assumes -%}
        cast(null as {{ dbt.type_string() }})
    {%- else -%}
    nullif(concat_ws(
            ', '
            {%- for name in assumes %}{% for assumption, condition in assumptions[name] %},
            case when {{ opportunities }}.{{ condition }} then '{{ assumption }}' end
            {%- endfor %}{% endfor %}
        ), '')
    {%- endif -%}
{%- endmacro -%}


{#-
    Columns of evidence; `owner` is empty in rows where `names_a_salesperson` and no response time is to be known by
    salesperson (var publish_owner_response_times).
-#}
{%- macro without_withheld_owners(names_a_salesperson='true') -%}
    * {%- if not var('publish_owner_response_times') %} replace (
            case when not ({{ names_a_salesperson }}) then owner end as owner
        )
    {%- endif %}
{%- endmacro -%}
