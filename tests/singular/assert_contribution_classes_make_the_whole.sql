-- Sourced, influenced only and none are disjoint and make all deals, by count (K43a to c) and by amount (K43d to f).
with evidence as (

    select * from {{ ref('kpi_evidence') }}

),

classes as (

    select
        opportunities.kpi_id,
        opportunities.entity_id,
        opportunities.seen_on,
        opportunities.denominator_part as whole,
        opportunities.excluded_reason,
        sum(parts.numerator_part) as all_parts,
        min(parts.denominator_part) as least_whole,
        max(parts.denominator_part) as greatest_whole,
        count(distinct coalesce(parts.excluded_reason, '')) as n_reasons,
        min(parts.excluded_reason) as part_excluded_reason,
        count(*) as n_parts
    from evidence as opportunities
    left join evidence as parts
        on
            opportunities.entity_id = parts.entity_id
            and opportunities.seen_on = parts.seen_on
            and case opportunities.kpi_id
                when 'K41' then parts.kpi_id in ('K43a', 'K43b', 'K43c')
                else parts.kpi_id in ('K43d', 'K43e', 'K43f')
            end
    where opportunities.kpi_id in ('K41', 'K42')
    group by
        opportunities.kpi_id,
        opportunities.entity_id,
        opportunities.seen_on,
        opportunities.denominator_part,
        opportunities.excluded_reason

)

select *
from classes
where
    n_parts != 3
    or (excluded_reason is null and all_parts is distinct from whole)
    or least_whole is distinct from whole
    or greatest_whole is distinct from whole
    or n_reasons != 1
    or part_excluded_reason is distinct from excluded_reason
