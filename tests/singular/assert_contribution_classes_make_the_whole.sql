-- Sourced, influenced only and none are disjoint and make all deals, by count (K43a to c) and by amount (K43d to f).
with evidence as (

    select * from {{ ref('kpi_evidence') }}
    where kpi_id in ('K41', 'K42', 'K43a', 'K43b', 'K43c', 'K43d', 'K43e', 'K43f')

),

classes as (

    select
        entity_id,
        seen_on,
        kpi_id in ('K41', 'K43a', 'K43b', 'K43c') as is_by_count,
        count(*) as n_rows,
        count(case when kpi_id in ('K41', 'K42') then 1 end) as n_totals,
        count(distinct coalesce(excluded_reason, '')) as n_reasons,
        max(excluded_reason) as excluded_reason,
        count(distinct coalesce(denominator_part, -1)) as n_wholes,
        max(denominator_part) as whole,
        sum(case when kpi_id not in ('K41', 'K42') then numerator_part end) as all_parts,
        sum(case when kpi_id in ('K43a', 'K43b', 'K43d', 'K43e') then numerator_part end) as own_parts,
        sum(case when kpi_id in ('K41', 'K42') then numerator_part end) as total
    from evidence
    group by entity_id, seen_on, kpi_id in ('K41', 'K43a', 'K43b', 'K43c')

)

select *
from classes
where
    n_rows != 4
    or n_totals != 1
    or n_reasons != 1
    or n_wholes != 1
    or (excluded_reason is null and (all_parts is distinct from whole or own_parts is distinct from total))
