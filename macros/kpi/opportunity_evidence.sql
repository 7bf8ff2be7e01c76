{#-
    Evidence CTEs of opportunities put together: the columns a CTE does not bring are empty, the segment
    attributes come from the opportunity as `opportunities` describes it. A CTE brings kpi_id, opportunity_id,
    seen_on, anchor_date, excluded_reason and what its estimator needs, in the columns named by `having`:
    parts (numerator_part, denominator_part), lapse (duration, outcome), stratum; outcome alone where time can still
    change the parts (`censored`). Evidence of another entity brings
    entity_id too, and one opportunity that names its account; owner and team are then the account's.
    Evidence of another thing of the funnel stands on the relation that describes it, under that relation's `key`.
    `assumes` names what the KPI may rest on where the data is silent (evidence_assumption): the type of deal always.
-#}
{%- macro opportunity_evidence(evidence, having=['parts'], entity='opportunity', assumes=['type'], opportunities='opportunities', key='opportunity_id') -%}
    {%- for cte in evidence %}
    select
        {{ cte }}.kpi_id,
        '{{ entity }}' as entity_type,
        {{ cte }}.{{ 'entity_id' if entity == 'account' else key }} as entity_id,
        {{ cte }}.anchor_date,
        {{ cte }}.seen_on,
        {{ evidence_segments(
            opportunities, 'account_owner' if (entity, key) == ('account', 'opportunity_id') else 'owner',
            'stage' in having
        ) }},
        {{ evidence_measures(cte, having) }},
        {{ evidence_assumption(opportunities, assumes) }} as assumption,
        {{ cte }}.excluded_reason
    from {{ cte }}
    inner join {{ opportunities }}
        on
            {{ cte }}.{{ key }} = {{ opportunities }}.{{ key }}
            and {{ cte }}.seen_on = {{ opportunities }}.seen_on
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
{%- endmacro -%}


{#- Tier and membership as at the anchor, the others as now; an empty attribute is 'unknown', non-ABM has no tier. -#}
{%- macro evidence_segments(opportunities, owner='owner', has_stage=false) -%}
    {{ opportunities }}.abm_segment as abm,
        case
            when {{ opportunities }}.abm_segment = 'unknown' then 'unknown'
            else {{ opportunities }}.tier
        end as tier,
        coalesce({{ opportunities }}.industry, 'unknown') as industry,
        coalesce({{ opportunities }}.country_code, 'unknown') as country,
        coalesce({{ opportunities }}.{{ owner }}_id, 'unknown') as owner,
        coalesce({{ opportunities }}.{{ owner }}_team, 'unknown') as team,
        cast({{ opportunities ~ '.stage' if has_stage else 'null' }} as {{ dbt.type_string() }}) as stage
{%- endmacro -%}


{%- macro evidence_measures(cte, having) -%}
    cast({{ cte ~ '.numerator_part' if 'parts' in having else 'null' }} as decimal(18, 4)) as numerator_part,
        cast({{ cte ~ '.denominator_part' if 'parts' in having else 'null' }} as decimal(18, 4)) as denominator_part,
        cast({{ cte ~ '.duration' if 'lapse' in having else 'null' }} as integer) as duration,
        cast({{ cte ~ '.outcome' if 'lapse' in having or 'outcome' in having else 'null' }} as {{ dbt.type_string() }}) as outcome,
        cast({{ cte ~ '.stratum' if 'stratum' in having else 'null' }} as {{ dbt.type_string() }}) as stratum
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
        'contract_term': [('contract_term_empty', 'is_contract_term_assumed')],
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
