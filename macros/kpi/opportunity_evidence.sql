{#-
    Evidence CTEs of opportunities put together: the columns a CTE does not bring are empty, the segment
    attributes come from the opportunity as `opportunities` describes it. A CTE brings kpi_id, opportunity_id,
    seen_on, anchor_date, excluded_reason and what its estimator needs, in the columns named by `having`:
    parts (numerator_part, denominator_part), lapse (duration, outcome), stratum. Evidence of another entity brings
    entity_id too, and one opportunity that names its account; owner and team are then the account's.
    `assumes` names what the KPI may rest on: the type, and the amount at creation where it uses one.
-#}
{%- macro opportunity_evidence(evidence, having=['parts'], entity='opportunity', assumes=['type'], opportunities='opportunities') -%}
    {%- for cte in evidence %}
    select
        {{ cte }}.kpi_id,
        '{{ entity }}' as entity_type,
        {{ cte }}.{{ 'opportunity_id' if entity == 'opportunity' else 'entity_id' }} as entity_id,
        {{ cte }}.anchor_date,
        {{ cte }}.seen_on,
        {{ evidence_segments(opportunities, 'account_owner' if entity == 'account' else 'owner') }},
        {{ evidence_measures(cte, having) }},
        {{ evidence_assumption(opportunities, assumes) }} as assumption,
        {{ cte }}.excluded_reason
    from {{ cte }}
    inner join {{ opportunities }}
        on
            {{ cte }}.opportunity_id = {{ opportunities }}.opportunity_id
            and {{ cte }}.seen_on = {{ opportunities }}.seen_on
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
{%- endmacro -%}


{#- Tier and membership as at the anchor, the others as now; an empty attribute is 'unknown', non-ABM has no tier. -#}
{%- macro evidence_segments(opportunities, owner='owner') -%}
    {{ opportunities }}.abm_segment as abm,
        case
            when {{ opportunities }}.abm_segment = 'unknown' then 'unknown'
            else {{ opportunities }}.tier
        end as tier,
        coalesce({{ opportunities }}.industry, 'unknown') as industry,
        coalesce({{ opportunities }}.country_code, 'unknown') as country,
        coalesce({{ opportunities }}.{{ owner }}_id, 'unknown') as owner,
        coalesce({{ opportunities }}.{{ owner }}_team, 'unknown') as team
{%- endmacro -%}


{%- macro evidence_measures(cte, having) -%}
    cast({{ cte ~ '.numerator_part' if 'parts' in having else 'null' }} as decimal(18, 4)) as numerator_part,
        cast({{ cte ~ '.denominator_part' if 'parts' in having else 'null' }} as decimal(18, 4)) as denominator_part,
        cast({{ cte ~ '.duration' if 'lapse' in having else 'null' }} as integer) as duration,
        cast({{ cte ~ '.outcome' if 'lapse' in having else 'null' }} as {{ dbt.type_string() }}) as outcome,
        cast({{ cte ~ '.stratum' if 'stratum' in having else 'null' }} as {{ dbt.type_string() }}) as stratum
{%- endmacro -%}


{#- What a counted row rests on that the data does not say. -#}
{%- macro evidence_assumption(opportunities, assumes) -%}
    case
        when {{ opportunities }}.is_type_assumed then 'type_empty'
        {%- if 'amount_at_creation' in assumes %}
        when {{ opportunities }}.amount_basis = 'current' then 'amount_at_creation_unknown'
        {%- endif %}
    end
{%- endmacro -%}
